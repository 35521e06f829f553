using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Flat rows as D4RL has them, as CSV or as JSON lines: <c>observation</c>, <c>action</c>, <c>reward</c>, <c>terminal</c>, <c>timeout</c> and, where
/// known, <c>next_observation</c>, <c>run</c>, <c>stream</c>, <c>task</c>, <c>update</c>, <c>log_probability</c>.
/// </summary>
/// <remarks>In CSV a vector is several columns: <c>observation_0</c>, <c>observation_1</c> … All rows of a run and stream are one history.</remarks>
public sealed class D4rlImporter : IImporter
{
    static readonly string[] Vectors = ["observation", "action", "next_observation"];

    // The names of D4RL's arrays and of Gymnasium's flags are taken as well
    static readonly Dictionary<string, string> Aliases = new()
    {
        ["observations"] = "observation", ["actions"] = "action", ["rewards"] = "reward", ["terminals"] = "terminal", ["terminated"] = "terminal", ["done"] = "terminal",
        ["timeouts"] = "timeout", ["truncated"] = "timeout", ["next_observations"] = "next_observation",
    };

    /// <inheritdoc/>
    public string Id => "d4rl";

    /// <inheritdoc/>
    public string Description => "flat rows as D4RL has them: one .csv, .jsonl or .ndjson";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        if (!File.Exists(path)) throw new StoreException(path, "is missing");
        var rows = Path.GetExtension(path) is ".jsonl" or ".ndjson" ? (Func<string, IEnumerable<(string Where, JsonElement Value)>>)JsonSource.Lines : CsvRows;
        if (rows(path).FirstOrDefault() is not { Where: not null } first) throw new StoreException(path, "holds no row");
        var keys = Named(first.Value).Keys.ToHashSet();
        return new ImportSource
        {
            Files = [path],
            Mapping = new Dictionary<string, string> { ["observation"] = "observation", ["action"] = "action", ["reward"] = "reward", ["terminal, timeout"] = "end" },
            Histories = () => ImportedStep.Histories(path, rows(path).Select(row => Step(path, row.Where, Named(row.Value), keys)), [], []),
            Absent = [.. ((string Key, string Column)[])[("update", "update"), ("log_probability", "log_probability"), ("next_observation", "final_observation")]
                is var optional ? optional.Where(pair => !keys.Contains(pair.Key)).Select(pair => pair.Column) : []],
        };
    }

    static Dictionary<string, JsonElement> Named(JsonElement row) => row.EnumerateObject().GroupBy(property => Aliases.GetValueOrDefault(property.Name, property.Name))
        .ToDictionary(group => group.Key, group => group.First().Value);

    static ImportedStep Step(string file, string where, Dictionary<string, JsonElement> row, HashSet<string> keys)
    {
        if (keys.FirstOrDefault(key => !row.ContainsKey(key)) is { } missing) throw new StoreException(file, $"{where}: {missing} is missing, which the first row has");
        var end = Flag("terminal") ? EpisodeEnd.Terminated : Flag("timeout") ? EpisodeEnd.Truncated : EpisodeEnd.None;
        return new ImportedStep(where, Floats("observation"), Floats("action"), JsonSource.Float(file, $"{where}, reward", Get("reward")), end)
        {
            Run = Number("run"),
            Stream = Number("stream"),
            Task = Number("task"),
            Update = Number("update"),
            LogProbability = row.TryGetValue("log_probability", out var value) ? JsonSource.Float(file, $"{where}, log_probability", value) : float.NaN,
            Next = row.ContainsKey("next_observation") ? Floats("next_observation") : null,
        };

        JsonElement Get(string key) => row.TryGetValue(key, out var value) ? value : throw new StoreException(file, $"{where}: {key} is missing");
        float[] Floats(string key) => JsonSource.Floats(file, $"{where}, {key}", Get(key));
        bool Flag(string key) => row.TryGetValue(key, out var value) && JsonSource.Flag(file, $"{where}, {key}", value);
        int Number(string key) => row.TryGetValue(key, out var value) ? JsonSource.Integer(file, $"{where}, {key}", value) : 0;
    }

    /// <summary>The lines of a CSV as the objects that the same rows are in JSON.</summary>
    static IEnumerable<(string Where, JsonElement Value)> CsvRows(string file)
    {
        using var text = JsonSource.Guard(file, () => new StreamReader(file));
        using var csv = CsvReader.Create(text, new CsvReaderOptions { FormatProvider = CultureInfo.InvariantCulture, TrackLineNumbers = true }, leaveOpen: true);
        ImmutableArray<(string Name, int[] Fields)> columns = default;
        while (CsvLine.Read(csv, file))
        {
            if (columns.IsDefault) columns = Columns(csv.Headers!);
            var where = $"line {csv.LineNumber}";
            yield return (where, JsonSource.Parse(file, where, $"{{{string.Join(',', columns.Select(column => $"{JsonSerializer.Serialize(column.Name)}:{Value(csv, column)}"))}}}"));
        }
    }

    static ImmutableArray<(string Name, int[] Fields)> Columns(IReadOnlyList<string> headers) =>
        [.. headers.Select((header, i) => (Name: Vector(header) ?? header, Field: i)).GroupBy(column => column.Name).Select(group => (group.Key, group.Select(column => column.Field).ToArray()))];

    static string? Vector(string header) => header.LastIndexOf('_') is > 0 and var cut && int.TryParse(header[(cut + 1)..], CultureInfo.InvariantCulture, out _)
        && Vectors.Contains(Aliases.GetValueOrDefault(header[..cut], header[..cut])) ? header[..cut] : null;

    static string Value(CsvReader csv, (string Name, int[] Fields) column)
    {
        var values = column.Fields.Select(field => Text(field < csv.FieldCount ? csv.GetString(field) : ""));
        return Vectors.Contains(Aliases.GetValueOrDefault(column.Name, column.Name)) ? $"[{string.Join(',', values)}]" : values.First();
    }

    // What is no number and no flag stays a text, which the reader of rows then refuses by name and line
    static string Text(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture)
        : bool.TryParse(field, out var flag) ? (flag ? "true" : "false")
        : JsonSerializer.Serialize(field);
}
