using System.Collections.Concurrent;
using System.Numerics;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>Cosines and sines of the rotary position embedding (Su et al. 2021) as the kernels read them: position t and pair i turn by t · base^(−2i / size).</summary>
static class RotaryAngles
{
    static readonly ConcurrentDictionary<(bool Wide, long Size, double Base, long Positions), (Tensor Cosines, Tensor Sines)> Tables = new();
    static readonly ConcurrentDictionary<(long Size, double Base), double[]> Frequencies = new();

    /// <summary>Of at least <paramref name="positions"/> positions: (positions, size / 2) each, kept for good.</summary>
    public static (Tensor Cosines, Tensor Sines) Table(ScalarType type, long size, double rotaryBase, long positions) =>
        Tables.GetOrAdd((type == ScalarType.Float64, size, rotaryBase, (long)BitOperations.RoundUpToPowerOf2((ulong)positions)), Make);

    /// <summary>Angle by which each pair turns from a position to the next: (size / 2).</summary>
    public static double[] PerPosition(long size, double rotaryBase) =>
        Frequencies.GetOrAdd((size, rotaryBase), key => [.. Enumerable.Range(0, (int)key.Size / 2).Select(i => Math.Pow(key.Base, -2.0 * i / key.Size))]);

    static (Tensor Cosines, Tensor Sines) Make((bool Wide, long Size, double Base, long Positions) key)
    {
        using var scope = NewDisposeScope();
        using var plain = inference_mode(false);        // tables outlive the mode that asked for them
        var frequencies = PerPosition(key.Size, key.Base);
        var (cosines, sines) = (new double[key.Positions * frequencies.Length], new double[key.Positions * frequencies.Length]);
        for (var at = 0; at < cosines.Length; at++) (sines[at], cosines[at]) = Math.SinCos(at / frequencies.Length * frequencies[at % frequencies.Length]);
        return (Table(cosines), Table(sines));

        Tensor Table(double[] values) =>
            tensor(values).view(key.Positions, frequencies.Length).to_type(key.Wide ? ScalarType.Float64 : ScalarType.Float32).DetachFromDisposeScope();
    }
}
