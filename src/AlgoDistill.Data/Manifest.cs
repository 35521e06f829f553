using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AlgoDistill.Data;

/// <summary>What a store holds: the spaces, the plan by which it was made, its tasks and its parts. Kept as <c>manifest.json</c>.</summary>
public sealed record Manifest
{
    /// <summary>The version of the format that is read and written.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of the library that wrote the store.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Commit of the library that began the store; nothing when the build does not know it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LibraryCommit { get; init; }

    /// <summary>What computed the histories, where equal seeds give the learner equal bits in equal environments only; nothing elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComputeEnvironment? ComputedWith { get; init; }

    /// <summary>What an observation is.</summary>
    public required Space Observations { get; init; }

    /// <summary>What an action is.</summary>
    public required Space Actions { get; init; }

    /// <summary>Optional columns, after the others; nothing when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ExtraField>? Extra { get; init; }

    /// <summary>Those of <see cref="StoreColumns.MayBeAbsent"/> whose values nobody knows, as in imported histories: the whole column is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Absent { get; init; }

    /// <summary>How the histories are made.</summary>
    public required StorePlan Plan { get; init; }

    /// <summary>The share of the plan that the store is for; nothing when it is for the whole plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shard? Shard { get; init; }

    /// <summary>The tasks that were learned, in the order in which they first appear; column <c>task</c> holds their numbers.</summary>
    public required ImmutableArray<StoreTask> Tasks { get; init; }

    /// <summary>The files of rows, in order.</summary>
    public required ImmutableArray<StorePart> Parts { get; init; }

    /// <summary>Statistics of every column by its name; nothing while the store is incomplete or empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ColumnStatistics>? Statistics { get; init; }

    /// <summary>Histories recorded so far.</summary>
    public int Histories => Parts.Sum(part => part.Histories);

    /// <summary>Rows recorded so far.</summary>
    public long Rows => Parts.Sum(part => (long)part.Rows);

    /// <summary>Number of the store's first part, counted over the plan.</summary>
    public int FirstPart => Shard?.First(Plan.Parts) ?? 0;

    /// <summary>Number of the store's first history, counted over the plan.</summary>
    public int FirstHistory => Plan.Share(Shard).First;

    /// <summary>Histories when complete.</summary>
    public int Planned => Plan.Share(Shard).Count;

    /// <summary>Whether all histories are recorded.</summary>
    public bool IsComplete => Histories == Planned;
}
