using AlgoDistill.Kernels;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// AdamW by libtorch's fused operator, which TorchSharp does not call. Nothing waits for the device, and what changes from update to update is
/// read from tensors there, so that an update can be recorded in a graph and replayed.
/// </summary>
/// <param name="options">Its hyper-parameters.</param>
/// <param name="device">Where the parameters are.</param>
sealed class FusedAdamW(AdamWOptions options, Device device) : IDisposable
{
    readonly Tensor rate = Scalar(device), count = Scalar(device);

    /// <summary>Sets the rate and the number (from 1) of the next update; not part of a recorded graph.</summary>
    public void Set(double learningRate, long step)
    {
        using var frozen = no_grad();
        rate.fill_(learningRate);
        count.fill_(step);
    }

    /// <summary>One update; the gradients come out scaled.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">Running means of the gradients.</param>
    /// <param name="second">Running means of their squares.</param>
    /// <param name="decays">Weight decay of each.</param>
    /// <returns>Norm of all gradients together before clipping, a scalar.</returns>
    public Tensor Update(IReadOnlyList<Tensor> values, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> second, IReadOnlyList<double> decays)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var norm = stack([.. gradients.Select(gradient => gradient.norm())]).norm();
        // the operator divides the gradients by this
        var scale = options.MaxGradientNorm > 0 ? ((norm + 1e-6) / options.MaxGradientNorm).clamp(min: 1) : null;
        foreach (var group in Enumerable.Range(0, values.Count).GroupBy(i => decays[i]))
            Dispatcher.Call("aten::_fused_adamw_", "tensor_lr", Pick(values, group), Pick(gradients, group), Pick(first, group), Pick(second, group), Dispatcher.Of([]),
                Dispatcher.Of([.. group.Select(_ => count)]), Dispatcher.Of(rate), Dispatcher.Of(options.Beta1), Dispatcher.Of(options.Beta2), Dispatcher.Of(group.Key), Dispatcher.Of(options.Epsilon),
                Dispatcher.Of(false), Dispatcher.Of(false), scale is null ? Dispatcher.None : Dispatcher.Some(Dispatcher.Of(scale)), Dispatcher.None);
        return norm.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rate.Dispose();
        count.Dispose();
    }

    static Tensor Scalar(Device device) => zeros([], dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();

    static StableValue Pick(IReadOnlyList<Tensor> all, IEnumerable<int> group) => Dispatcher.Of([.. group.Select(i => all[i])]);
}
