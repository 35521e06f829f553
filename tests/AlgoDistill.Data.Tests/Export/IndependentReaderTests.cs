using System.Diagnostics;
using System.Text.Json;
using AlgoDistill.Data.Export;

namespace AlgoDistill.Data.Tests.Export;

/// <summary>What is written opens in a reader that shares no code with DuckDB, and the values are equal.</summary>
public class IndependentReaderTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);

    static JsonElement[][] Read(params string[] files) =>
        [.. Lines(Node("read-parquet.mjs", files)).Select(line => line.EnumerateArray().ToArray())];

    static JsonElement[] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    static string Node(string script, params string[] arguments)
    {
        var path = Assets.Find($"tests/AlgoDistill.Data.Tests/Export/{script}", "ALGODISTILL_READER");
        using var node = Process.Start(new ProcessStartInfo("node", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = node.StandardError.ReadToEndAsync();
        var text = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, error.Result);
        return text;
    }

    static float[] Floats(JsonElement row, string column) => [.. row.GetProperty(column).EnumerateArray().Select(value => value.GetSingle())];

    [Fact]
    public void Values_are_equal_in_every_format()
    {
        using var folder = new TemporaryFolder();
        ExtraField[] fields = [new("prompt", ExtraType.Text), new("tokens", ExtraType.Integers)];
        var histories = SomeExtra.Histories(Observations, Actions, fields, count: 3);
        var store = SomeExtra.Store(folder["store"], Observations, Actions, fields, [], histories);
        foreach (var format in (string[])["huggingface", "lerobot", "minari"]) StoreExport.Run(Exporters.Find(format), store, folder[format]);
        var tables = Read(Path.Combine(folder["huggingface"], "part-00000.parquet"), Path.Combine(folder["lerobot"], "data", "chunk-000", "file-000.parquet"),
            Path.Combine(folder["minari"], "data", "0", "part-0.parquet"), Path.Combine(folder["lerobot"], "meta", "episodes", "chunk-000", "file-000.parquet"),
            Path.Combine(folder["lerobot"], "meta", "tasks.parquet"));

        var rows = histories.Take(2).SelectMany(history => Enumerable.Range(0, history.Length).Select(row => (history, row))).ToArray();
        Assert.Equal((rows.Length, rows.Length), (tables[0].Length, tables[1].Length));
        for (var i = 0; i < rows.Length; i++)
        {
            var (history, row) = rows[i];
            var (own, frame) = (tables[0][i], tables[1][i]);
            Assert.Equal(history.Observation(row), Floats(own, "observation"));
            Assert.Equal(history.Observation(row), Floats(frame, "observation.state"));
            Assert.Equal(history.NextObservation(row), Floats(frame, "next.observation"));
            Assert.Equal((history.Action(row)[0], history.Action(row)[0]), (own.GetProperty("action").GetSingle(), frame.GetProperty("action").GetSingle()));
            Assert.Equal((history.Columns.Rewards[row], history.Columns.Rewards[row]), (own.GetProperty("reward").GetSingle(), frame.GetProperty("next.reward").GetSingle()));
            Assert.Equal((history.Run, row, i), (own.GetProperty("run").GetInt32(), own.GetProperty("step").GetInt32(), frame.GetProperty("index").GetInt32()));
            Assert.Equal(history.Columns.Extra[0][row], own.GetProperty("prompt").GetString());
            Assert.Equal((int[]?)history.Columns.Extra[1][row], own.GetProperty("tokens") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(token => token.GetInt32()).ToArray() : null);
        }

        Minari(histories[0], tables[2]);
        Assert.Equal(histories.Sum(history => history.Episodes), tables[3].Length);
        Assert.Equal(histories.Sum(history => history.Length), tables[3][^1].GetProperty("dataset_to_index").GetInt32());
        Assert.Equal($"made-up/v1, task 1 {histories[2].Task}", tables[4][1].GetProperty("task").GetString());
    }

    [Fact]
    public void DuckDBs_package_for_node_reads_a_store_unassisted()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("dark room"));
        Node("read-duckdb.mjs", $"{store.Folder}/*.parquet", folder["rows.json"]);
        var rows = Lines(File.ReadAllText(folder["rows.json"]));
        var expected = store.ReadAll().SelectMany(history => Enumerable.Range(0, history.Length).Select(row => (history, row))).ToArray();
        Assert.Equal(expected.Length, rows.Length);
        foreach (var ((history, row), read) in expected.Zip(rows))
        {
            Assert.Equal((history.Run, row, history.Task.Index), (read.GetProperty("run").GetInt32(), read.GetProperty("step").GetInt32(), read.GetProperty("task").GetInt32()));
            Assert.Equal(history.Observation(row), Floats(read, "observation"));
            Assert.Equal((history.Action(row)[0], history.Outcome(row).Reward), (read.GetProperty("action").GetSingle(), read.GetProperty("reward").GetSingle()));
            Assert.Equal((history.Columns.LogProbabilities[row], (int)history.Columns.Ends[row]), (read.GetProperty("log_probability").GetSingle(), read.GetProperty("end").GetInt32()));
            if (history.Columns.Ends[row] != EpisodeEnd.None) Assert.Equal(history.NextObservation(row), Floats(read, "final_observation"));
        }
    }

    static void Minari(LearningHistory history, JsonElement[] rows)
    {
        var (_, length) = history.Episode(0);
        Assert.Equal(length + 1, rows.Length);
        for (var row = 0; row < length; row++)
        {
            Assert.Equal(history.Observation(row), Floats(rows[row], "observations"));
            Assert.Equal(history.Columns.Updates[row], rows[row].GetProperty("infos").GetProperty("update").GetInt32());
            Assert.Equal(history.Columns.Ends[row] == EpisodeEnd.Terminated, rows[row].GetProperty("terminations").GetBoolean());
        }

        Assert.Equal(history.NextObservation(length - 1), Floats(rows[length], "observations"));
    }
}
