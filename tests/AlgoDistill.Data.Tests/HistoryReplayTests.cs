namespace AlgoDistill.Data.Tests;

public class HistoryReplayTests
{
    static readonly ITaskDistribution[] Tasks = [.. AlgoDistill.Tasks.Bandits.BanditTasks.All, .. AlgoDistill.Tasks.GridWorlds.GridWorldTasks.All, new WalkTasks()];
    static readonly IAlgorithm[] Algorithms = [.. AlgoDistill.Algorithms.SourceAlgorithms.All, new NoisyAlgorithm()];
    static readonly ReplayResult BitByBit = new(null, null);

    /// <summary>A plan whose learner is said to compute by an engine.</summary>
    internal static GenerationPlan Computed { get; } = HistoryGeneratorTests.Named("lock step") with { Algorithm = new NoisyAlgorithm { Computed = true } };

    [Theory, MemberData(nameof(HistoryGeneratorTests.Names), MemberType = typeof(HistoryGeneratorTests))]
    public void What_was_generated_replays_bit_by_bit(string name)
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named(name));
        Assert.Equal(BitByBit, HistoryReplay.Run(store, Tasks, Algorithms));
        Assert.Equal(BitByBit, HistoryReplay.Run(store, Tasks, Algorithms, sample: 3));
        Assert.Equal(BitByBit, HistoryReplay.Run(store, Tasks, Algorithms, sample: 1000));
    }

    [Fact]
    public void The_first_divergence_is_named()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var histories = HistoryGenerator.Generate(folder["honest"], plan).ReadAll();
        histories[2].Columns.Rewards[40] = MathF.BitIncrement(histories[2].Columns.Rewards[40]);
        histories[2].Columns.Actions[41] = 0;
        histories[3].Columns.Actions[0] = 0;
        var divergence = HistoryReplay.Run(Forged(folder["forged"], plan, histories), Tasks, Algorithms).Divergence!;
        Assert.Equal((2, 0, 40, "reward"), (divergence.Run, divergence.Stream, divergence.Row, divergence.Column));
        Assert.NotEqual(divergence.Recorded, divergence.Replayed);
    }

    [Fact]
    public void A_changed_final_observation_is_named_by_its_row()
    {
        var (bits, history) = (new HistoryComparison(), Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1]);
        var changed = Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1];
        changed.Columns.FinalObservations[^1]++;
        Assert.Null(bits.Compare(history, Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1]));
        Assert.Equal((history.Length - 1, "final_observation"), (bits.Compare(history, changed)!.Row, bits.Compare(history, changed)!.Column));
    }

    [Fact]
    public void An_unknown_family_or_algorithm_lists_the_known_ones()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks"));
        Assert.Contains(string.Join(", ", Tasks[..^1].Select(tasks => tasks.Id)), Assert.Throws<ArgumentException>(() => HistoryReplay.Run(store, Tasks[..^1], Algorithms)).Message, StringComparison.Ordinal);
        Assert.Contains("ucb1", Assert.Throws<ArgumentException>(() => HistoryReplay.Run(store, Tasks, Algorithms[..^1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_computed_learner_replays_bit_by_bit_where_it_was_recorded_with_its_threads()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], Computed, engine: new FakeEngine("avx2", Threads: 3));
        Assert.Equal(new FakeEngine("avx2", Threads: 3).Environment, store.Manifest.ComputedWith);
        Assert.Equal(BitByBit, HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine("avx2", Threads: 8)));
    }

    [Fact]
    public void Elsewhere_its_actions_are_played_and_the_reason_is_said()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], Computed, engine: new FakeEngine("avx2"));
        Assert.Equal(new ReplayResult(null, "instruction set avx2 there and avx512 here"), HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine("avx512")));
        Assert.Contains("no tensor library was named here", HistoryReplay.Run(store, Tasks, Algorithms).LearnerNotReplayed, StringComparison.Ordinal);
        Assert.Contains("within 1e-5 of the recorded rows; the learner was not replayed", $"{HistoryReplay.Run(store, Tasks, Algorithms, sample: 2)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_does_not_say_what_computed_has_its_environments_replayed()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], Computed);
        Assert.DoesNotContain("computed_with", File.ReadAllText(Path.Combine(store.Folder, ManifestFile.Name)), StringComparison.Ordinal);
        Assert.Equal(new ReplayResult(null, "the manifest does not say what computed it"), HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine("avx2")));
    }

    [Theory]
    [InlineData("reward"), InlineData("observation"), InlineData("final_observation"), InlineData("action")]
    public void Rows_that_the_environment_did_not_give_are_found_in_either_way(string column)
    {
        using var folder = new TemporaryFolder();
        var histories = HistoryGenerator.Generate(folder["honest"], Computed, engine: new FakeEngine("avx2")).ReadAll();
        var forged = histories[4].Columns;
        if (column == "reward") forged.Rewards[30] += 0.01f;
        if (column == "observation") forged.Observations[30 * histories[4].ObservationWidth] += 0.01f;
        if (column == "final_observation") forged.FinalObservations[^1] += 0.01f;
        if (column == "action") forged.Actions[30 * histories[4].ActionWidth] = 1e6f;
        var store = Forged(folder["forged"], Computed, histories, new FakeEngine("avx2").Environment);
        foreach (var here in (string[])["avx2", "avx512"])
        {
            var divergence = HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine(here)).Divergence!;
            Assert.Equal((4, column), (divergence.Run, divergence.Column));
        }
    }

    [Fact]
    public void The_last_bit_of_a_reward_matters_only_where_the_learner_is_replayed()
    {
        using var folder = new TemporaryFolder();
        var histories = HistoryGenerator.Generate(folder["honest"], Computed, engine: new FakeEngine("avx2")).ReadAll();
        histories[4].Columns.Rewards[30] = MathF.BitIncrement(histories[4].Columns.Rewards[30]);
        var store = Forged(folder["forged"], Computed, histories, new FakeEngine("avx2").Environment);
        Assert.Equal(30, HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine("avx2")).Divergence!.Row);
        Assert.Null(HistoryReplay.Run(store, Tasks, Algorithms, new FakeEngine("avx512")).Divergence);
    }

    [Fact]
    public void An_unfinished_store_goes_on_only_where_it_was_begun()
    {
        using var folder = new TemporaryFolder();
        var (here, there) = (new FakeEngine("avx2"), new FakeEngine("avx512"));
        HistoryGenerator.Generate(folder["store"], Computed with { Histories = 12 }, engine: here);
        Fails(() => StoreExtension.Begin(folder["store"], 20, there), "instruction set avx2 there and avx512 here; append to it there");
        StoreExtension.Begin(folder["store"], 20, here);
        Fails(() => HistoryGenerator.Generate(folder["store"], Computed, engine: there), "avx2 there and avx512 here; go on with it there, or name another folder");
        HistoryGenerator.Generate(folder["store"], Computed, engine: here);
        Assert.True(HistoryGenerator.Generate(folder["store"], Computed, engine: there).Manifest.IsComplete); // only checked
    }

    static HistoryStore Forged(string folder, GenerationPlan plan, IReadOnlyList<LearningHistory> histories, ComputeEnvironment? computedWith = null)
    {
        using (var writer = StoreWriter.Open(folder, plan.ToStored(), plan.Tasks.Observations, plan.Tasks.Actions, computedWith: computedWith)) writer.Append(histories, plan.Tasks.References);
        return HistoryStore.Open(folder);
    }

    static void Fails(Action action, string says) => Assert.Contains(says, Assert.Throws<StoreException>(action).Message, StringComparison.Ordinal);
}
