using AlgoDistill.Algorithms;
using AlgoDistill.Learning;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;
using AlgoDistill.Tests;

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

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var algorithm in SourceAlgorithms.All)
                foreach (var tasks in Tasks.Where(tasks => Plays(algorithm, tasks))) pairs.Add(algorithm.Id, tasks.Id);
            return pairs;
        }
    }

    [SkippableTheory, MemberData(nameof(Pairs))]
    public void Its_store_verifies_and_replays(string id, string family)
    {
        var algorithm = Quick(SourceAlgorithms.All.Single(algorithm => algorithm.Id == id));
        var tasks = Tasks.Single(tasks => tasks.Id == family).OrSkip();
        using var folder = new TemporaryFolder();
        var plan = new GenerationPlan { Tasks = tasks, Algorithm = algorithm, Histories = 2, Steps = Math.Max(100, tasks.Horizon + 1), Streams = 2, Seed = 1 };
        var store = HistoryGenerator.Generate(folder["store"], plan, engine: new TorchEngine(1));
        Assert.Empty(store.Verify());
        Assert.True(Frozen.Contains(id) || store.ReadAll().All(history => history.Columns.Updates[^1] > 0), "it never changed");
        Assert.Equal(new ReplayResult(null, null), HistoryReplay.Run(store, Families, SourceAlgorithms.All, new TorchEngine(2), sample: 50));
        var elsewhere = HistoryReplay.Run(store, Families, SourceAlgorithms.All, new FakeEngine("other"));
        Assert.Null(elsewhere.Divergence);
        Assert.Equal(algorithm.UsesEngine, elsewhere.LearnerNotReplayed is not null);
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
