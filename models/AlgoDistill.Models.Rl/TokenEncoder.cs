using static TorchSharp.torch;

namespace AlgoDistill.Models.Rl;

/// <summary>
/// Turns parts of transitions into the fields of tokens. A token has one table index a discrete field (−1 where it says nothing) and a
/// few real features. Fields: kind, observation components, action components, end. Features: reward, box observation, box action.
/// </summary>
sealed class TokenEncoder
{
    /// <summary>What a token is: the first or a later one of one a step; or observation, action, outcome of three a step.</summary>
    public enum Kind { First, Later, Observation, Action, Outcome }

    readonly Space observations, actions;
    readonly int observationFields, actionFields, observationFeatures;
    readonly long[] indices;
    readonly float[] features;

    public TokenEncoder(Space observations, Space actions, int tokens)
    {
        (this.observations, this.actions) = (observations, actions);
        observationFields = observations is Space.Discrete ? observations.Width : 0;
        actionFields = actions is Space.Discrete ? actions.Width : 0;
        observationFeatures = observations is Space.Box ? observations.Width : 0;
        Fields = 2 + observationFields + actionFields;
        Features = 1 + observationFeatures + (actions is Space.Box ? actions.Width : 0);
        (indices, features) = (new long[tokens * Fields], new float[tokens * Features]);
        Clear();
    }

    public int Fields { get; }

    public int Features { get; }

    /// <summary>Rows of the table of each field.</summary>
    public IEnumerable<int> TableSizes =>
        [Enum.GetValues<Kind>().Length, .. Counts(observations), .. Counts(actions), Enum.GetValues<EpisodeEnd>().Length];

    public void Clear()
    {
        Array.Fill(indices, -1);
        Array.Clear(features);
    }

    /// <summary>Makes a token say nothing, but for its kind.</summary>
    public void Hide(int token)
    {
        indices.AsSpan(token * Fields + 1, Fields - 1).Fill(-1);
        features.AsSpan(token * Features, Features).Clear();
    }

    public void SetKind(int token, Kind kind) => indices[token * Fields] = (long)kind;

    public void SetObservation(int token, ReadOnlySpan<float> value) =>
        Set(token, value, observations is Space.Discrete, field: 1, feature: 1);

    public void SetAction(int token, ReadOnlySpan<float> value) =>
        Set(token, value, actions is Space.Discrete, field: 1 + observationFields, feature: 1 + observationFeatures);

    public void SetOutcome(int token, float reward, EpisodeEnd end)
    {
        features[token * Features] = reward;
        indices[token * Fields + Fields - 1] = (long)end;
    }

    /// <summary>(N, fields) int64 and (N, features) of the first <paramref name="tokens"/> tokens, of the type and on the device of <paramref name="like"/>.</summary>
    public (Tensor Indices, Tensor Features) Tensors(int tokens, Tensor like) =>
        (tensor(indices[..(tokens * Fields)], device: like.device).view(tokens, Fields),
            tensor(features[..(tokens * Features)], dtype: like.dtype, device: like.device).view(tokens, Features));

    void Set(int token, ReadOnlySpan<float> value, bool discrete, int field, int feature)
    {
        if (!discrete)
        {
            value.CopyTo(features.AsSpan(token * Features + feature, value.Length));
            return;
        }

        for (var i = 0; i < value.Length; i++) indices[token * Fields + field + i] = (long)value[i];
    }

    static IEnumerable<int> Counts(Space space) => space is Space.Discrete discrete ? Enumerable.Repeat(discrete.Count, discrete.Size) : [];
}
