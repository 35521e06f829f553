using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Export;

/// <summary>
/// A data set of LeRobot, format v3.0: <c>data/chunk-000/file-000.parquet</c> for each part of the store, and <c>meta/</c> with features,
/// statistics, tasks and episodes. Steps have no time in a store, and so there is one a second. Optional columns are not carried.
/// </summary>
public sealed class LeRobotExporter : IExporter
{
    const int FilesPerChunk = 1000; // LeRobot's default

    /// <inheritdoc/>
    public string Id => "lerobot";

    /// <inheritdoc/>
    public string Description => "a data set of LeRobot v3.0";

    /// <inheritdoc/>
    public void Write(HistoryStore store, string folder)
    {
        var features = LeRobotFeature.Of(store.Manifest);
        var statistics = features.Select(_ => new FeatureStatistics()).ToArray();
        var episodes = new List<object?[]>();
        var table = new ParquetTable([.. features.Select(feature => (feature.Name, feature.Type))]);
        for (var part = 0; part < store.Manifest.Parts.Length; part++)
        {
            var own = ExportedEpisode.Of(store.ReadPart(part), episodes.Count).ToArray();
            table.Write(Path.Combine(folder, "data", $"chunk-{part / FilesPerChunk:D3}", $"file-{part % FilesPerChunk:D3}.parquet"), Frames(own, features, statistics, Rows(episodes)));
            foreach (var episode in own) episodes.Add(Episode(store, episode, part, Rows(episodes)));
        }

        WriteMetadata(store, Path.Combine(folder, "meta"), features, statistics, episodes);
        (Passport.Of(store.Manifest) with { Extra = [] }).Write(folder);
    }

    static long Rows(List<object?[]> episodes) => episodes.Count == 0 ? 0 : (long)episodes[^1][6]!;

    static IEnumerable<object?[]> Frames(ExportedEpisode[] episodes, IReadOnlyList<LeRobotFeature> features, FeatureStatistics[] statistics, long index)
    {
        foreach (var episode in episodes)
        {
            foreach (var row in episode.Rows)
            {
                var cells = features.Select(feature => feature.Cell(episode, row, index)).ToArray();
                for (var i = 0; i < cells.Length; i++) statistics[i].Add(cells[i]);
                index++;
                yield return cells;
            }
        }
    }

    static object?[] Episode(HistoryStore store, ExportedEpisode episode, int part, long first) =>
    [
        episode.Number, new[] { LeRobotFeature.TaskText(store.Manifest, episode.History.Task) }, episode.Length, part / FilesPerChunk, part % FilesPerChunk,
        first, first + episode.Length, 0, 0,
    ];

    static void WriteMetadata(HistoryStore store, string meta, IReadOnlyList<LeRobotFeature> features, FeatureStatistics[] statistics, List<object?[]> episodes)
    {
        WriteTasks(store.Manifest, Path.Combine(meta, "tasks.parquet"));
        var whole = ColumnType.Of<long>();
        var table = new ParquetTable(
            [("episode_index", whole), ("tasks", ColumnType.ListOf<string>()), ("length", whole), ("data/chunk_index", whole), ("data/file_index", whole),
             ("dataset_from_index", whole), ("dataset_to_index", whole), ("meta/episodes/chunk_index", whole), ("meta/episodes/file_index", whole)]);
        table.Write(Path.Combine(meta, "episodes", "chunk-000", "file-000.parquet"), episodes);
        Json(Path.Combine(meta, "info.json"), Info(store.Manifest, features, episodes.Count));
        Json(Path.Combine(meta, "stats.json"), new JsonObject(features.Zip(statistics).Select(pair => KeyValuePair.Create(pair.First.Name, (JsonNode?)pair.Second.ToJson()))));
    }

    // pandas takes the texts as the table's index, as LeRobot expects them, when the file says so
    static void WriteTasks(Manifest manifest, string file)
    {
        const string Pandas = """
            {"index_columns": ["task"], "column_indexes": [{"name": null, "field_name": null, "pandas_type": "unicode", "numpy_type": "object", "metadata": {"encoding": "UTF-8"}}], "columns": [{"name": "task_index", "field_name": "task_index", "pandas_type": "int64", "numpy_type": "int64", "metadata": null}, {"name": "task", "field_name": "task", "pandas_type": "unicode", "numpy_type": "object", "metadata": null}], "pandas_version": "2.2.0"}
            """;
        var table = new ParquetTable([("task_index", ColumnType.Of<long>()), ("task", ColumnType.Of<string>())]);
        table.Write(file, manifest.Tasks.Select((task, i) => new object?[] { i, LeRobotFeature.TaskText(manifest, task.ToInstance()) }), ("pandas", Pandas));
    }

    static JsonObject Info(Manifest manifest, IReadOnlyList<LeRobotFeature> features, int episodes) => new()
    {
        ["codebase_version"] = "v3.0",
        ["robot_type"] = null,
        ["total_episodes"] = episodes,
        ["total_frames"] = manifest.Rows,
        ["total_tasks"] = manifest.Tasks.Length,
        ["chunks_size"] = FilesPerChunk,
        ["data_files_size_in_mb"] = 100, // LeRobot's limits: parts are far below them
        ["video_files_size_in_mb"] = 200,
        ["fps"] = 1,
        ["splits"] = new JsonObject { ["train"] = $"0:{episodes}" },
        ["data_path"] = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        ["video_path"] = null,
        ["features"] = new JsonObject(features.Select(feature => KeyValuePair.Create(feature.Name, (JsonNode?)new JsonObject
        {
            ["dtype"] = feature.Dtype,
            ["shape"] = new JsonArray(feature.Width),
            ["names"] = null,
        }))),
    };

    static void Json(string file, JsonObject value) => File.WriteAllText(file, JsonSerializer.Serialize(value, Settings.Json));
}
