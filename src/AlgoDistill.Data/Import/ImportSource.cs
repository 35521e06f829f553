using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>What an importer found.</summary>
public sealed record ImportSource
{
    /// <summary>The files that are read, in the order of reading.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Which field of the source became which column.</summary>
    public required IReadOnlyDictionary<string, string> Mapping { get; init; }

    /// <summary>Reads the histories, each time anew: runs and streams ascending.</summary>
    public required Func<IEnumerable<LearningHistory>> Histories { get; init; }

    /// <summary>What an observation is; found from the values when the source does not say.</summary>
    public Space? Observations { get; init; }

    /// <summary>What an action is; found from the values when the source does not say.</summary>
    public Space? Actions { get; init; }

    /// <summary>The optional columns.</summary>
    public ImmutableArray<ExtraField> Extra { get; init; } = [];

    /// <summary>Columns that the source does not record: some of <c>update</c>, <c>reward</c>, <c>log_probability</c> and <c>final_observation</c>.</summary>
    public ImmutableArray<string> Absent { get; init; } = [];

    /// <summary>References of tasks, where the source knows them.</summary>
    public IReadOnlyList<StoreTask> Tasks { get; init; } = [];

    /// <summary>What else the source says of itself: settings of its runs, fields that are not carried.</summary>
    public JsonObject Details { get; init; } = [];
}
