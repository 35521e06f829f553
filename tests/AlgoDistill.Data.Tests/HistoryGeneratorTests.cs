using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Data.Tests;

public class HistoryGeneratorTests
{
    static readonly GenerationPlan Walks = new()
    {
        Tasks = new WalkTasks(),
        Algorithm = new NoisyAlgorithm(),
        Histories = 20,
        Steps = 50,
        Seed = 3,
        RowsPerPart = 200,
    };

    public static TheoryData<string> Names { get; } = ["walks", "actors", "lock step", "dark room", "bandits"];

    internal static GenerationPlan Named(string name) => name switch
    {
        "actors" => Walks with { Algorithm = new NoisyAlgorithm { Shared = true }, Streams = 4 },
        "lock step" => Walks with { Streams = 3 },
        "dark room" => new() { Tasks = new DarkRoom { Size = 3 }, Algorithm = new QLearning(), Histories = 10, Steps = 300, Seed = ulong.MaxValue, SplitSeed = 1, RowsPerPart = 1000 },
        "bandits" => new() { Tasks = new BernoulliBandit(), Algorithm = new Ucb1(), Histories = 50, Steps = 100, Split = "shifted", RowsPerPart = 1000 },
        _ => Walks,
    };

    [Theory, MemberData(nameof(Names))]
    public void Histories_are_those_of_the_loop_in_order(string name)
    {
        using var folder = new TemporaryFolder();
        var plan = Named(name);
        var store = HistoryGenerator.Generate(folder["store"], plan);
        var runs = new Runs(plan);
        HistoryStoreTests.AssertSame([.. Enumerable.Range(0, runs.Agents).SelectMany(agent => runs.Learn(agent))], store.ReadAll());
        Assert.True(store.Manifest.IsComplete);
        Assert.True(store.Manifest.Parts.Length > 1);
        Assert.Equal((plan.Histories, (long)plan.Histories * plan.Steps), (store.Manifest.Histories, store.Manifest.Rows));
        Assert.Empty(store.Verify());
        Assert.All(store.Manifest.Tasks, task => Assert.Equal(plan.Tasks.References(task.ToInstance()), store.References(task.ToInstance())));
    }

    [Fact]
    public void One_stream_learns_what_the_loop_alone_would()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], Walks);
        var tasks = Walks.Tasks.Split(0).Train;
        var expected = Enumerable.Range(0, 20).Select(i => Interaction.Run(Walks.Tasks, tasks.Cycle(i), Walks.Algorithm, 50, new Rng(3).Split((ulong)i), i));
        HistoryStoreTests.AssertSame([.. expected], store.ReadAll());
    }

    [Fact]
    public void Histories_are_spread_evenly_over_a_finite_set()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], Walks with { Histories = 21 });
        Assert.Equal([7, 7, 7], store.ReadAll().CountBy(history => history.Task).Select(pair => pair.Value));
        Assert.Equal(3, store.Manifest.Tasks.Length);
    }

    [Fact]
    public void Actors_share_a_run_and_a_task()
    {
        using var folder = new TemporaryFolder();
        var histories = HistoryGenerator.Generate(folder["store"], Named("actors")).ReadAll();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i / 4, i % 4, i / 4 % 3)), histories.Select(history => (history.Run, history.Stream, history.Task.Index)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_workers_does_not_matter(string name)
    {
        using var folder = new TemporaryFolder();
        HistoryGenerator.Generate(folder["one"], Named(name), workers: 1);
        HistoryGenerator.Generate(folder["four"], Named(name), workers: 4);
        Assert.Equal(TemporaryFolder.Bytes(folder["one"]), TemporaryFolder.Bytes(folder["four"]));
    }

    [Theory, MemberData(nameof(Names))]
    public void An_interrupted_store_resumes_to_the_same_bytes(string name)
    {
        using var folder = new TemporaryFolder();
        var plan = Named(name);
        HistoryGenerator.Generate(folder["whole"], plan);
        var rng = new Rng(11);
        for (var interrupted = true; interrupted;)
        {
            using var stop = new CancellationTokenSource();
            var left = rng.NextInt(plan.Histories) + 1;
            try
            {
                HistoryGenerator.Generate(folder["resumed"], plan, new Listener(_ =>
                {
                    if (Interlocked.Decrement(ref left) < 0) stop.Cancel();
                }), cancellation: stop.Token);
                interrupted = false;
            }
            catch (OperationCanceledException)
            {
                Assert.InRange(HistoryStore.Open(folder["resumed"]).Manifest.Histories, 0, plan.Histories - 1);
            }
        }

        Assert.Equal(TemporaryFolder.Bytes(folder["whole"]), TemporaryFolder.Bytes(folder["resumed"]));
    }

    [Fact]
    public void What_a_dead_writer_left_behind_is_removed()
    {
        using var folder = new TemporaryFolder();
        HistoryGenerator.Generate(folder["store"], Walks);
        var whole = TemporaryFolder.Bytes(folder["store"]);
        foreach (var name in new[] { "part-00005.parquet", "part-00004.parquet.tmp", "manifest.json.tmp" }) File.WriteAllText(Path.Combine(folder["store"], name), "half");
        HistoryGenerator.Generate(folder["store"], Walks);
        Assert.Equal(whole, TemporaryFolder.Bytes(folder["store"]));
    }

    [Fact]
    public void A_store_of_another_plan_is_refused_with_the_value_that_differs()
    {
        using var folder = new TemporaryFolder();
        HistoryGenerator.Generate(folder["store"], Walks);
        Refused(Walks with { Seed = 4 }, "plan.seed is 3 there and 4 here");
        Refused(Walks with { Histories = 21 }, "plan.histories is 20 there and 21 here");
        Refused(Walks with { Split = "test" }, "plan.split is \"train\" there and \"test\" here");
        Refused(Walks with { Tasks = new WalkTasks { Noise = 0.25 } }, "plan.tasks.parameters.noise is 0.5 there and 0.25 here");
        Refused(Walks with { Algorithm = new NoisyAlgorithm { Scale = 0.5 } }, "plan.algorithm.parameters.scale is 1 there and 0.5 here");

        void Refused(GenerationPlan plan, string difference) => Assert.Contains(difference,
            Assert.Throws<StoreException>(() => HistoryGenerator.Generate(folder["store"], plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_at_the_total_also_after_an_interruption()
    {
        using var folder = new TemporaryFolder();
        var reports = new List<GenerationProgress>();
        HistoryGenerator.Generate(folder["store"], Walks with { Steps = 300 }, new Listener(reports.Add), workers: 1);
        Assert.Equal(new GenerationProgress(20 * 300, 20 * 300), reports[^1]);
        Assert.Equal(reports.Select(report => report.Steps).Order(), reports.Select(report => report.Steps));
    }

    [Fact]
    public void A_plan_that_cannot_be_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() => Walks with { Histories = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Walks with { Steps = 0 });
        Assert.Throws<ArgumentException>(() => Walks with { Split = "valid" });
        Assert.Throws<ArgumentException>(() => HistoryGenerator.Generate(folder["store"], Walks with { Split = "shifted" }));
        Assert.Throws<ArgumentException>(() => HistoryGenerator.Generate(folder["store"], Named("actors") with { Histories = 21 }));
        Assert.False(Directory.Exists(folder["store"]));
        Assert.Throws<ArgumentException>(() => HistoryGenerator.Generate(folder["store"], Walks with { Algorithm = new QLearning() }));
    }

    sealed class Listener(Action<GenerationProgress> listen) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => listen(value);
    }
}
