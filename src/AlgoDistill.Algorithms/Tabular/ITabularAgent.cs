namespace AlgoDistill.Algorithms;

/// <summary>An agent whose whole knowledge is a table.</summary>
public interface ITabularAgent : IAgent
{
    /// <summary>What <paramref name="stream"/> has learned: (S·A), the value of each action in each state, as it is now.</summary>
    ReadOnlySpan<double> ActionValues(int stream);
}
