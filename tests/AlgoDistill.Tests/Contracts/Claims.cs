namespace AlgoDistill.Tests;

/// <summary>What each algorithm is claimed to learn, and in how many steps.</summary>
public static partial class Claims
{
    /// <param name="Algorithm">With the settings of the claim.</param>
    /// <param name="Tasks">With the settings of the claim.</param>
    /// <param name="Steps">Steps of each stream.</param>
    /// <param name="Streams">Learners, each on its own task; or actors of one learner, on one task.</param>
    public sealed record Claim(IAlgorithm Algorithm, ITaskDistribution Tasks, int Steps, int Streams = 32);

    /// <summary>All claims; each family of algorithms keeps its own in a file beside this one.</summary>
    public static IReadOnlyList<Claim> All { get; } = [.. Bandit, .. Tabular, .. Neural, .. Synthetic];

    public static TheoryData<int, string, string> Numbers
    {
        get
        {
            var numbers = new TheoryData<int, string, string>();
            for (var i = 0; i < All.Count; i++) numbers.Add(i, All[i].Algorithm.Id, All[i].Tasks.Id);
            return numbers;
        }
    }
}
