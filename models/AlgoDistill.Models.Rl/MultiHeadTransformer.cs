using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Transformer = AlgoDistill.Learning.Transformer;

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
        tables = ParameterList([.. TokenEncoder.TableSizes(observations, actions).Select((count, field) => Initial.Table(count, width, rng.Split(0).Split((ulong)field)))]);
        featureEmbedding = Initial.Linear(TokenEncoder.FeatureCount(observations, actions), width, rng.Split(1));
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

    internal SpaceHead NextObservationHead => nextObservation;

    /// <summary>A parameter, for its type and device.</summary>
    internal Tensor Like => featureEmbedding.weight;

    /// <summary>The loss of a batch of windows, by head: actions, rewards, next observations, log-probabilities.</summary>
    /// <param name="batch">B windows of L steps; padded steps count for nothing.</param>
    public Loss Loss(RlBatch batch)
    {
        var (hidden, answered, followed) = Hidden(batch);                           // each (B·L, C)
        var weights = batch.Weights.Value;
        var heads = new List<(string Head, double Weight, Tensor Value)>(4)
        {
            ("action", Options.ActionWeight, action.Loss(hidden, batch.Actions.Value, weights, Options.LabelSmoothing)),
        };
        if (Options.RewardWeight > 0) heads.Add(("reward", Options.RewardWeight, Squared(reward, answered, batch.Rewards.Value, weights)));
        if (Options.NextObservationWeight > 0 && nextObservation.Says)
            heads.Add(("next_observation", Options.NextObservationWeight, nextObservation.Loss(followed, batch.NextObservations.Value, weights, 0)));
        if (Options.LogProbabilityWeight > 0)
            heads.Add(("log_probability", Options.LogProbabilityWeight, Squared(logProbability, answered, batch.LogProbabilities.Value, weights)));
        var total = heads.Select(head => head.Value * head.Weight).Aggregate((sum, value) => sum + value);
        return new Loss(total, [.. heads.Select(head => (head.Head, head.Value))]);
    }

    /// <summary>Logits (or means and deviations) of every step's action: (B, L, outputs).</summary>
    /// <param name="batch">B windows of L steps.</param>
    public Tensor ActionOutputs(RlBatch batch) => action.forward(Hidden(batch).Action).view(batch.Size, batch.Length, -1);

    /// <summary>Embeds an encoder's uploaded tokens: the sum of a table row for each discrete field and a projection of the real features.</summary>
    /// <returns>(N, C).</returns>
    internal Tensor Embed(TokenEncoder encoder) => Embed(encoder.Indices.Value, encoder.Features.Value);

    internal Tensor Embed(Tensor indices, Tensor features) => Operators.EmbeddingSum([.. tables], indices) + Operators.Linear(features, featureEmbedding);

    /// <summary>The next token of each stream through the transformer: (S, C) to (S, C).</summary>
    internal Tensor Step(Tensor tokens, StreamContext context) => transformer.Step(tokens, context);

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

    internal StreamContext CreateContext(int streams, bool cached) =>
        cached ? new KvCache(Options.Transformer, streams, Options.Window, Like) : new UncachedContext(Options.Transformer, streams, Like);

    (Tensor Action, Tensor Answered, Tensor Followed) Hidden(RlBatch batch)
    {
        var (rows, width) = (batch.Size * batch.Length, Options.Transformer.Width);
        var output = transformer.forward(Embed(batch.Tokens).view(batch.Size, -1, width));
        if (batch.Answers is null)
        {
            var parts = output.view(rows, 3, width).unbind(1);
            return (parts[0], parts[1], parts[2]);
        }

        var hidden = output.view(rows, width);
        var answered = functional.gelu(Operators.Linear(hidden, answer) + Embed(batch.Answers));
        return (hidden, answered, answered);
    }

    static Tensor Squared(Linear head, Tensor input, Tensor targets, Tensor weights)
    {
        var difference = Operators.Linear(input, head).view(-1) - targets;
        return (difference * difference * weights).sum() * 0.5 / weights.sum();
    }
}
