namespace AlgoDistill.Data;

/// <summary>Which stretches of histories a model is trained on.</summary>
public sealed record WindowSettings
{
    /// <summary>Steps of a window: the context that is trained.</summary>
    public required int Length { get; init => field = Require.InRange(value, 1, 10_000_000); }

    /// <summary>Keeps episodes 0, k, 2k, … of each history alone, so that a window spans k times as much learning (Laskin et al. 2022, appendix I).</summary>
    public int EveryEpisode { get; init => field = Require.InRange(value, 1, int.MaxValue); } = 1; // all

    /// <summary>Keeps the last episodes of each history alone: expert distillation, which sees no learning.</summary>
    public int? LastEpisodes { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Keeps the last steps of each history alone: expert distillation where a history is one episode, as with bandits.</summary>
    public int? LastSteps { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Seed of the choice of windows.</summary>
    public ulong Seed { get; init; }

    /// <summary>The part of <paramref name="history"/> that windows are cut from: last episodes first, then last steps, then every k-th episode.</summary>
    public LearningHistory Keep(LearningHistory history)
    {
        if (LastEpisodes is { } episodes) history = history.LastEpisodes(episodes);
        if (LastSteps is { } steps) history = history.LastSteps(steps);
        return history.EveryEpisode(EveryEpisode);
    }
}
