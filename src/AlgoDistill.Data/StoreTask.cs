using System.Collections.Immutable;

namespace AlgoDistill.Data;

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
