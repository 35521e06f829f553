using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>An optimiser of groups that keeps tensors for every parameter.</summary>
public abstract class OptimizerHelper : Optimizer
{
    /// <summary>One parameter and what belongs to it.</summary>
    internal sealed class State(Parameter parameter)
    {
        internal Parameter Parameter { get; } = parameter;
        internal long Step { get; set; }
        internal Dictionary<string, Tensor> Tensors { get; } = [];
    }

    private readonly List<(ParamGroup Group, State[] States)> groups = [];

    internal OptimizerHelper(IEnumerable<ParamGroup> groups)
    {
        foreach (var group in groups) add_param_group(group);
        if (this.groups.Sum(entry => entry.States.Length) == 0) throw new ArgumentException("an optimiser needs at least one parameter", nameof(groups));
    }

    public sealed override void add_param_group(ParamGroup param_group) =>
        groups.Add((param_group, [.. param_group.Parameters.Select(parameter => new State(parameter))]));

    public override IEnumerable<ILearningRateController> ParamGroups => groups.Select(entry => entry.Group);

    public override IEnumerable<Parameter> parameters() => groups.SelectMany(entry => entry.Group.Parameters);

    public override Tensor step(Func<Tensor>? closure = null)
    {
        var loss = closure?.Invoke();
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            foreach (var (group, states) in groups)
                foreach (var equal in Ready(states).GroupBy(ready => ready.State.Step))
                    Step(group, [.. equal.Select(ready => ready.State)], [.. equal.Select(ready => ready.Gradient)]);
        }
        return loss!;
    }

    // Parameters of one group that have a gradient; all in a call of Step have been stepped equally often.
    private static (State State, Tensor Gradient)[] Ready(State[] states) =>
        [.. states.Select(state => (state, state.Parameter.grad)).Where(pair => pair.grad is not null).Select(pair => (pair.state, pair.grad!))];

    /// <summary>Changes parameters that have been stepped equally often.</summary>
    internal abstract void Step(ParamGroup group, State[] states, Tensor[] gradients);

    /// <summary>A state tensor of every parameter; zeros at first.</summary>
    internal static Tensor[] Tensors(State[] states, string name) => [.. states.Select(state => TensorOf(state, name))];

    private static Tensor TensorOf(State state, string name)
    {
        if (state.Tensors.TryGetValue(name, out var tensor)) return tensor;
        return state.Tensors[name] = zeros_like(state.Parameter).DetachFromDisposeScope();
    }

    public virtual StateDictionary state_dict()
    {
        var state = new StateDictionary();
        foreach (var (group, states) in groups)
        {
            state.LearningRates.Add(group.LearningRate);
            foreach (var one in states) state.Entries.Add((one.Step, one.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone())));
        }
        return state;
    }

    /// <summary>Copies the state in, with the groups' learning rates.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        State[] states = [.. groups.SelectMany(entry => entry.States)];
        if (states.Length != state_dict.Entries.Count || groups.Count != state_dict.LearningRates.Count)
            throw new ArgumentException($"the state has {state_dict.LearningRates.Count} groups of {state_dict.Entries.Count} parameters; the optimiser has {groups.Count} of {states.Length}", nameof(state_dict));

        using var _ = no_grad();
        for (var g = 0; g < groups.Count; g++) groups[g].Group.LearningRate = state_dict.LearningRates[g];
        for (var i = 0; i < states.Length; i++)
        {
            states[i].Step = state_dict.Entries[i].Step;
            foreach (var (name, tensor) in state_dict.Entries[i].Tensors)
                AlgoDistill.Torch.Operators.Run("aten::copy_", TensorOf(states[i], name), tensor);
        }
    }

    public void save_state_dict(string location) => StateFile.Write(location, writer =>
    {
        var state = state_dict();
        writer.Write7BitEncodedInt64(state.LearningRates.Count);
        foreach (var rate in state.LearningRates) writer.Write(rate);
        writer.Write7BitEncodedInt64(state.Entries.Count);
        foreach (var (step, tensors) in state.Entries)
        {
            writer.Write7BitEncodedInt64(step);
            StateFile.Write(writer, tensors);
        }
    });

    public void load_state_dict(string location)
    {
        using var scope = NewDisposeScope();
        using var reader = new BinaryReader(File.OpenRead(location));
        var state = new StateDictionary();
        for (var left = reader.Read7BitEncodedInt64(); left > 0; left--) state.LearningRates.Add(reader.ReadDouble());
        for (var left = reader.Read7BitEncodedInt64(); left > 0; left--) state.Entries.Add((reader.Read7BitEncodedInt64(), StateFile.Read(reader)));
        load_state_dict(state);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var tensor in groups.SelectMany(entry => entry.States).SelectMany(state => state.Tensors.Values)) tensor.Dispose();
    }
}
