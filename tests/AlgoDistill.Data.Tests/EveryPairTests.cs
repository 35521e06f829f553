using AlgoDistill.Algorithms;
using AlgoDistill.Learning;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Data.Tests;

/// <summary>Whatever algorithm learns whatever task, its store verifies and replays bit by bit, from its manifest alone, long after the learner's first update.</summary>
public class EveryPairTests
{
    static readonly ITaskDistribution[] Tasks =
    [
        .. BanditTasks.All, .. GridWorldTasks.All, .. ControlTasks.All, .. TaskWrappers.All.Select(wrapper => wrapper with { Inner = new DarkRoom() }),
    ];

    static readonly ITaskDistribution[] Families = [.. BanditTasks.All, .. GridWorldTasks.All, .. ControlTasks.All];

    static readonly NetworkOptions Small = new() { Layers = 1, Width = 16 };

    static readonly string[] Frozen = ["uniform-random", "expert", "value-iteration"];

    public static TheoryData<string> Algorithms { get; } = new(SourceAlgorithms.All.Select(algorithm => algorithm.Id));

    [Theory, MemberData(nameof(Algorithms))]
    public void Stores_of_every_task_that_it_plays_verify_and_replay(string id)
    {
        var algorithm = Quick(SourceAlgorithms.All.Single(algorithm => algorithm.Id == id));
        var played = 0;
        foreach (var tasks in Tasks.Where(tasks => Plays(algorithm, tasks)))
        {
            using var folder = new TemporaryFolder();
            var plan = new GenerationPlan { Tasks = tasks, Algorithm = algorithm, Histories = 2, Steps = Math.Max(100, tasks.Horizon + 1), Streams = 2, Seed = 1 };
            var store = HistoryGenerator.Generate(folder["store"], plan, engine: new TorchEngine(1));
            Assert.True(store.Verify().Count == 0, $"{id} on {tasks.Id}: {string.Join("; ", store.Verify())}");
            Assert.True(Frozen.Contains(id) || store.ReadAll().All(history => history.Columns.Updates[^1] > 0), $"{id} on {tasks.Id} never changed");
            var result = HistoryReplay.Run(store, Families, SourceAlgorithms.All, new TorchEngine(2), sample: 50);
            Assert.True(result == new ReplayResult(null, null), $"{id} on {tasks.Id} {result}");
            var elsewhere = HistoryReplay.Run(store, Families, SourceAlgorithms.All, new FakeEngine("other"));
            Assert.True(elsewhere.Divergence is null, $"{id} on {tasks.Id} {elsewhere}");
            Assert.Equal(algorithm.UsesEngine, elsewhere.LearnerNotReplayed is not null);
            played++;
        }

        Assert.True(played > 0);
    }

    /// <summary>Neural learners that change early and often enough, by small networks.</summary>
    static IAlgorithm Quick(IAlgorithm algorithm) => algorithm switch
    {
        Reinforce reinforce => reinforce with { Episodes = 1, Learner = reinforce.Learner with { Network = Small } },
        A2c a2c => a2c with { Learner = a2c.Learner with { Network = Small } },
        Ppo ppo => ppo with { RolloutSteps = 32, Epochs = 2, Minibatches = 2, Learner = ppo.Learner with { Network = Small } },
        Dqn dqn => dqn with { LearningStarts = 32, BatchSize = 16, UpdateInterval = 5, Network = Small },
        Sac sac => sac with { LearningStarts = 32, BatchSize = 16, UpdateInterval = 5, Network = Small },
        _ => algorithm,
    };

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
