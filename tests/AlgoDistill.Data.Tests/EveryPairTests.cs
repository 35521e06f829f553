using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Data.Tests;

/// <summary>Whatever algorithm learns whatever task, its store verifies and replays bit by bit, from its manifest alone.</summary>
public class EveryPairTests
{
    static readonly ITaskDistribution[] Tasks =
    [
        .. BanditTasks.All, .. GridWorldTasks.All, .. ControlTasks.All, .. TaskWrappers.All.Select(wrapper => wrapper with { Inner = new DarkRoom() }),
    ];

    public static TheoryData<string> Algorithms { get; } = new(SourceAlgorithms.All.Select(algorithm => algorithm.Id));

    [Theory, MemberData(nameof(Algorithms))]
    public void Stores_of_every_task_that_it_plays_verify_and_replay(string id)
    {
        var algorithm = SourceAlgorithms.All.Single(algorithm => algorithm.Id == id);
        var played = 0;
        foreach (var tasks in Tasks.Where(tasks => Plays(algorithm, tasks)))
        {
            using var folder = new TemporaryFolder();
            var plan = new GenerationPlan { Tasks = tasks, Algorithm = algorithm, Histories = 2, Steps = 100, Streams = 2, Seed = 1 };
            var store = HistoryGenerator.Generate(folder["store"], plan);
            Assert.True(store.Verify().Count == 0, $"{id} on {tasks.Id}: {string.Join("; ", store.Verify())}");
            var divergence = HistoryReplay.Run(HistoryStore.Open(folder["store"]), [.. BanditTasks.All, .. GridWorldTasks.All, .. ControlTasks.All], SourceAlgorithms.All, sample: 50);
            Assert.True(divergence is null, $"{id} on {tasks.Id}: {divergence}");
            played++;
        }

        Assert.True(played > 0);
    }

    static bool Plays(IAlgorithm algorithm, ITaskDistribution tasks)
    {
        try
        {
            algorithm.CreateAgent(tasks, [tasks.Split(0).Train[0]], new Rng(0)).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
