using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Export;

/// <summary>
/// A data set of Minari in its Parquet layout: <c>data/N/part-0.parquet</c> for episode N, of T + 1 rows for T steps, and metadata in JSON.
/// What Minari has no column for is in the structure <c>infos</c>.
/// </summary>
public sealed class MinariExporter : IExporter
{
    // The newest release whose Parquet layout this is
    const string MinariVersion = "0.5.3";

    /// <inheritdoc/>
    public string Id => "minari";

    /// <inheritdoc/>
    public string Description => "a data set of Minari in its Parquet layout";

    /// <inheritdoc/>
    public void Write(HistoryStore store, string folder)
    {
        var manifest = store.Manifest;
        var table = new ParquetTable(Columns(manifest), "infos", recordFrom: 5);
        var (data, episodes) = (Path.Combine(folder, "data"), 0);
        foreach (var episode in ExportedEpisode.Of(store))
        {
            var own = Path.Combine(data, $"{episode.Number}");
            table.Write(Path.Combine(own, "part-0.parquet"), Rows(episode, manifest));
            Json(Path.Combine(own, "metadata.json"), new JsonObject { ["id"] = episode.Number, ["total_steps"] = episode.Length });
            episodes++;
        }

        Json(Path.Combine(data, "metadata.json"), Metadata(manifest, episodes));
        Passport.Of(manifest).Write(folder);
    }

    static JsonObject Metadata(Manifest manifest, int episodes) => new()
    {
        ["dataset_id"] = $"algodistill/{manifest.Plan.Tasks.Id.Replace("/", "-", StringComparison.Ordinal)}-v0",
        ["total_episodes"] = episodes,
        ["total_steps"] = manifest.Rows,
        ["data_format"] = "parquet",
        ["observation_space"] = MinariSpace.Write(manifest.Observations),
        ["action_space"] = MinariSpace.Write(manifest.Actions),
        ["algorithm_name"] = manifest.Plan.Algorithm.Id,
        ["description"] = $"Learning histories of {manifest.Plan.Algorithm.Id} on {manifest.Plan.Tasks.Id}: episodes are in the order of learning, and infos says of which learner.",
        ["minari_version"] = MinariVersion,
    };

    static (string Name, ColumnType Type)[] Columns(Manifest manifest) =>
    [
        ("observations", Wide(manifest.Observations)), ("actions", Wide(manifest.Actions)), ("rewards", ColumnType.Of<float>()),
        ("terminations", ColumnType.Of<bool>()), ("truncations", ColumnType.Of<bool>()),
        .. ((string[])["run", "stream", "task", "update"]).Select(name => (name, ColumnType.Of<int>())), ("log_probability", ColumnType.Of<float>()),
        .. (manifest.Extra ?? []).Select(field => (field.Name, StoreColumns.TypeOf(field))),
    ];

    // Whole numbers have 64 bits there
    static ColumnType Wide(Space space) => StoreColumns.TypeOf(space) is { Value: var value } type && value == typeof(int) ? type with { Value = typeof(long) } : type;

    static IEnumerable<object?[]> Rows(ExportedEpisode episode, Manifest manifest)
    {
        var (history, columns, hasUpdates) = (episode.History, episode.History.Columns, manifest.Absent?.Contains("update") != true);
        foreach (var row in episode.Rows)
        {
            var end = columns.Ends[row];
            yield return
            [
                ExportedEpisode.Cell(manifest.Observations, history.Observation(row)), ExportedEpisode.Cell(manifest.Actions, history.Action(row)), columns.Rewards[row],
                end == EpisodeEnd.Terminated, end == EpisodeEnd.Truncated, .. Infos(row),
            ];
        }

        yield return
        [
            ExportedEpisode.Cell(manifest.Observations, history.NextObservation(episode.Last)), ExportedEpisode.Cell(manifest.Actions, new float[history.ActionWidth]), 0f,
            false, false, .. Infos(episode.Last),
        ];

        object?[] Infos(int row) =>
        [
            history.Run, history.Stream, history.Task.Index, hasUpdates ? columns.Updates[row] : null, ExportedEpisode.Known(columns.LogProbabilities[row]),
            .. columns.Extra.Select(column => column[row]),
        ];
    }

    static void Json(string file, JsonObject value) => File.WriteAllText(file, JsonSerializer.Serialize(value, Settings.Json));
}
