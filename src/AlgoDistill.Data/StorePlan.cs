using System.Text.Json.Nodes;

namespace AlgoDistill.Data;

/// <summary>How the histories of a store are made: in one <see cref="ComputeEnvironment"/> equal plans make equal stores, byte by byte.</summary>
public sealed record StorePlan
{
    /// <summary>The family whose tasks are learned.</summary>
    public required Component Tasks { get; init; }

    /// <summary>The algorithm that learns them.</summary>
    public required Component Algorithm { get; init; }

    /// <summary>The set of tasks: train, test or shifted.</summary>
    public required string Split { get; init; }

    /// <summary>Seed of the division into these sets.</summary>
    public required ulong SplitSeed { get; init; }

    /// <summary>Seed of everything else.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Histories when complete.</summary>
    public required int Histories { get; init; }

    /// <summary>Steps of a history.</summary>
    public required int Steps { get; init; }

    /// <summary>Streams that one agent acts for.</summary>
    public required int Streams { get; init; }

    /// <summary>Rows after which a part is closed.</summary>
    public required int RowsPerPart { get; init; }

    /// <summary>Whether the histories were made by something else and brought in: then nothing can make them again.</summary>
    public bool IsImported => Algorithm.Id == Component.Imported;

    /// <summary>Histories of a part: as many agents as fit into <see cref="RowsPerPart"/>, at least one.</summary>
    public int HistoriesPerPart => (int)Math.Min(Math.Max(1, RowsPerPart / ((long)Streams * Steps)) * Streams, int.MaxValue);

    /// <summary>Parts when complete.</summary>
    public int Parts => (int)(((long)Histories + HistoriesPerPart - 1) / HistoriesPerPart);

    /// <summary>Number of the first history of a share, and how many there are in it; all when it is not given.</summary>
    public (int First, int Count) Share(Shard? shard)
    {
        if (shard is null) return (0, Histories);
        var first = shard.First(Parts) * (long)HistoriesPerPart;
        return ((int)first, (int)(Math.Min(first + shard.Size(Parts) * (long)HistoriesPerPart, Histories) - first));
    }
}

/// <summary>A task family or an algorithm, by its identifier and all its parameters.</summary>
public sealed record Component
{
    /// <summary>Stands for an algorithm in a store of imported histories; the parameters then say where they come from.</summary>
    public const string Imported = "imported";

    /// <summary>Identifier, such as <c>dark-room/v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The values of its record, as <see cref="Settings.ToJson"/> writes them.</summary>
    public required JsonObject Parameters { get; init; }
}
