using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests.Examples;

/// <summary>The README's example of a task is this file's neighbour, and does what the README says.</summary>
public sealed class HiddenDoorTests
{
    [Fact]
    public void TheReadmeShowsTheCodeThatIsCompiled()
    {
        var code = Repository.Read("tests/AlgoDistill.Tests/Examples/HiddenDoor.cs").Trim();
        Assert.Contains($"```csharp\n{code}\n```", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void UniformlyRandomActionsGetTheRandomReturn()
    {
        var tasks = new HiddenDoor();
        var task = tasks.Split(0).Train[0];
        var returns = Interaction.Run(tasks, task, new UniformRandom(), 200_000, new Rng(1)).EpisodeReturns();
        var deviation = Math.Sqrt(returns.Average(x => Math.Pow(x - returns.Average(), 2)) / returns.Length);
        Assert.Equal(tasks.References(task).Random, returns.Average(), 4 * deviation);
    }

    [Fact]
    public void QLearningFindsTheExitOfEitherTask()
    {
        var tasks = new HiddenDoor();
        foreach (var task in (TaskInstance[])[tasks.Split(0).Train[0], tasks.Split(0).Test[0]])
        {
            var returns = Interaction.Run(tasks, task, new QLearning { EpsilonSteps = 500, FinalEpsilon = 0 }, 2_000, new Rng(2)).EpisodeReturns();
            Assert.All(returns[^21..^1], episode => Assert.Equal(1, episode));
        }
    }
}
