using System.Text.Json.Serialization;

namespace AlgoDistill.Experiments.Bench;

/// <summary>How fast a model of one size is trained; medians over blocks of updates.</summary>
/// <param name="Name">Name of the size.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Width">Width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Context">Tokens of a window.</param>
/// <param name="Batch">Windows of an update.</param>
/// <param name="TokensPerSecond">Training speed.</param>
/// <param name="FlopsPerSecond">Of <see cref="BenchSize.FlopsPerUpdate"/>.</param>
/// <param name="SgemmFlopsPerSecond">Of a product of large square matrices, measured between the blocks.</param>
/// <param name="FractionOfSgemm">The ratio of both.</param>
/// <param name="PeakRssBytes">Greatest resident size while this size was trained.</param>
public sealed record BenchRow(string Name, int Layers, int Width, int Heads, int Context, int Batch, double TokensPerSecond, double FlopsPerSecond,
    double SgemmFlopsPerSecond, double FractionOfSgemm, long PeakRssBytes)
{
    /// <summary>Training speed of the same network in the peer; absent without one, as the ratios are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PeerTokensPerSecond { get; init; }

    /// <summary>Smallest ratio of this library's speed to the peer's over pairs of neighbouring blocks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioMin { get; init; }

    /// <summary>Median ratio.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioMedian { get; init; }

    /// <summary>Greatest ratio.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioMax { get; init; }
}
