using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data;

/// <summary>What a store holds: the spaces, the plan by which it was made, its tasks and its parts. Kept as <c>manifest.json</c>.</summary>
public sealed record Manifest
{
    /// <summary>The newest version of the format, which is the one that is written.</summary>
    public const int NewestVersion = 1;

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of the library that wrote the store.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>What an observation is.</summary>
    public required Space Observations { get; init; }

    /// <summary>What an action is.</summary>
    public required Space Actions { get; init; }

    /// <summary>How the histories are made.</summary>
    public required StorePlan Plan { get; init; }

    /// <summary>The tasks that were learned, in the order in which they first appear; column <c>task</c> counts them from 0.</summary>
    public required ImmutableArray<StoreTask> Tasks { get; init; }

    /// <summary>The files of rows, in order.</summary>
    public required ImmutableArray<StorePart> Parts { get; init; }

    /// <summary>Histories recorded so far.</summary>
    public int Histories => Parts.Sum(part => part.Histories);

    /// <summary>Rows recorded so far.</summary>
    public long Rows => Parts.Sum(part => (long)part.Rows);

    /// <summary>Whether all histories of the plan are recorded.</summary>
    public bool IsComplete => Histories == Plan.Histories;
}

/// <summary>A task family or an algorithm, by its identifier and all its parameters.</summary>
public sealed record Component
{
    /// <summary>Identifier, such as <c>dark-room/v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The values of its record, as <see cref="Settings.ToJson"/> writes them.</summary>
    public required JsonObject Parameters { get; init; }
}

/// <summary>How the histories of a store are made: equal plans make equal stores, byte by byte.</summary>
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
}

/// <summary>One task of a store and its references.</summary>
public sealed record StoreTask
{
    /// <summary>Number of the task in its set.</summary>
    public required int Index { get; init; }

    /// <summary>What tells it from the other tasks of its family.</summary>
    public required ImmutableArray<double> Parameters { get; init; }

    /// <summary>Expected return of an episode under the best policy.</summary>
    public required double Optimal { get; init; }

    /// <summary>Expected return of an episode of uniformly random actions.</summary>
    public required double Random { get; init; }

    /// <summary>How both were computed.</summary>
    public required string Method { get; init; }

    /// <summary>The task itself.</summary>
    public TaskInstance ToInstance() => new(Index, Parameters);

    /// <summary>The entry of <paramref name="task"/>.</summary>
    public static StoreTask Of(TaskInstance task, References references) => new()
    {
        Index = task.Index,
        Parameters = task.Parameters,
        Optimal = references.Optimal,
        Random = references.Random,
        Method = references.Method,
    };
}

/// <summary>One file of rows.</summary>
public sealed record StorePart
{
    /// <summary>Name of the file in the store's folder.</summary>
    public required string File { get; init; }

    /// <summary>Number of its first history, counted over the store.</summary>
    public required int FirstHistory { get; init; }

    /// <summary>Histories in it, all of them whole.</summary>
    public required int Histories { get; init; }

    /// <summary>Rows in it.</summary>
    public required int Rows { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The name of part <paramref name="number"/>: <c>part-00000.parquet</c>.</summary>
    public static string Name(int number) => $"part-{number:D5}.parquet";
}
