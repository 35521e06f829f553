namespace AlgoDistill.Bench.Measures;

/// <summary>How fast a peer did the same steps in the same run.</summary>
/// <param name="Name">The peer.</param>
/// <param name="StepsPerSecond">Its median speed.</param>
/// <param name="RatioMin">Smallest ratio of this library's speed to the peer's over neighbouring blocks.</param>
/// <param name="RatioMedian">Median ratio.</param>
/// <param name="RatioMax">Greatest ratio.</param>
public sealed record StepPeerRow(string Name, double StepsPerSecond, double RatioMin, double RatioMedian, double RatioMax)
{
    /// <summary>The row of a peer.</summary>
    /// <param name="name">The peer.</param>
    /// <param name="mine">Speeds of this library, block by block.</param>
    /// <param name="theirs">The peer's in the same blocks.</param>
    internal static StepPeerRow Of(string name, double[] mine, double[] theirs)
    {
        var ratio = Ratio.Of(mine, theirs);
        return new StepPeerRow(name, Ratio.Median(theirs), ratio.Min, ratio.Middle, ratio.Max);
    }
}
