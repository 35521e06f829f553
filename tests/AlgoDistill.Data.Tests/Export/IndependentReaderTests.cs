using AlgoDistill.Data.Export;
using DuckDB.NET.Data;
using ParquetSharp;

namespace AlgoDistill.Data.Tests.Export;

/// <summary>What is written opens in readers that share no code with the writer, and the values are equal.</summary>
public class IndependentReaderTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);

    /// <summary>The columns of a file, by their paths with dots, read by Apache Arrow's C++ library.</summary>
    static Dictionary<string, object?[]> Read(string file)
    {
        using var reader = new ParquetFileReader(file);
        var columns = new Dictionary<string, object?[]>();
        for (var column = 0; column < reader.FileMetaData.NumColumns; column++)
        {
            var cells = new List<object?>();
            for (var group = 0; group < reader.FileMetaData.NumRowGroups; group++)
            {
                using var rows = reader.RowGroup(group);
                using var logical = rows.Column(column).LogicalReader();
                cells.AddRange(logical.Apply(new Cells((int)rows.MetaData.NumRows)));
            }

            columns[reader.FileMetaData.Schema.Column(column).Path.ToDotString().Replace(".list.element", "", StringComparison.Ordinal)] = [.. cells];
        }

        return columns;
    }

    sealed class Cells(int rows) : ILogicalColumnReaderVisitor<object?[]>
    {
        public object?[] OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> columnReader) => [.. columnReader.ReadAll(rows).Cast<object?>()];
    }

    static float[] Floats(object? cell) => [.. ((Array)cell!).Cast<object>().Select(value => Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture))];

    static float Float(object? cell) => Convert.ToSingle(cell, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Values_are_equal_in_every_format()
    {
        using var folder = new TemporaryFolder();
        ExtraField[] fields = [new("prompt", ExtraType.Text), new("tokens", ExtraType.Integers)];
        var histories = SomeExtra.Histories(Observations, Actions, fields, count: 3);
        var store = SomeExtra.Store(folder["store"], Observations, Actions, fields, [], histories);
        foreach (var format in (string[])["huggingface", "lerobot", "minari"]) StoreExport.Run(Exporters.Find(format), store, folder[format]);
        var own = Read(Path.Combine(folder["huggingface"], "part-00000.parquet"));
        var frames = Read(Path.Combine(folder["lerobot"], "data", "chunk-000", "file-000.parquet"));

        var rows = histories.Take(2).SelectMany(history => Enumerable.Range(0, history.Length).Select(row => (history, row))).ToArray();
        Assert.Equal((rows.Length, rows.Length), (own["run"].Length, frames["index"].Length));
        for (var i = 0; i < rows.Length; i++)
        {
            var (history, row) = rows[i];
            Assert.Equal(history.Observation(row), Floats(own["observation"][i]));
            Assert.Equal(history.Observation(row), Floats(frames["observation.state"][i]));
            Assert.Equal(history.NextObservation(row), Floats(frames["next.observation"][i]));
            Assert.Equal((history.Action(row)[0], history.Action(row)[0]), (Float(own["action"][i]), Float(frames["action"][i])));
            Assert.Equal((history.Columns.Rewards[row], history.Columns.Rewards[row]), (Float(own["reward"][i]), Float(frames["next.reward"][i])));
            Assert.Equal((history.Run, row, (long)i), ((int)own["run"][i]!, (int)own["step"][i]!, (long)frames["index"][i]!));
            Assert.Equal(history.Columns.Extra[0][row], own["prompt"][i]);
            Assert.Equal(history.Columns.Extra[1][row], own["tokens"][i]);
        }

        Minari(histories[0], Read(Path.Combine(folder["minari"], "data", "0", "part-0.parquet")));
        var episodes = Read(Path.Combine(folder["lerobot"], "meta", "episodes", "chunk-000", "file-000.parquet"));
        Assert.Equal(histories.Sum(history => history.Episodes), episodes["episode_index"].Length);
        Assert.Equal((long)histories.Sum(history => history.Length), episodes["dataset_to_index"][^1]);
        Assert.Equal($"made-up/v1, task 1 {histories[2].Task}", Read(Path.Combine(folder["lerobot"], "meta", "tasks.parquet"))["task"][1]);
    }

    [Fact]
    public void DuckDB_reads_a_store_unassisted()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("dark room"));
        var expected = store.ReadAll().SelectMany(history => Enumerable.Range(0, history.Length).Select(row => (history, row))).ToArray();
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT run, step, task, observation, action, reward, log_probability, \"end\", final_observation FROM '{store.Folder}/*.parquet'";
        using var reader = command.ExecuteReader();
        foreach (var (history, row) in expected)
        {
            Assert.True(reader.Read());
            Assert.Equal((history.Run, row, history.Task.Index), (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)));
            Assert.Equal(history.Observation(row), Floats(reader.GetFieldValue<List<int>>(3).ToArray()));
            Assert.Equal((history.Action(row)[0], history.Outcome(row).Reward), (reader.GetInt32(4), reader.GetFloat(5)));
            Assert.Equal((history.Columns.LogProbabilities[row], (byte)history.Columns.Ends[row]), (reader.GetFloat(6), reader.GetByte(7)));
            if (history.Columns.Ends[row] != EpisodeEnd.None) Assert.Equal(history.NextObservation(row), Floats(reader.GetFieldValue<List<int>>(8).ToArray()));
        }

        Assert.False(reader.Read());
    }

    static void Minari(LearningHistory history, Dictionary<string, object?[]> columns)
    {
        var (_, length) = history.Episode(0);
        Assert.Equal(length + 1, columns["observations"].Length);
        for (var row = 0; row < length; row++)
        {
            Assert.Equal(history.Observation(row), Floats(columns["observations"][row]));
            Assert.Equal(history.Columns.Updates[row], columns["infos.update"][row]);
            Assert.Equal(history.Columns.Ends[row] == EpisodeEnd.Terminated, columns["terminations"][row]);
        }

        Assert.Equal(history.NextObservation(length - 1), Floats(columns["observations"][length]));
    }
}
