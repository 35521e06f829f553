using System.Collections.Immutable;
using System.Text.Json;

namespace AlgoDistill.Data.Import;

/// <summary>
/// What other formats have no place for: the spaces, the tasks with their references, and which columns are optional or absent. It lies as
/// <c>algodistill.json</c> beside an exported data set, whose readers need not know it, and makes its import exact.
/// </summary>
sealed record Passport
{
    public const string Name = "algodistill.json";

    public required Space Observations { get; init; }

    public required Space Actions { get; init; }

    public required ImmutableArray<StoreTask> Tasks { get; init; }

    public ImmutableArray<ExtraField> Extra { get; init; } = [];

    public ImmutableArray<string> Absent { get; init; } = [];

    public static Passport Of(Manifest manifest) => new()
    {
        Observations = manifest.Observations,
        Actions = manifest.Actions,
        Tasks = manifest.Tasks,
        Extra = manifest.Extra ?? [],
        Absent = manifest.Absent ?? [],
    };

    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, Name), JsonSerializer.Serialize(this, Settings.Json) + "\n");

    /// <summary>The one file of an exported folder, or the file that was named, and the passport that lies beside it, if any.</summary>
    /// <exception cref="StoreException">The file is missing, or the passport is damaged.</exception>
    public static (string File, Passport? Passport) Beside(string path, string name)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, name) : path;
        if (!File.Exists(file)) throw new StoreException(file, "is missing");
        return (file, Read(Path.GetDirectoryName(Path.GetFullPath(file))!));
    }

    /// <summary>The passport of a folder; nothing when it has none.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public static Passport? Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file)) return null;
        try
        {
            var passport = JsonSerializer.Deserialize<Passport>(JsonSource.Guard(file, () => File.ReadAllBytes(file)), Settings.Json)!;
            if (passport.Tasks.Any(task => task is null || task.Parameters.IsDefault)) throw new StoreException(file, "has a task without parameters");
            return StoreColumns.Fault(passport.Extra, passport.Absent) is { } fault ? throw new StoreException(file, fault) : passport;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            throw new StoreException(file, $"is damaged: {error.Message}", error);
        }
    }
}
