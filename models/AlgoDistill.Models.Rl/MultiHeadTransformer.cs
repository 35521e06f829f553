using AlgoDistill.Data;
using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AlgoDistill.Models.Rl;

/// <summary>
/// A causal transformer over the RL format with a head each for the action, the reward, the next observation and the
/// log-probability. It imitates the algorithm whose learning histories it is trained on (Laskin et al. 2022).
/// </summary>
/// <remarks>
/// One token a step (as XLand-MiniGrid's baseline): token t holds a(t−1), r(t−1), end(t−1) and o(t); the action head reads it, and the
/// other heads read it together with a(t). Three tokens a step: the action head reads o(t), the reward and log-probability heads
/// a(t), the next-observation head r(t).
/// </remarks>
public sealed class MultiHeadTransformer : Module
{
    /// <summary>Identifier of the model in a run's configuration.</summary>
    public const string ModelId = "multi-head-transformer";

    readonly ParameterList tables;
    readonly Linear featureEmbedding, answer, reward, logProbability;
    readonly Transformer transformer;
    readonly SpaceHead action, nextObservation;

    /// <summary>A model with random weights.</summary>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">What it chooses from.</param>
    /// <param name="options">Its shape.</param>
    /// <param name="rng">Source of the weights.</param>
    public MultiHeadTransformer(Space observations, Space actions, MultiHeadOptions options, Rng rng) : base(nameof(MultiHeadTransformer))
    {
        (Observations, Actions, Options) = (observations, actions, options);
        var width = options.Transformer.Width;
        var encoder = new TokenEncoder(observations, actions, 1);
        tables = ParameterList([.. encoder.TableSizes.Select((count, field) => Initial.Table(count, width, rng.Split(0).Split((ulong)field)))]);
        featureEmbedding = Initial.Linear(encoder.Features, width, rng.Split(1));
        answer = Initial.Linear(width, width, rng.Split(2));
        transformer = new Transformer(options.Transformer, options.Window, rng.Split(3));
        action = new SpaceHead(actions, width, rng.Split(4));
        nextObservation = new SpaceHead(observations, width, rng.Split(5));
        reward = Initial.Linear(width, 1, rng.Split(6));
        logProbability = Initial.Linear(width, 1, rng.Split(7));
        RegisterComponents();
    }

    /// <summary>What it observes.</summary>
    public Space Observations { get; }

    /// <summary>What it chooses from.</summary>
    public Space Actions { get; }

    /// <summary>Its shape.</summary>
    public MultiHeadOptions Options { get; }

    internal SpaceHead ActionHead => action;

    /// <summary>The loss of a batch of windows, by head: actions, rewards, next observations, log-probabilities.</summary>
    /// <param name="batch">B windows of L steps; padded steps count for nothing.</param>
    /// <param name="rng">Source of the token mask.</param>
    public Loss Loss(WindowBatch batch, Rng rng)
    {
        var (hidden, answered, followed) = Hidden(batch, rng);                      // each (B·L, C)
        var weights = tensor(batch.Mask, dtype: hidden.dtype, device: hidden.device);
        var heads = new List<(string Head, double Weight, Tensor Value)>
        {
            ("action", Options.ActionWeight, action.Loss(hidden, batch.Actions, weights, Options.LabelSmoothing)),
        };
        if (Options.RewardWeight > 0) heads.Add(("reward", Options.RewardWeight, Squared(reward, answered, batch.Rewards, weights)));
        if (Options.NextObservationWeight > 0 && nextObservation.Says)
            heads.Add(("next_observation", Options.NextObservationWeight, nextObservation.Loss(followed, batch.NextObservations, weights, 0)));
        if (Options.LogProbabilityWeight > 0)
            heads.Add(("log_probability", Options.LogProbabilityWeight, Squared(logProbability, answered, batch.LogProbabilities, weights)));
        var total = heads.Select(head => head.Value * head.Weight).Aggregate((sum, value) => sum + value);
        return new Loss(total, [.. heads.Select(head => (head.Head, head.Value))], (long)batch.Size * batch.Length * Options.TokensPerStep);
    }

    /// <summary>Logits (or means and deviations) of every step's action: (B, L, outputs).</summary>
    /// <param name="batch">B windows of L steps.</param>
    public Tensor ActionOutputs(WindowBatch batch) => action.forward(Hidden(batch, null).Action).view(batch.Size, batch.Length, -1);

    /// <summary>Embeds tokens: the sum of a table row for each discrete field and a projection of the real features.</summary>
    /// <returns>(N, C).</returns>
    internal Tensor Embed(TokenEncoder encoder, int tokens)
    {
        var (indices, features) = encoder.Tensors(tokens, featureEmbedding.weight);
        return Kernels.EmbeddingSum([.. tables], indices) + Kernels.Linear(features, featureEmbedding);
    }

