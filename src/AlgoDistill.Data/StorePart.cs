using System.Collections.Immutable;

namespace AlgoDistill.Data;

/// <summary>One file of rows.</summary>
public sealed record StorePart
{
    /// <summary>Name of the file in the store's folder.</summary>
    public required string File { get; init; }

    /// <summary>Number of its first history, counted over the store.</summary>
    public required int FirstHistory { get; init; }

    /// <summary>Histories in it, all of them whole.</summary>
    public required int Histories { get; init; }

    /// <summary>Those histories, in order.</summary>
    public required ImmutableArray<PartEntry> Contents { get; init; }

    /// <summary>Rows in it.</summary>
    public required int Rows { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The name of part <paramref name="number"/>: <c>part-00000.parquet</c>.</summary>
    public static string Name(int number) => $"part-{number:D5}.parquet";
}
