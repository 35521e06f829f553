using System.Runtime.InteropServices;

namespace AlgoDistill.Data.Tests;

public class HistoryStoreTests
{
    static readonly Space Box = new Space.Box(3, float.NegativeInfinity, float.PositiveInfinity), Number = new Space.Discrete(9), Cell = new Space.Discrete(9, 2);

    public static TheoryData<string> Spaces { get; } = ["number number", "cell number", "box box", "number box", "box cell"];

    static (Space Observations, Space Actions) Of(string names)
    {
        var spaces = names.Split(' ').Select(name => name switch { "box" => Box, "cell" => Cell, _ => Number }).ToArray();
        return (spaces[0], spaces[1]);
    }

    [Theory, MemberData(nameof(Spaces))]
    public void What_is_read_is_what_was_written_bit_by_bit(string spaces)
    {
        using var folder = new TemporaryFolder();
        var (observations, actions) = Of(spaces);
        var histories = Some.Histories(observations, actions, count: 5, length: 2500); // longer than a chunk
        var store = Some.Store(folder["store"], observations, actions, histories);

        Assert.Equal(3, store.Manifest.Parts.Length);
        AssertSame(histories, [.. store.ReadHistories()]);
        AssertSame(histories, store.ReadAll());
        AssertSame(histories[2..4], store.ReadPart(1));
        Assert.All(store.ReadAll(), history => Assert.Equal(Some.References(history.Task), store.References(history.Task)));
    }

    [Fact]
    public void Zero_keeps_its_sign_among_many_equal_values()
    {
        using var folder = new TemporaryFolder();
        var rewards = Enumerable.Range(0, 300_000).Select(i => i % 3 == 0 ? -0f : 0f).ToArray();
        var history = new LearningHistory(0, 0, Some.Task(0), 1, 1, new HistoryColumns
        {
            Observations = rewards,
            Actions = new float[rewards.Length],
            Rewards = rewards,
            LogProbabilities = rewards,
            Updates = new int[rewards.Length],
            Ends = new EpisodeEnd[rewards.Length],
            FinalObservations = [-0f],
        });
        var store = Some.Store(folder["store"], new Space.Box(1, 0, 0), Number, [history]);
        AssertSame([history], store.ReadAll());
    }

    [Fact]
    public void Streams_of_one_learner_stay_apart()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(5);
        var histories = Enumerable.Range(0, 6).Select(i => Some.History(Cell, Number, 40, i / 3, rng, stream: i % 3)).ToList();
        AssertSame(histories, Some.Store(folder["store"], Cell, Number, histories, perPart: 6).ReadAll());
    }

    [Fact]
    public void The_same_histories_give_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var histories = Some.Histories(Box, Cell, count: 4, length: 5000);
        Some.Store(folder["a"], Box, Cell, histories);
        Some.Store(folder["b"], Box, Cell, histories);
        Assert.Equal(TemporaryFolder.Bytes(folder["a"]), TemporaryFolder.Bytes(folder["b"]));
    }

    [Fact]
    public void A_sound_store_has_no_fault()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(Some.Store(folder["store"], Cell, Box, Some.Histories(Cell, Box)).Verify());
    }

    [Fact]
    public void An_unknown_task_has_no_references()
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Cell, Number, Some.Histories(Cell, Number));
        Assert.Contains("(9", Assert.Throws<ArgumentException>(() => store.References(Some.Task(9))).Message, StringComparison.Ordinal);
    }

    internal static void AssertSame(IReadOnlyList<LearningHistory> expected, IReadOnlyList<LearningHistory> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (was, now) in expected.Zip(actual))
        {
            Assert.Equal((was.Run, was.Stream, was.Task, was.ObservationWidth, was.ActionWidth), (now.Run, now.Stream, now.Task, now.ObservationWidth, now.ActionWidth));
            Bits(was.Columns.Observations, now.Columns.Observations);
            Bits(was.Columns.Actions, now.Columns.Actions);
            Bits(was.Columns.Rewards, now.Columns.Rewards);
            Bits(was.Columns.LogProbabilities, now.Columns.LogProbabilities);
            Bits(was.Columns.FinalObservations, now.Columns.FinalObservations);
            Assert.Equal(was.Columns.Updates, now.Columns.Updates);
            Assert.Equal(was.Columns.Ends, now.Columns.Ends);
        }

        static void Bits(float[] was, float[] now) => Assert.Equal(MemoryMarshal.Cast<float, int>(was).ToArray(), MemoryMarshal.Cast<float, int>(now).ToArray());
    }
}
