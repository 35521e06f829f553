namespace AlgoDistill;

/// <summary>One transition of each of S streams, as an agent learns from it. Spans are valid during the call only.</summary>
public readonly ref struct TransitionBatch
{
    /// <summary>Streams in the batch.</summary>
    public required int Streams { get; init; }

    /// <summary>Observations that the actions answered: (S, observation width).</summary>
    public required ReadOnlySpan<float> Observations { get; init; }

    /// <summary>Actions taken: (S, action width).</summary>
    public required ReadOnlySpan<float> Actions { get; init; }

    /// <summary>Rewards: (S).</summary>
    public required ReadOnlySpan<float> Rewards { get; init; }

    /// <summary>Ends: (S).</summary>
    public required ReadOnlySpan<EpisodeEnd> Ends { get; init; }

    /// <summary>Observations that followed: (S, observation width); at an end the last of the episode, not the first of the next.</summary>
    public required ReadOnlySpan<float> NextObservations { get; init; }

    /// <summary>The transition of one stream alone.</summary>
    public TransitionBatch Of(int stream)
    {
        var (width, actionWidth) = (Observations.Length / Streams, Actions.Length / Streams);
        return new TransitionBatch
        {
            Streams = 1,
            Observations = Observations.Slice(stream * width, width),
            Actions = Actions.Slice(stream * actionWidth, actionWidth),
            Rewards = Rewards.Slice(stream, 1),
            Ends = Ends.Slice(stream, 1),
            NextObservations = NextObservations.Slice(stream * width, width),
        };
    }
}
