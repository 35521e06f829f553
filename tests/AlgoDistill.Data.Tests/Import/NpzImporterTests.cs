using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests.Import;

public class NpzImporterTests
{
    static HistoryStore Import(TemporaryFolder folder, string source, string store = "store") => StoreImport.Run(Importers.Find("npz"), folder[source], folder[store]);

    /// <summary>Two episodes of three steps, as AD^ε writes them: a real cell number, whole actions, one flag and the noise.</summary>
    static (string, byte[])[] Epsilon(int goal) =>
    [
        NpzFile.Array("states", [2, 3], 0, 1, 2, 0, 3, goal), NpzFile.Integers("actions", [2, 3], 4, 0, 1, 2, 3, 4), NpzFile.Array("rewards", [2, 3], 0, 0, 1, 0, 0, 1),
        NpzFile.Integers("dones", [2, 3], 0, 0, 1, 0, 0, 1), NpzFile.Array("eps", [2, 3], 1, 0.75, 0.5, 0.25, 0.125, 0),
    ];

    [Fact]
    public void A_file_of_episodes_is_a_history_and_each_goal_a_task()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["data/trajectories_b.npz"], Epsilon(7));
        NpzFile.Write(folder["data/trajectories_a.npz"], Epsilon(8));
        File.WriteAllText(folder["data/metadata.metadata"], """{"algorithm": "opt-eps", "ordered_trajectories": ["trajectories_b.npz", "trajectories_a.npz"], "goal": [[1, 2], [3, 4]]}""");
        var store = Import(folder, "data");
        Assert.Empty(store.Verify());
        var histories = store.ReadAll();
        Assert.Equal([new TaskInstance(0, [1, 2]), new TaskInstance(1, [3, 4])], histories.Select(history => history.Task));
        Assert.Equal([0, 1, 2, 0, 3, 7], histories[0].Columns.Observations);
        Assert.Equal([4, 0, 1, 2, 3, 4], histories[0].Columns.Actions);
        Assert.Equal([8f], histories[1].Observation(5).ToArray());
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.None, EpisodeEnd.Terminated, EpisodeEnd.None, EpisodeEnd.None, EpisodeEnd.Terminated], histories[0].Columns.Ends);
        Assert.Equal([1f, 0.75f, 0.5f, 0.25f, 0.125f, 0f], Enumerable.Range(0, 6).Select(row => histories[0].Columns.Extra[0][row]));
        Assert.Equal((new Space.Discrete(5), new ExtraField("epsilon", ExtraType.Float)), ((Space.Discrete)store.Manifest.Actions, store.Manifest.Extra!.Value[0]));
        Assert.Equal(["update", "log_probability", "final_observation"], store.Manifest.Absent);
    }

    [Fact]
    public void Files_of_one_goal_are_pieces_of_one_history()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["data/1.npz"], Epsilon(7));
        NpzFile.Write(folder["data/0.npz"], Epsilon(8));
        File.WriteAllText(folder["data/metadata.metadata"], """{"ordered_trajectories": ["1.npz", "0.npz"], "goal": [5, 6]}""");
        var history = Assert.Single(Import(folder, "data").ReadAll());
        Assert.Equal((12, 4, new TaskInstance(0, [5, 6])), (history.Length, history.Episodes, history.Task));
        Assert.Equal([7f, 8f], new[] { history.Observation(5)[0], history.Observation(11)[0] });
    }

    [Fact]
    public void Contexts_are_histories_and_a_next_state_that_does_not_follow_ends_an_episode()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["dpt.npz"],
            NpzFile.Array("context_states", [2, 3, 2], 0, 0, 0, 1, 5, 5, 1, 0, 1, 1, 1, 2), NpzFile.Array("context_actions", [2, 3, 2], 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0),
            NpzFile.Array("context_next_states", [2, 3, 2], 0, 1, 0, 2, 5, 6, 1, 1, 1, 2, 1, 3), NpzFile.Array("context_rewards", [2, 3, 1], 0, 1, 0, 0, 0, 2));
        var histories = Import(folder, "dpt.npz").ReadAll();
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.Truncated, EpisodeEnd.None], histories[0].Columns.Ends);
        Assert.Equal([0f, 2f, 5f, 6f], histories[0].Columns.FinalObservations);
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.None, EpisodeEnd.None], histories[1].Columns.Ends);
        Assert.Equal([1f, 3f], histories[1].NextObservation(2).ToArray());
        Assert.Equal([0f, 0f, 2f], histories[1].Columns.Rewards);
    }

    [Fact]
    public void Rows_that_a_mask_leaves_out_are_not_taken_for_data()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["whole.npz"], [.. Epsilon(7), NpzFile.Integers("mask", [2, 3], 1, 1, 1, 1, 1, 1)]);
        NpzFile.Write(folder["padded.npz"], [.. Epsilon(7), NpzFile.Integers("mask", [2, 3], 1, 1, 1, 1, 1, 0)]);
        Assert.Equal(6, Import(folder, "whole.npz").Manifest.Rows);
        Assert.Contains("mask: marks rows that are no data", Assert.Throws<StoreException>(() => Import(folder, "padded.npz", "other")).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, byte[]> Hostile => new()
    {
        { "rewards", "the rewards have (2, 2)", NpzFile.Array("", [2, 2], 0, 0, 0, 1).Item2 },
        { "states", "shape (5)", NpzFile.Array("", [5], 0, 0, 0, 1, 2).Item2 },
        { "states", "0 bytes of data; shape (2147483647, 3)", NpzFile.Npy("<f8", [int.MaxValue, 3], []) },
        { "states", "is not read; an array must hold", NpzFile.Npy("|O", [2, 3], new byte[48]) },
        { "states", "is not read; an array must hold", NpzFile.Npy(">f8", [2, 3], new byte[48]) },
        { "states", "an axis of 99999999999 is too long", [.. "\0"u8] },
        { "states", "observation, value 0: NaN", NpzFile.Array("", [2, 3], double.NaN, 0, 0, 0, 0, 0).Item2 },
        { "actions", "which floats do not hold exactly", NpzFile.Integers("", [2, 3], 1 << 25, 0, 0, 0, 0, 0).Item2 },
        { "dones", "holds other values than 0 and 1", NpzFile.Integers("", [2, 3], 0, 0, 2, 0, 0, 1).Item2 },
        { "states", "is no array of NumPy", new byte[200] },
        { "states", "is no sound NPZ file", [0x93, .. "NUMPY"u8, 1, 0, 118] },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_malformed_array_is_refused(string name, string says, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        if (bytes.Length == 1) bytes = NpzFile.Npy("<f8", [2, 3], new byte[48]).AsSpan().ToArray() is var sound && System.Text.Encoding.Latin1.GetString(sound) is var text
            ? System.Text.Encoding.Latin1.GetBytes(text.Replace("(2, 3)", "(99999999999,)", StringComparison.Ordinal)[..^48]) : bytes;
        NpzFile.Write(folder["bad.npz"], [.. Epsilon(7).Select(array => array.Item1 == name ? (name, bytes) : array)]);
        var message = Assert.Throws<StoreException>(() => Import(folder, "bad.npz")).Message;
        Assert.StartsWith(folder["bad.npz"], message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_or_changed_file_never_crashes()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["good.npz"], Epsilon(7));
        var bytes = File.ReadAllBytes(folder["good.npz"]);
        for (var length = 0; length < bytes.Length; length += 41)
        {
            File.WriteAllBytes(folder["bad.npz"], bytes[..length]);
            Assert.Throws<StoreException>(() => Import(folder, "bad.npz"));
        }
    }

    [Theory]
    [InlineData("""{"goal": [1]}""", "ordered_trajectories is missing")]
    [InlineData("""{"ordered_trajectories": ["0.npz", "0.npz"]}""", "names 0.npz twice")]
    [InlineData("""{"ordered_trajectories": ["../good.npz"]}""", "which is no file of its folder")]
    [InlineData("""{"ordered_trajectories": ["0.npz"], "goal": [[1], [2]]}""", "has 2 goals for 1 files")]
    public void Metadata_that_cannot_be_is_refused(string metadata, string says)
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["data/0.npz"], Epsilon(7));
        NpzFile.Write(folder["good.npz"], Epsilon(7));
        File.WriteAllText(folder["data/x.metadata"], metadata);
        Assert.Contains(says, Assert.Throws<StoreException>(() => Import(folder, "data")).Message, StringComparison.Ordinal);
    }
}
