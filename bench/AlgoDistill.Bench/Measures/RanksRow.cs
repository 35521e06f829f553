namespace AlgoDistill.Bench.Measures;

/// <summary>How fast ranks train a model together, beside one of them alone with all their threads; medians over blocks of updates.</summary>
/// <param name="Name">Name of the size.</param>
/// <param name="Ranks">Processes.</param>
/// <param name="Threads">Threads of the one process, which the ranks divide among them.</param>
/// <param name="AloneTokensPerSecond">Training speed of one process with the joint batch.</param>
/// <param name="ApartTokensPerSecond">Of the ranks, each with its part of the batch, when they exchange nothing.</param>
/// <param name="TogetherTokensPerSecond">Of the ranks together.</param>
/// <param name="RatioMin">Smallest ratio of together to alone over neighbouring blocks.</param>
/// <param name="RatioMedian">Median ratio.</param>
/// <param name="RatioMax">Greatest ratio.</param>
/// <param name="AloneProcessorSeconds">Processor time of an update of the one process; other load on the machine changes it less than the speed.</param>
/// <param name="ApartProcessorSeconds">That of all ranks when they exchange nothing.</param>
/// <param name="TogetherProcessorSeconds">That of all ranks together.</param>
/// <param name="GradientBytes">What is added up at each update.</param>
/// <param name="SumSeconds">How long the ranks take to add one number up.</param>
/// <param name="SumBytesPerSecond">How fast they add many up.</param>
public sealed record RanksRow(string Name, int Ranks, int Threads, double AloneTokensPerSecond, double ApartTokensPerSecond, double TogetherTokensPerSecond,
    double RatioMin, double RatioMedian, double RatioMax, double AloneProcessorSeconds, double ApartProcessorSeconds,
    double TogetherProcessorSeconds, long GradientBytes, double SumSeconds, double SumBytesPerSecond);
