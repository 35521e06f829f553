using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Data.DuckDb;
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
        using var table = new ParquetTable(Columns(manifest));
        var (data, select, episodes) = (Path.Combine(folder, "data"), Select(manifest), 0);
        foreach (var episode in ExportedEpisode.Of(store))
        {
            var own = Path.Combine(data, $"{episode.Number}");
            table.Write(Path.Combine(own, "part-0.parquet"), Rows(episode, manifest), select);
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
        ("observations", StoreColumns.TypeOf(manifest.Observations)), ("actions", StoreColumns.TypeOf(manifest.Actions)), ("rewards", new(DuckType.Float)),
        ("terminations", new(DuckType.Boolean)), ("truncations", new(DuckType.Boolean)),
        .. ((string[])["run", "stream", "task", "update"]).Select(name => (name, new ColumnType(DuckType.Integer))), ("log_probability", new(DuckType.Float)),
        .. (manifest.Extra ?? []).Select(field => (field.Name, StoreColumns.TypeOf(field))),
    ];

    static string Select(Manifest manifest)
    {
        var infos = Columns(manifest).Skip(5).Select(column => $"'{column.Name}': \"{column.Name}\"");
        return $"observations{Cast(manifest.Observations)} AS observations, actions{Cast(manifest.Actions)} AS actions, rewards, terminations, truncations, {{{string.Join(", ", infos)}}} AS infos";
    }

    static string Cast(Space space) => space switch
    {
        Space.Discrete { Size: 1 } => "::BIGINT",
        Space.Discrete => $"::BIGINT[{space.Width}]",
        _ => $"::FLOAT[{space.Width}]",
    };

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
