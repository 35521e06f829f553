using System.Text.Json.Serialization;

namespace AlgoDistill.Bench.Measures;

/// <summary>How fast one way of acting is at a full context; medians over blocks of steps.</summary>
/// <param name="Name">The way, see <see cref="ActingBenchmark"/>.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Width">Width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Context">Tokens that a step sees.</param>
/// <param name="Streams">Streams of a step.</param>
/// <param name="StepsPerSecond">Steps of all streams together.</param>
/// <param name="ReadBytesPerSecond">At which the machine adds up a tensor that no cache holds, measured between the blocks.</param>
public sealed record ActingRow(string Name, int Layers, int Width, int Heads, int Context, int Streams, double StepsPerSecond, double ReadBytesPerSecond)
{
    /// <summary>Bytes of keys and values that a step must read; absent without a cache, as the fraction is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BytesPerStep { get; init; }

    /// <summary>Bytes read a second as a fraction of <see cref="ReadBytesPerSecond"/>: 1 is the floor that the memory sets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FractionOfRead { get; init; }

    /// <summary>The same network in TorchSharp's own modules, without a cache; empty without peers.</summary>
    public IReadOnlyList<StepPeerRow> Peers { get; init; } = [];
}
