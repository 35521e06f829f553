namespace AlgoDistill.Algorithms;

/// <summary>What is believed of the mean reward of one arm: a smooth density with one peak.</summary>
/// <typeparam name="TSelf">The kind of belief.</typeparam>
interface IBelief<TSelf> where TSelf : struct, IBelief<TSelf>
{
    /// <summary>All but 1e-7 of the mean's probability lies above this.</summary>
    double Lower { get; }

    /// <summary>All but 1e-7 of the mean's probability lies below this.</summary>
    double Upper { get; }

    /// <summary>Standard deviation of the mean.</summary>
    double Deviation { get; }

    /// <summary>Natural logarithm of the density at a point.</summary>
    /// <param name="x">The point.</param>
    /// <param name="log">ln x, not a number for a negative one.</param>
    /// <param name="logRest">ln (1 − x), not a number beyond 1.</param>
    double LogDensity(double x, double log, double logRest);

    /// <summary>The belief after one more reward.</summary>
    TSelf After(double reward);
}
