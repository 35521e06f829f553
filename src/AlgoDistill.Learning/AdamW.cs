using System.Runtime.InteropServices;
using AlgoDistill.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>AdamW over all parameters in one call, with the clipping of the gradients' norm folded in.</summary>
public sealed class AdamW : IDisposable
{
    readonly AdamWOptions options;
    readonly (string Name, Parameter Value)[] parameters;
    readonly Tensor[] first, second;
    readonly double[] decays;
    readonly FusedAdamW? onCuda;
    readonly List<int> trained = [];        // parameters that have a gradient; mostly the same at every update
    readonly List<Tensor> gradients = [];   // theirs
    Lists lists = new([], [], [], [], []);
    double learningRate;
    long step;

    // What one call updates, kept while the same parameters have gradients
    sealed record Lists(int[] Trained, Tensor[] Values, Tensor[] First, Tensor[] Second, double[] Decays);

    /// <summary>An optimiser that has seen no gradient.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="options">Its hyper-parameters.</param>
    public AdamW(IEnumerable<(string name, Parameter parameter)> parameters, AdamWOptions options)
    {
        this.options = options;
        this.parameters = [.. parameters.Select(pair => (pair.name, pair.parameter))];
        first = [.. this.parameters.Select(pair => zeros_like(pair.Value).DetachFromDisposeScope())];
        second = [.. this.parameters.Select(pair => zeros_like(pair.Value).DetachFromDisposeScope())];
        decays = [.. this.parameters.Select(pair => pair.Value.dim() > 1 ? options.WeightDecay : 0)];
        if (this.parameters[0].Value is { device_type: DeviceType.CUDA } value) onCuda = new(options, value.device);
    }

    /// <summary>Running means of the gradients and of their squares, by parameter name, for a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Value)> State =>
        parameters.SelectMany((pair, i) => new[] { ($"first.{pair.Name}", first[i]), ($"second.{pair.Name}", second[i]) });

    /// <summary>Whether <see cref="Step"/> may be part of a recorded graph: what <see cref="Set"/> was given is then read from the device.</summary>
    public bool IsRecordable => onCuda is not null;

    /// <summary>Says which update the next <see cref="Step"/> is.</summary>
    /// <param name="learningRate">Its rate.</param>
    /// <param name="step">Its number, from 1, for the bias correction.</param>
    public void Set(double learningRate, long step)
    {
        (this.learningRate, this.step) = (learningRate, step);
        onCuda?.Set(learningRate, step);
    }

    /// <summary>One update from the parameters' gradients, which are then cleared; without any it changes nothing. It does not wait for the device.</summary>
    /// <returns>Norm of all gradients together before clipping, a scalar.</returns>
    public Tensor Step()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        TakeGradients();
        if (gradients.Count == 0) return tensor(0f, device: parameters[0].Value.device).MoveToOuterDisposeScope();
        var norm = onCuda?.Update(lists.Values, gradients, lists.First, lists.Second, lists.Decays) ?? (AdamWStep.Suits(lists.Values) ? FusedStep() : PlainStep());
        Clear();
        return norm.MoveToOuterDisposeScope();
    }

    /// <summary>Forgets all gradients.</summary>
    public void Clear()
    {
        foreach (var (_, parameter) in parameters) parameter.grad = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in first.Concat(second)) state.Dispose();
        onCuda?.Dispose();
    }

    void TakeGradients()
    {
        trained.Clear();
        gradients.Clear();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Value.grad is not { IsInvalid: false } gradient) continue;
            trained.Add(i);
            gradients.Add(gradient);
        }

        if (!CollectionsMarshal.AsSpan(trained).SequenceEqual(lists.Trained))
            lists = new([.. trained], [.. trained.Select(i => (Tensor)parameters[i].Value)], [.. trained.Select(i => first[i])],
                [.. trained.Select(i => second[i])], [.. trained.Select(i => decays[i])]);
    }

    Tensor FusedStep() => tensor(AdamWStep.Apply(lists.Values, gradients, lists.First, lists.Second, lists.Decays, learningRate, options.Beta1, options.Beta2,
        options.Epsilon, step, options.MaxGradientNorm));

    Tensor PlainStep()
    {
        var norm = stack(gradients.Select(g => g.norm()).ToArray()).norm();
        var scale = options.MaxGradientNorm > 0 ? (options.MaxGradientNorm / (norm + 1e-6)).clamp(max: 1) : ones_like(norm);
        var correction1 = 1 - Math.Pow(options.Beta1, step);
        var correction2 = 1 - Math.Pow(options.Beta2, step);
        for (var k = 0; k < gradients.Count; k++)
        {
            var (value, mean, square, gradient) = (lists.Values[k], lists.First[k], lists.Second[k], gradients[k] * scale);
            value.mul_(1 - learningRate * lists.Decays[k]);
            mean.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
            square.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
            value.addcdiv_(mean, (square / correction2).sqrt().add_(options.Epsilon), -learningRate / correction1);
        }

        return norm;
    }
}
