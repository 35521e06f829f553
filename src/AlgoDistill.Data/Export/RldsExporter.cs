using System.Text.Json;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Export;

/// <summary>Episodes in the steps of RLDS, one JSON object a line: T + 1 steps for T rows, the last of which holds the last observation alone.</summary>
public sealed class RldsExporter : IExporter
{
    /// <inheritdoc/>
    public string Id => "rlds";

    /// <inheritdoc/>
    public string Description => "RLDS-style JSON lines, one episode a line";

    /// <inheritdoc/>
    public void Write(HistoryStore store, string folder)
    {
        using (var file = File.Create(Path.Combine(folder, RldsImporter.Name)))
        {
            foreach (var episode in ExportedEpisode.Of(store))
            {
                using (var json = new Utf8JsonWriter(file)) WriteEpisode(json, episode, store.Manifest);
                file.WriteByte((byte)'\n');
            }
        }

        Passport.Of(store.Manifest).Write(folder);
    }

    static void WriteEpisode(Utf8JsonWriter json, ExportedEpisode episode, Manifest manifest)
    {
        json.WriteStartObject();
        json.WriteStartObject("episode_metadata");
        json.WriteNumber("episode_id", episode.Number);
        json.WriteNumber("run", episode.History.Run);
        json.WriteNumber("stream", episode.History.Stream);
        json.WriteNumber("task", episode.History.Task.Index);
        json.WriteBoolean("unfinished", episode.End == EpisodeEnd.None);
        json.WriteEndObject();
        json.WriteStartArray("steps");
        foreach (var row in episode.Rows) WriteStep(json, episode, row, manifest);
        json.WriteStartObject();
        Flags(json, first: false, last: true, terminal: episode.End == EpisodeEnd.Terminated);
        Value(json, "observation", ExportedEpisode.Cell(manifest.Observations, episode.History.NextObservation(episode.Last)));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteStep(Utf8JsonWriter json, ExportedEpisode episode, int row, Manifest manifest)
    {
        var (history, columns) = (episode.History, episode.History.Columns);
        json.WriteStartObject();
        Flags(json, first: row == episode.Start, last: false, terminal: false);
        Value(json, "observation", ExportedEpisode.Cell(manifest.Observations, history.Observation(row)));
        Value(json, "action", ExportedEpisode.Cell(manifest.Actions, history.Action(row)));
        Value(json, "reward", ExportedEpisode.Known(columns.Rewards[row]));
        json.WriteNumber("discount", row == episode.Last && episode.End == EpisodeEnd.Terminated ? 0 : 1);
        if (manifest.Absent?.Contains("update") != true) json.WriteNumber("update", columns.Updates[row]);
        Value(json, "log_probability", ExportedEpisode.Known(columns.LogProbabilities[row]));
        foreach (var column in columns.Extra) Value(json, column.Field.Name, column[row]);
        json.WriteEndObject();
    }

    static void Flags(Utf8JsonWriter json, bool first, bool last, bool terminal)
    {
        json.WriteBoolean("is_first", first);
        json.WriteBoolean("is_last", last);
        json.WriteBoolean("is_terminal", terminal);
    }

    // What is not known is left out
    static void Value(Utf8JsonWriter json, string name, object? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, value.GetType(), Settings.Json);
    }
}
