namespace AlgoDistill.Data.Tests;

public class HistoryReplayTests
{
    static readonly ITaskDistribution[] Tasks = [.. AlgoDistill.Tasks.Bandits.BanditTasks.All, .. AlgoDistill.Tasks.GridWorlds.GridWorldTasks.All, new WalkTasks()];
    static readonly IAlgorithm[] Algorithms = [.. AlgoDistill.Algorithms.SourceAlgorithms.All, new NoisyAlgorithm()];

    [Theory, MemberData(nameof(HistoryGeneratorTests.Names), MemberType = typeof(HistoryGeneratorTests))]
    public void What_was_generated_replays_bit_by_bit(string name)
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named(name));
        Assert.Null(HistoryReplay.Run(store, Tasks, Algorithms));
        Assert.Null(HistoryReplay.Run(store, Tasks, Algorithms, sample: 3));
        Assert.Null(HistoryReplay.Run(store, Tasks, Algorithms, sample: 1000));
    }

    [Fact]
    public void The_first_divergence_is_named()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var histories = HistoryGenerator.Generate(folder["honest"], plan).ReadAll();
        histories[2].Columns.Rewards[40] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(histories[2].Columns.Rewards[40]) + 1);
        histories[2].Columns.Actions[41] = 0;
        histories[3].Columns.Actions[0] = 0;
        using (var writer = StoreWriter.Open(folder["forged"], plan.ToStored(), plan.Tasks.Observations, plan.Tasks.Actions)) writer.Append(histories, plan.Tasks.References);

        var divergence = HistoryReplay.Run(HistoryStore.Open(folder["forged"]), Tasks, Algorithms)!;
        Assert.Equal((2, 0, 40, "reward"), (divergence.Run, divergence.Stream, divergence.Row, divergence.Column));
        Assert.NotEqual(divergence.Recorded, divergence.Replayed);
    }

    [Fact]
    public void A_changed_final_observation_is_named_by_its_row()
    {
        var history = Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1];
        var changed = Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1];
        changed.Columns.FinalObservations[^1]++;
        Assert.Null(HistoryReplay.Compare(history, Some.Histories(new Space.Box(2, -1, 1), new Space.Discrete(3))[1]));
        Assert.Equal((history.Length - 1, "final_observation"), (HistoryReplay.Compare(history, changed)!.Row, HistoryReplay.Compare(history, changed)!.Column));
    }

    [Fact]
    public void An_unknown_family_or_algorithm_lists_the_known_ones()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks"));
        Assert.Contains(string.Join(", ", Tasks[..^1].Select(tasks => tasks.Id)), Assert.Throws<ArgumentException>(() => HistoryReplay.Run(store, Tasks[..^1], Algorithms)).Message, StringComparison.Ordinal);
        Assert.Contains("ucb1", Assert.Throws<ArgumentException>(() => HistoryReplay.Run(store, Tasks, Algorithms[..^1])).Message, StringComparison.Ordinal);
    }
}
