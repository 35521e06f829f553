using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Rl;

/// <summary>
/// Turns parts of transitions into the fields of tokens. A token has one table index a discrete field (−1 where it says nothing) and a
/// few real features. Fields: kind, observation components, action components, end. Features: reward, box observation, box action.
/// </summary>
sealed class TokenEncoder : IDisposable
{
    /// <summary>What a token is: the first or a later one of one a step; or observation, action, outcome of three a step.</summary>
    public enum Kind { First, Later, Observation, Action, Outcome }

    readonly Space observations, actions;
    readonly int fields, features, observationFields, observationFeatures;

    /// <summary>An encoder of a fixed number of tokens, all of which say nothing.</summary>
    /// <param name="observations">What is observed.</param>
    /// <param name="actions">What is chosen from.</param>
    /// <param name="tokens">Tokens N.</param>
    /// <param name="like">A parameter of the model that reads them.</param>
    public TokenEncoder(Space observations, Space actions, int tokens, Tensor like)
    {
        (this.observations, this.actions, Tokens) = (observations, actions, tokens);
        (observationFields, observationFeatures) = (Discrete(observations), Real(observations));
        fields = 2 + observationFields + Discrete(actions);
        features = FeatureCount(observations, actions);
        Indices = new Input(ScalarType.Int64, like, tokens, fields);
        Features = new Input(ScalarType.Float32, like, tokens, features);
        Clear();
    }

    /// <summary>Tokens N.</summary>
    public int Tokens { get; }

    /// <summary>Rows of the fields' tables: int64 (N, fields).</summary>
    public Input Indices { get; }

    /// <summary>(N, features).</summary>
    public Input Features { get; }

    /// <summary>Rows of the table of each field.</summary>
    public static IEnumerable<int> TableSizes(Space observations, Space actions) =>
        [Enum.GetValues<Kind>().Length, .. Counts(observations), .. Counts(actions), Enum.GetValues<EpisodeEnd>().Length];

    /// <summary>Real features of a token.</summary>
    public static int FeatureCount(Space observations, Space actions) => 1 + Real(observations) + Real(actions);

    public void Clear()
    {
        Indices.Values<long>().Fill(-1);
        Features.Values<float>().Clear();
    }

    /// <summary>Makes a token say nothing, but for its kind.</summary>
    public void Hide(int token)
    {
        Row<long>(Indices, token, fields)[1..].Fill(-1);
        Row<float>(Features, token, features).Clear();
    }

    /// <summary>The token of one-token steps: what was done and came of it (nothing at a context's first step), and what is seen.</summary>
    public void WriteStep(int token, ReadOnlySpan<float> observation, ReadOnlySpan<float> previousAction, Outcome? previous)
    {
        SetKind(token, previous is null ? Kind.First : Kind.Later);
        SetObservation(token, observation);
        if (previous is not { } outcome) return;
        SetAction(token, previousAction);
        SetOutcome(token, outcome);
    }

    /// <summary>The first token of three-token steps.</summary>
    public void WriteObservation(int token, ReadOnlySpan<float> observation)
    {
        SetKind(token, Kind.Observation);
        SetObservation(token, observation);
    }

    /// <summary>The second token of three-token steps.</summary>
    public void WriteAction(int token, ReadOnlySpan<float> action)
    {
        SetKind(token, Kind.Action);
        SetAction(token, action);
    }

    /// <summary>The third token of three-token steps.</summary>
    public void WriteOutcome(int token, Outcome outcome)
    {
        SetKind(token, Kind.Outcome);
        SetOutcome(token, outcome);
    }

    /// <summary>What was done, in a token of any kind.</summary>
    public void SetAction(int token, ReadOnlySpan<float> value) =>
        Set(token, value, actions is Space.Discrete, field: 1 + observationFields, feature: 1 + observationFeatures);

    public void Dispose()
    {
        Indices.Dispose();
        Features.Dispose();
    }

    void SetKind(int token, Kind kind) => Row<long>(Indices, token, fields)[0] = (long)kind;

    void SetObservation(int token, ReadOnlySpan<float> value) =>
        Set(token, value, observations is Space.Discrete, field: 1, feature: 1);

    void SetOutcome(int token, Outcome outcome)
    {
        Row<float>(Features, token, features)[0] = outcome.Reward;
        Row<long>(Indices, token, fields)[^1] = (long)outcome.End;
    }

    void Set(int token, ReadOnlySpan<float> value, bool discrete, int field, int feature)
    {
        if (!discrete)
        {
            value.CopyTo(Row<float>(Features, token, features)[feature..]);
            return;
        }

        var indices = Row<long>(Indices, token, fields)[field..];
        for (var i = 0; i < value.Length; i++) indices[i] = (long)value[i];
    }

    static Span<T> Row<T>(Input input, int token, int width) where T : unmanaged => input.Values<T>().Slice(token * width, width);

    static int Discrete(Space space) => space is Space.Discrete ? space.Width : 0;

    static int Real(Space space) => space is Space.Box ? space.Width : 0;

    static IEnumerable<int> Counts(Space space) => space is Space.Discrete discrete ? Enumerable.Repeat(discrete.Count, discrete.Size) : [];
}
