using AlgoDistill.Kernels;
using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Peers;

/// <summary>What a user of PyTorch has: clip_grad_norm_, libtorch's fused AdamW, and gradients that are forgotten instead of zeroed.</summary>
sealed class PyTorchAdamW : IPeerOptimizer
{
    readonly AdamWOptions options;
    readonly Parameter[] parameters;
    readonly Group[] groups;
    readonly Tensor count = zeros([], dtype: ScalarType.Float32).DetachFromDisposeScope();
    long step;

    // Parameters with one decay, and the running means of their gradients and of the squares
    sealed record Group(double Decay, Parameter[] Values, Tensor[] First, Tensor[] Second);

    public PyTorchAdamW(nn.Module network, AdamWOptions options)
    {
        (this.options, parameters) = (options, [.. network.parameters()]);
        // Matrices decay, biases and normalisations do not
        groups = [.. parameters.GroupBy(parameter => parameter.dim() > 1 ? options.WeightDecay : 0)
            .Select(group => new Group(group.Key, [.. group], Zeros(group), Zeros(group)))];
    }

    public void Step()
    {
        nn.utils.clip_grad_norm_(parameters, options.MaxGradientNorm);
        using (no_grad()) count.fill_(++step);
        foreach (var group in groups) Update(group);
        foreach (var parameter in parameters) parameter.grad = null;
    }

    public void Dispose()
    {
        count.Dispose();
        foreach (var state in groups.SelectMany(group => group.First.Concat(group.Second))) state.Dispose();
    }

    void Update(Group group)
    {
        using var frozen = no_grad();
        Dispatcher.Call("aten::_fused_adamw_", "", Dispatcher.Of(group.Values), Dispatcher.Of([.. group.Values.Select(value => value.grad!)]),
            Dispatcher.Of(group.First), Dispatcher.Of(group.Second), Dispatcher.Of([]), Dispatcher.Of([.. group.Values.Select(_ => count)]),
            Dispatcher.Of(options.LearningRate), Dispatcher.Of(options.Beta1), Dispatcher.Of(options.Beta2), Dispatcher.Of(group.Decay),
            Dispatcher.Of(options.Epsilon), Dispatcher.Of(false), Dispatcher.Of(false), Dispatcher.None, Dispatcher.None);
    }

    static Tensor[] Zeros(IEnumerable<Parameter> parameters)
    {
        using var frozen = no_grad();
        return [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    }
}
