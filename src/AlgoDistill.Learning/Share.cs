namespace AlgoDistill.Learning;

/// <summary>The part of each update's windows that one of several processes takes: equal parts in the order of ranks.</summary>
/// <param name="Rank">Number of the process, from 0.</param>
/// <param name="Ranks">Processes.</param>
public sealed record Share(int Rank, int Ranks)
{
    /// <summary>All of it.</summary>
    public static Share Whole { get; } = new(0, 1);

    /// <summary>Number of the process, from 0.</summary>
    public int Rank { get; } = Require.InRange(Rank, 0, Ranks - 1, nameof(Rank));

    /// <summary>How many of <paramref name="total"/> windows are this part.</summary>
    /// <exception cref="ArgumentException">They cannot be shared evenly.</exception>
    public int Of(int total) => total % Ranks == 0 ? total / Ranks
        : throw new ArgumentException($"a batch of {total} windows cannot be shared by {Ranks} processes; choose a multiple of {Ranks}");

    /// <summary>
    /// Number of this part of update <paramref name="step"/> among the parts of all updates: part k holds the windows from
    /// k · <see cref="Of"/> on, so that all ranks together see what one process would.
    /// </summary>
    public long Part(long step) => step * Ranks + Rank;
}