    /// <summary>The next token of each stream through the transformer: (S, C) to (S, C).</summary>
    internal Tensor Step(Tensor tokens, KvCache cache) => transformer.Step(tokens, cache);

    /// <summary>Loads a trained model from its run's folder.</summary>
    /// <exception cref="InvalidDataException">The folder holds no such run, or its weights do not fit its configuration.</exception>
    public static MultiHeadTransformer Load(RunFolder run)
    {
        var configuration = run.ReadModelConfiguration<MultiHeadOptions>(ModelId);
        var model = new MultiHeadTransformer(configuration.Observations, configuration.Actions, configuration.Options, new Rng(0));
        Weight.Load(model, run.ModelFile);
        model.eval();
        return model;
    }

    internal KvCache CreateCache(int streams) => new(Options.Transformer, streams, Options.Window, featureEmbedding.weight);

    (Tensor Action, Tensor Answered, Tensor Followed) Hidden(WindowBatch batch, Rng? mask)
    {
        var (size, length, perStep) = (batch.Size, batch.Length, Options.TokensPerStep);
        var encoder = new TokenEncoder(Observations, Actions, size * length * perStep);
        for (var window = 0; window < size; window++)
            for (var t = 0; t < length; t++)
                WriteStep(encoder, batch, window * length + t, first: t == 0);
        if (mask is not null && Options.TokenMask > 0 && training)
            for (var token = 0; token < size * length * perStep; token++)
                if (mask.NextDouble() < Options.TokenMask) encoder.Hide(token);

        var width = Options.Transformer.Width;
        var output = transformer.forward(Embed(encoder, size * length * perStep).view(size, length * perStep, width));
        if (perStep == 3)
        {
            var parts = output.view(size * length, 3, width).unbind(1);
            return (parts[0], parts[1], parts[2]);
        }

        var hidden = output.view(size * length, width);
        encoder.Clear();
        for (var step = 0; step < size * length; step++) encoder.SetAction(step, Row(batch.Actions, step, Actions.Width));
        var answered = functional.gelu(Kernels.Linear(hidden, answer) + Embed(encoder, size * length));
        return (hidden, answered, answered);
    }

    void WriteStep(TokenEncoder encoder, WindowBatch batch, int step, bool first)
    {
        var observation = Row(batch.Observations, step, Observations.Width);
        if (Options.TokensPerStep == 1)
        {
            WriteToken(encoder, step, observation, first ? default : Row(batch.Actions, step - 1, Actions.Width),
                first ? null : new Outcome(batch.Rewards[step - 1], batch.Ends[step - 1]));
            return;
        }

        WriteObservation(encoder, 3 * step, observation);
        WriteAction(encoder, 3 * step + 1, Row(batch.Actions, step, Actions.Width));
        WriteOutcome(encoder, 3 * step + 2, new Outcome(batch.Rewards[step], batch.Ends[step]));
    }

    /// <summary>The token of one-token steps: what was done and came of it (nothing at a context's first step), and what is seen.</summary>
    internal static void WriteToken(TokenEncoder encoder, int token, ReadOnlySpan<float> observation, ReadOnlySpan<float> previousAction, Outcome? previous)
    {
        encoder.SetKind(token, previous is null ? TokenEncoder.Kind.First : TokenEncoder.Kind.Later);
        encoder.SetObservation(token, observation);
        if (previous is not { } outcome) return;
        encoder.SetAction(token, previousAction);
        encoder.SetOutcome(token, outcome.Reward, outcome.End);
    }

    /// <summary>The first token of three-token steps.</summary>
    internal static void WriteObservation(TokenEncoder encoder, int token, ReadOnlySpan<float> observation)
    {
        encoder.SetKind(token, TokenEncoder.Kind.Observation);
        encoder.SetObservation(token, observation);
    }

    /// <summary>The second token of three-token steps.</summary>
    internal static void WriteAction(TokenEncoder encoder, int token, ReadOnlySpan<float> action)
    {
        encoder.SetKind(token, TokenEncoder.Kind.Action);
        encoder.SetAction(token, action);
    }

    /// <summary>The third token of three-token steps.</summary>
    internal static void WriteOutcome(TokenEncoder encoder, int token, Outcome outcome)
    {
        encoder.SetKind(token, TokenEncoder.Kind.Outcome);
        encoder.SetOutcome(token, outcome.Reward, outcome.End);
    }

    static Tensor Squared(Linear head, Tensor input, float[] targets, Tensor weights)
    {
        var difference = Kernels.Linear(input, head).view(-1) - tensor(targets, dtype: input.dtype, device: input.device);
        return (difference * difference * weights).sum() * 0.5 / weights.sum();
    }

    static ReadOnlySpan<float> Row(float[] values, int row, int width) => values.AsSpan(row * width, width);
}
