namespace AlgoDistill.Bench.Measures;

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
/// <param name="PeakRssBytes">
/// Greatest resident size of the process until this size had been trained for a block. The peers of this size are made after that; what
/// those of the sizes before left with the allocator counts.
/// </param>
public sealed record BenchRow(string Name, int Layers, int Width, int Heads, int Context, int Batch, double TokensPerSecond, double FlopsPerSecond,
    double SgemmFlopsPerSecond, double FractionOfSgemm, long PeakRssBytes)
{
    /// <summary>The library whose product of matrices was the fastest here: that of <see cref="SgemmFlopsPerSecond"/>.</summary>
    public string SgemmLibrary { get; init; } = Sgemm.LibTorch;

    /// <summary>The same network in TorchSharp's own modules; empty without peers.</summary>
    public IReadOnlyList<PeerRow> Peers { get; init; } = [];
}

/// <summary>How fast a peer trained the same network in the same run.</summary>
/// <param name="Name">The peer.</param>
/// <param name="TokensPerSecond">Its median training speed.</param>
/// <param name="RatioMin">Smallest ratio of this library's speed to the peer's over neighbouring blocks.</param>
/// <param name="RatioMedian">Median ratio.</param>
/// <param name="RatioMax">Greatest ratio.</param>
public sealed record PeerRow(string Name, double TokensPerSecond, double RatioMin, double RatioMedian, double RatioMax)
{
    /// <summary>The row of a peer.</summary>
    /// <param name="name">The peer.</param>
    /// <param name="mine">Speeds of this library, block by block.</param>
    /// <param name="theirs">The peer's in the same blocks.</param>
    internal static PeerRow Of(string name, double[] mine, double[] theirs)
    {
        var ratio = Ratio.Of(mine, theirs);
        return new PeerRow(name, Ratio.Median(theirs), ratio.Min, ratio.Middle, ratio.Max);
    }
}
