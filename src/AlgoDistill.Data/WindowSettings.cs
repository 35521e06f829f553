namespace AlgoDistill.Data;

/// <summary>Which stretches of histories a model is trained on. By default every history, and every place in it, is as likely as any other.</summary>
public sealed record WindowSettings
{
    /// <summary>Steps of a window: the context that is trained. With <see cref="Episodes"/> or <see cref="Tokens"/>, the most steps.</summary>
    public required int Length { get; init => field = Require.InRange(value, 1, 10_000_000); }

    /// <summary>A window is so many whole episodes, from the start of one, instead of steps from any place; steps beyond <see cref="Length"/> are left off at its end.</summary>
    public int? Episodes { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Most tokens of a window of <see cref="LanguageWindows"/>: whole steps are left off at its end until it has no more.</summary>
    public int? Tokens { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Keeps episodes 0, k, 2k, … of each history alone, so that a window spans k times as much learning (Laskin et al. 2022, appendix I).</summary>
    public int EveryEpisode { get; init => field = Require.InRange(value, 1, int.MaxValue); } = 1; // all

    /// <summary>Keeps the last episodes of each history alone: expert distillation, which sees no learning.</summary>
    public int? LastEpisodes { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Keeps the last steps of each history alone: expert distillation where a history is one episode, as with bandits.</summary>
    public int? LastSteps { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>How often each history is drawn, relative to the others, in their order: finite, not negative, not all 0. All alike when not given.</summary>
    public IReadOnlyList<double>? HistoryWeights { get; init; }

    /// <summary>
    /// The share s of windows whose history is drawn in proportion to its <see cref="Improvement.Of"/>, so that histories without learning are
    /// seen less: the weight of a history is multiplied by 1 − s + s · (its improvement) / (the mean improvement). No effect where none improves.
    /// </summary>
    public double ByImprovement { get; init => field = Require.InRange(value, 0, 1); } // 0: all alike, as in the paper

    /// <summary>
    /// How much more often late places of a history are drawn than early ones: a place at fraction x of the places has a density in proportion
    /// to e^(position · x). Above 0 late learning is seen more often, below 0 early learning; 0 is uniform.
    /// </summary>
    public double Position { get; init => field = Require.InRange(value, -50, 50); } // 0: uniform, as in the paper

    /// <summary>Seed of the choice of windows.</summary>
    public ulong Seed { get; init; }

    /// <summary>The part of <paramref name="history"/> that windows are cut from: last episodes first, then last steps, then every k-th episode.</summary>
    public LearningHistory Keep(LearningHistory history)
    {
        if (LastEpisodes is { } episodes) history = history.LastEpisodes(episodes);
        if (LastSteps is { } steps) history = history.LastSteps(steps);
        return history.EveryEpisode(EveryEpisode);
    }

    /// <summary>What <see cref="Keep"/> depends on, as text: equal texts keep equal rows.</summary>
    internal string Kept => FormattableString.Invariant($"{EveryEpisode} {LastEpisodes} {LastSteps}");
}
