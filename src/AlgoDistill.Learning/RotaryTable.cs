using System.Collections.Concurrent;
using System.Numerics;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// Cosines and sines of the rotary position embedding (Su et al. 2021) for halves paired as in GPT-NeoX: x turned by its position is
/// x · cosine + swapped(x) · sine, where <c>swapped</c> exchanges the halves and the sine of the first half is negative.
/// </summary>
static class RotaryTable
{
    // A function of the key, kept for good: a recorded graph goes on reading the memory of the tables that it was recorded with.
    static readonly ConcurrentDictionary<(Device Device, ScalarType Type, long Size, double Base, long Positions), (Tensor Cosine, Tensor Sine)> Tables = new();

    /// <summary>Of positions 0 to <paramref name="length"/> − 1: (length, size) each.</summary>
    public static (Tensor Cosine, Tensor Sine) Of(long length, long size, double rotaryBase, ScalarType type, Device device)
    {
        var (cosine, sine) = Tables.GetOrAdd((device, type, size, rotaryBase, (long)BitOperations.RoundUpToPowerOf2((ulong)length)), Make);
        return (cosine.narrow(0, 0, length), sine.narrow(0, 0, length));
    }

    /// <summary>Of any positions, int64 (S): (S, size) each, computed where they are.</summary>
    public static (Tensor Cosine, Tensor Sine) At(Tensor positions, long size, double rotaryBase, ScalarType type)
    {
        var half = size / 2;
        var frequencies = exp(arange(half, dtype: ScalarType.Float64, device: positions.device) * (-Math.Log(rotaryBase) / half));
        var angles = positions.to_type(ScalarType.Float64).unsqueeze(-1) * frequencies;         // (S, size / 2)
        var (cosine, sine) = (cos(angles), sin(angles));
        return (cat([cosine, cosine], -1).to_type(type), cat([-sine, sine], -1).to_type(type));
    }

    /// <summary>Turns x (…, size) by tables that broadcast to it. Three passes over memory, and as few backwards: rolling by half exchanges the halves.</summary>
    public static Tensor Turn(Tensor x, (Tensor Cosine, Tensor Sine) table) =>
        (x * table.Cosine).addcmul(x.roll(x.shape[^1] / 2, -1), table.Sine, 1);

    static (Tensor Cosine, Tensor Sine) Make((Device Device, ScalarType Type, long Size, double Base, long Positions) key)
    {
        using var scope = NewDisposeScope();
        using var recorded = inference_mode(false);     // tables outlive the mode that asked for them
        using var frozen = no_grad();
        var (cosine, sine) = At(arange(key.Positions, dtype: ScalarType.Int64, device: key.Device), key.Size, key.Base, key.Type);
        return (cosine.DetachFromDisposeScope(), sine.DetachFromDisposeScope());
    }
}
