using System.Collections.Immutable;
using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace AlgoDistill.Data;

/// <summary>The columns of a store's rows: discrete values are whole numbers, several values are lists; optional columns follow the others.</summary>
/// <param name="observations">What an observation is.</param>
/// <param name="actions">What an action is.</param>
/// <param name="extra">The optional columns.</param>
/// <param name="absent">Names of columns that are null throughout.</param>
sealed class StoreColumns(Space observations, Space actions, ImmutableArray<ExtraField>? extra = null, ImmutableArray<string>? absent = null)
{
    public const int Run = 0, Stream = 1, Task = 2, Episode = 3, Step = 4, Update = 5, Observation = 6, Action = 7, Reward = 8,
        LogProbability = 9, End = 10, FinalObservation = 11;

    /// <summary>Number of the first optional column.</summary>
    public const int FirstExtra = 12;

    /// <summary>The columns that every store has.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["run", "stream", "task", "episode", "step", "update", "observation", "action", "reward", "log_probability", "end", "final_observation"];

    /// <summary>What an imported history may not know. In memory an absent reward or log-probability is NaN, an absent update 0, and an absent
    /// final observation the observation of the row before it.</summary>
    public static IReadOnlyList<string> MayBeAbsent { get; } = [Names[Update], Names[Reward], Names[LogProbability], Names[FinalObservation]];

    /// <summary>The number of a column, or as many as there are.</summary>
    public static int Number(string name) => Names.TakeWhile(column => column != name).Count();

    ParquetSchema? schema;
    ParquetOptions? options;

    static readonly ColumnType Integer = ColumnType.Of<int>(), Float = ColumnType.Of<float>();

    public Space Observations => observations;

    public Space Actions => actions;

    public ImmutableArray<ExtraField> Extra { get; } = extra ?? [];

    /// <summary>All columns but those that are absent, the last observations of episodes, which are null elsewhere, and the optional ones.</summary>
    public IReadOnlyList<int> NeverNull { get; } =
        [.. Enumerable.Range(0, FinalObservation).Where(column => absent is not { } names || !names.Contains(Names[column]))];

    /// <summary>Columns that are null throughout.</summary>
    public IReadOnlyList<int> Absent { get; } = [.. Enumerable.Range(0, FirstExtra).Where(column => absent is { } names && names.Contains(Names[column]))];

    public IReadOnlyList<string> AllNames { get; } = [.. Names, .. (extra ?? []).Select(field => field.Name)];

    public ColumnType[] Types { get; } =
    [
        Integer, Integer, Integer, Integer, Integer, Integer, TypeOf(observations), TypeOf(actions), Float, Float,
        ColumnType.Of<byte>(), TypeOf(observations), .. (extra ?? []).Select(TypeOf),
    ];

    /// <summary>The columns in Parquet. Those that are never null say so, but for lists, which cannot.</summary>
    public ParquetSchema Schema => schema ??= new(AllNames.Select((name, column) => Types[column].Field(name, nullable: !NeverNull.Contains(column))));

    /// <summary>Where the values of each column lie.</summary>
    public IReadOnlyList<DataField> Fields => Schema.DataFields;

    /// <summary>How the columns are written: whole numbers as differences, the bytes of real ones apart, but for rewards, which are mostly alike.</summary>
    public ParquetOptions Options => options ??= MakeOptions();

    ParquetOptions MakeOptions()
    {
        var made = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };   // zstd's level 3
        for (var column = 0; column < AllNames.Count; column++)
        {
            if (column == Reward || IsAbsent(column)) continue;
            if (Types[column].Value == typeof(int)) made.ColumnEncodingHints[Fields[column].Path.ToString()] = EncodingHint.DeltaBinaryPacked;
            if (Types[column].Value == typeof(float)) made.ColumnEncodingHints[Fields[column].Path.ToString()] = EncodingHint.ByteSplitStream;
        }

        return made;
    }

    /// <summary>The columns that a manifest speaks of.</summary>
    public static StoreColumns Of(Manifest manifest) => new(manifest.Observations, manifest.Actions, manifest.Extra, manifest.Absent);

    /// <summary>Whether a column is null throughout.</summary>
    public bool IsAbsent(int column) => Absent.Contains(column);

    /// <summary>SQL that makes an empty table of these columns.</summary>
    public string CreateTable(string name) =>
        $"CREATE TABLE {name} ({string.Join(", ", AllNames.Zip(Types, (column, type) => $"\"{column}\" {type}"))})";

    /// <summary>What is wrong with the columns of a file, if anything.</summary>
    public string? Fault(ParquetSchema schema)
    {
        if (!schema.Fields.Select(field => field.Name).SequenceEqual(AllNames))
            return $"has columns {string.Join(", ", schema.Fields.Select(field => field.Name))}; they must be {string.Join(", ", AllNames)}";
        foreach (var (own, found) in Fields.Zip(schema.DataFields))
            if (Shape(own) != Shape(found)) return $"column {own.Path.FirstPart} is {Text(found)}; it must be {Text(own)}";
        return null;

        static (string, Type, int, int) Shape(DataField field) => (field.Path.ToString(), field.ClrType, field.MaxDefinitionLevel, field.MaxRepetitionLevel);

        static string Text(DataField field) =>
            $"{new ColumnType(field.ClrType, field.MaxRepetitionLevel > 0)}{(field is { MaxRepetitionLevel: 0, MaxDefinitionLevel: > 0 } ? ", which may be null" : "")}";
    }

    /// <summary>What is wrong with the optional and the absent columns of a manifest, if anything.</summary>
    public static string? Fault(ImmutableArray<ExtraField>? extra, ImmutableArray<string>? absent)
    {
        var names = (extra ?? []).Select(field => field?.Name ?? "").ToArray();
        if (names.FirstOrDefault(name => name.Length == 0 || Names.Contains(name)) is { } taken) return $"has an optional column \"{taken}\"; the name is empty or taken";
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice) return $"has the optional column {twice.Key} twice";
        return (absent ?? []).FirstOrDefault(name => !MayBeAbsent.Contains(name)) is { } needed
            ? $"says that column {needed} is absent; only {string.Join(", ", MayBeAbsent)} may be" : null;
    }

    /// <summary>The type of a column of observations or actions.</summary>
    public static ColumnType TypeOf(Space space) => space switch
    {
        Space.Discrete { Size: 1 } => Integer,
        Space.Discrete => ColumnType.ListOf<int>(),
        _ => ColumnType.ListOf<float>(),
    };

    /// <summary>The type of an optional column.</summary>
    public static ColumnType TypeOf(ExtraField field) => field.Type switch
    {
        ExtraType.Float => Float,
        ExtraType.Floats => ColumnType.ListOf<float>(),
        ExtraType.Integers => ColumnType.ListOf<int>(),
        _ => ColumnType.Of<string>(),
    };
}
