using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Data sets of LeRobot, format v3.0: <c>meta/info.json</c> and <c>data/chunk-*/file-*.parquet</c>. Consecutive episodes of one
/// task are one history, unless this library exported them. Images and videos are not carried.
/// </summary>
public sealed class LeRobotImporter : IImporter
{
    static readonly string[] Kinds = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "bool"];

    /// <inheritdoc/>
    public string Id => "lerobot";

    /// <inheritdoc/>
    public string Description => "a data set of LeRobot v3.0: the folder that holds meta/ and data/";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var info = Path.Combine(path, "meta", "info.json");
        if (!File.Exists(info)) throw new StoreException(info, "is missing; it is no data set of LeRobot");
        var root = JsonSource.Read(info);
        var version = JsonSource.Text(info, "codebase_version", JsonSource.Get(info, "", root, "codebase_version"));
        if (!version.StartsWith("v3.", StringComparison.Ordinal)) throw new StoreException(info, $"codebase_version is {version}; v3.0 is read");
        var features = JsonSource.Get(info, "", root, "features");
        if (features.ValueKind != JsonValueKind.Object) throw JsonSource.Wrong(info, "features", features, "an object");
        var frames = new LeRobotFrames(info, features.EnumerateObject().Where(feature => IsNumeric(info, feature)).Select(feature => feature.Name).ToArray(), Passport.Read(path));
        var files = Files(path);
        return new ImportSource
        {
            Files = [info, .. files],
            Mapping = frames.Mapping,
            Histories = () => ImportedStep.Histories(path, frames.Steps(files), [], frames.Tasks),
            Observations = frames.Passport?.Observations,
            Actions = frames.Passport?.Actions,
            Absent = frames.Absent,
            Tasks = frames.Tasks,
            Details = new JsonObject
            {
                ["ignored"] = new JsonArray([.. features.EnumerateObject().Where(feature => !frames.IsRead(feature.Name)).Select(feature => (JsonNode)feature.Name)]),
            },
        };
    }

    static bool IsNumeric(string info, JsonProperty feature) =>
        Kinds.Contains(JsonSource.Text(info, $"{feature.Name}, dtype", JsonSource.Get(info, feature.Name, feature.Value, "dtype")));

    static string[] Files(string path)
    {
        var data = Path.Combine(path, "data");
        var files = Directory.Exists(data) ? Directory.GetFiles(data, "file-*.parquet", SearchOption.AllDirectories) : [];
        if (files.Length == 0) throw new StoreException(data, "holds no chunk-*/file-*.parquet");
        return [.. files.OrderBy(file => Number(file, Path.GetFileName(Path.GetDirectoryName(file))!)).ThenBy(file => Number(file, Path.GetFileNameWithoutExtension(file)))];
    }

    static int Number(string file, string name) => int.TryParse(name[(name.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : throw new StoreException(file, $"{name} has no number; files are named chunk-000/file-000.parquet");
}
