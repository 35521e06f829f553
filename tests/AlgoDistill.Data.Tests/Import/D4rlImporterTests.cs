using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests.Import;

public class D4rlImporterTests
{
    const string Csv = """
        observation_0,observation_1,action_0,reward,terminal,timeout
        0.5,-1,0,1,0,0
        0.25,2,1,0.5,True,False
        -0,3,2,0,0,1
        1,4,0,2,0,0
        """;

    const string Json = """
        {"observations": [0.5, -1], "actions": 0, "rewards": 1, "terminals": false, "timeouts": false}
        {"observations": [0.25, 2], "actions": 1, "rewards": 0.5, "terminals": true, "timeouts": false}

        {"observations": [-0.0, 3], "actions": 2, "rewards": 0, "terminals": 0, "timeouts": 1}
        {"observations": [1, 4], "actions": 0, "rewards": 2, "terminals": false, "timeouts": false}
        """;

    static HistoryStore Import(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return StoreImport.Run(Importers.Find("d4rl"), folder[name], folder["store " + name]);
    }

    [Fact]
    public void Rows_of_csv_and_of_json_are_the_same_history()
    {
        using var folder = new TemporaryFolder();
        var store = Import(folder, "rows.csv", Csv);
        Assert.Empty(store.Verify());
        var history = Assert.Single(store.ReadAll());
        Assert.Equal([0.5f, -1, 0.25f, 2, -0f, 3, 1, 4], history.Columns.Observations);
        Assert.Equal([0f, 1, 2, 0], history.Columns.Actions);
        Assert.Equal([1f, 0.5f, 0, 2], history.Columns.Rewards);
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.Terminated, EpisodeEnd.Truncated, EpisodeEnd.None], history.Columns.Ends);
        Assert.Equal(new Space.Discrete(3), store.Manifest.Actions);
        Assert.Equal(["update", "log_probability", "final_observation"], store.Manifest.Absent);
        HistoryStoreTests.AssertSame([history], Import(folder, "rows.jsonl", Json).ReadAll());
    }

    [Fact]
    public void What_is_known_besides_is_kept()
    {
        using var folder = new TemporaryFolder();
        var store = Import(folder, "rows.csv", """
            run,task,update,log_probability,observation_0,next_observation_0,action_0,action_1,reward,terminal
            2,5,0,-0.5,1,2,0.5,1,0,0
            2,5,3,-0.25,2,9,0.5,1,0,1
            4,6,0,-1,1,2,0.5,1,0,0
            """);
        Assert.Null(store.Manifest.Absent);
        var histories = store.ReadAll();
        Assert.Equal([(2, 5), (4, 6)], histories.Select(history => (history.Run, history.Task.Index)));
        Assert.Equal([0, 3], histories[0].Columns.Updates);
        Assert.Equal([-0.5f, -0.25f], histories[0].Columns.LogProbabilities);
        Assert.Equal([9f], histories[0].Columns.FinalObservations);
    }

    [Theory]
    [InlineData("0.5,True", "x,True", "line 3, reward: is \"x\"; it must be a finite number")]
    [InlineData("0.5,True", "NaN,True", "line 3, reward: is \"NaN\"; it must be a finite number")]
    [InlineData("True", "7", "line 3, terminal: is 7; it must be true or false")]
    [InlineData(",reward,", ",rwd,", "line 2: reward is missing")]
    [InlineData("action_0", "act", "line 2: action is missing")]
    [InlineData("0.25,2,1", "0.25,,1", "line 3, observation[1]: is \"\"; it must be a finite number")]
    [InlineData("0.25,2,1", "\"0.25,2,1", "rows.csv")]
    public void A_wrong_value_is_named_by_line_and_column(string text, string by, string says)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(says, Assert.Throws<StoreException>(() => Import(folder, "rows.csv", Csv.Replace(text, by, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0.25, 2]", "[0.25]", "line 2: an observation of 1 and an action of 1 numbers; the first have 2 and 1")]
    [InlineData("\"actions\": 1,", "", "line 2: action is missing")]
    [InlineData("\"actions\": 1,", "\"actions\": null,", "line 2, action: is null; it must be a finite number")]
    [InlineData("0.5, \"terminals\"", "Infinity, \"terminals\"", "line 2: is no JSON")]
    public void A_wrong_line_is_named(string text, string by, string says)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(says, Assert.Throws<StoreException>(() => Import(folder, "rows.jsonl", Json.Replace(text, by, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_come_back_and_empty_files_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("holds no row", Assert.Throws<StoreException>(() => Import(folder, "rows.csv", "")).Message, StringComparison.Ordinal);
        const string Back = "run,observation_0,action_0,reward\n1,0,0,0\n0,0,0,0\n";
        Assert.Contains("line 3: run 0, stream 0 comes after 1, 0", Assert.Throws<StoreException>(() => Import(folder, "rows.csv", Back)).Message, StringComparison.Ordinal);
    }
}
