using AlgoDistill.Learning;
using AlgoDistill.Models.Rl;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Bench.Peers;

/// <summary>
/// The network and the loss of a <see cref="MultiHeadTransformer"/> with one token a step, as a user of TorchSharp writes them: its modules,
/// its scaled_dot_product_attention, no operator of ours.
/// </summary>
sealed class PeerNetwork : Module
{
    readonly Space.Discrete observations, actions;
    readonly MultiHeadOptions options;
    readonly int[] tableSizes;
    readonly ModuleList<Embedding> tables;
    readonly Linear featureEmbedding, answer, action, reward, nextObservation, logProbability;
    readonly ModuleList<PeerBlock> blocks;
    readonly LayerNorm final;
    readonly Tensor cosine, sine;

    /// <summary>A network with the weights of <paramref name="model"/>.</summary>
    public PeerNetwork(MultiHeadTransformer model) : base(nameof(PeerNetwork))
    {
        (observations, actions, options) = ((Space.Discrete)model.Observations, (Space.Discrete)model.Actions, model.Options);
        var (shape, width) = (options.Transformer, options.Transformer.Width);
        tableSizes = [.. TokenEncoder.TableSizes(observations, actions)];
        // the last row of a table stands for what says nothing
        tables = ModuleList(tableSizes.Select(size => Embedding(size + 1, width, padding_idx: size)).ToArray());
        featureEmbedding = Linear(TokenEncoder.FeatureCount(observations, actions), width);
        blocks = ModuleList(Enumerable.Range(0, shape.Layers).Select(_ => new PeerBlock(width, shape.Heads)).ToArray());
        final = LayerNorm(width);
        answer = Linear(width, width);
        (action, reward) = (Linear(width, actions.Count * actions.Size), Linear(width, 1));
        (nextObservation, logProbability) = (Linear(width, observations.Count * observations.Size), Linear(width, 1));
        (cosine, sine) = Angles(options.Context, width / shape.Heads, shape.RotaryBase);
        RegisterComponents();
        CopyWeights(model);
    }

    /// <summary>The field of a token that holds the action's first component: after its kind and the observation.</summary>
    int FirstAction => 1 + observations.Size;

    /// <summary>A copy of what a batch of the model holds for an update.</summary>
    public PeerBatch Read(RlBatch batch, long step)
    {
        batch.Prepare(step);
        return PeerBatch.Of(batch, tableSizes, FirstAction);
    }

    /// <summary>The total loss of a batch.</summary>
    public Tensor Loss(PeerBatch batch)
    {
        var hidden = Hidden(batch.Fields, batch.Features).flatten(0, 1);                                                    // (N, C)
        // a token that holds an action alone: no other table says anything, and no feature
        var done = Sum(batch.Answers.Select((index, i) => tables[FirstAction + i].forward(index))).flatten(0, 1) + featureEmbedding.bias!;
        var answered = F.gelu(answer.forward(hidden) + done);
        return options.ActionWeight * F.cross_entropy(action.forward(hidden).view(-1, actions.Count), batch.Actions)
            + options.RewardWeight * Squared(reward.forward(answered), batch.Rewards)
            + options.NextObservationWeight * F.cross_entropy(nextObservation.forward(answered).view(-1, observations.Count), batch.NextObservations)
            + options.LogProbabilityWeight * Squared(logProbability.forward(answered), batch.LogProbabilities);
    }

    /// <summary>Logits of the action after the last step of each window: (B · components, actions).</summary>
    /// <param name="batch">Windows.</param>
    /// <param name="first">Number of the first window that is read.</param>
    /// <param name="count">How many are.</param>
    public Tensor LastActions(PeerBatch batch, int first, int count)
    {
        var hidden = Hidden([.. batch.Fields.Select(field => field.narrow(0, first, count))], batch.Features.narrow(0, first, count));
        return action.forward(hidden.select(1, -1)).view(-1, actions.Count);
    }

    /// <summary>Name of the parameter that is <paramref name="name"/> in a <see cref="MultiHeadTransformer"/>.</summary>
    public static string NameOf(string name) => name.StartsWith("tables.", StringComparison.Ordinal) ? name + ".weight"
        : name.Replace("transformer.", "", StringComparison.Ordinal).Replace("action.project.", "action.", StringComparison.Ordinal)
            .Replace("nextObservation.project.", "nextObservation.", StringComparison.Ordinal);

    // (B, T, C)
    Tensor Hidden(IReadOnlyList<Tensor> fields, Tensor features)
    {
        var x = Sum(fields.Select((index, field) => tables[field].forward(index))) + featureEmbedding.forward(features);
        foreach (var block in blocks) x = block.Forward(x, cosine, sine);
        return final.forward(x);
    }

    void CopyWeights(MultiHeadTransformer model)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var mine = Weight.Of(this).ToDictionary(pair => pair.Name, pair => pair.Value);
        foreach (var (name, value) in Weight.Of(model)) mine[NameOf(name)].narrow(0, 0, value.shape[0]).copy_(value);
    }

    static (Tensor Cosine, Tensor Sine) Angles(int context, int size, double rotaryBase)
    {
        using var scope = NewDisposeScope();
        var half = size / 2;
        var frequencies = exp(arange(half, dtype: ScalarType.Float64) * (-Math.Log(rotaryBase) / half));
        var angles = arange(context, dtype: ScalarType.Float64).unsqueeze(1) * frequencies;                                 // (T, D / 2)
        var (cosine, sine) = (cos(angles), sin(angles));
        return (cat([cosine, cosine], -1).to_type(ScalarType.Float32).MoveToOuterDisposeScope(),
            cat([-sine, sine], -1).to_type(ScalarType.Float32).MoveToOuterDisposeScope());
    }

    static Tensor Sum(IEnumerable<Tensor> tensors) => tensors.Aggregate((sum, tensor) => sum + tensor);

    static Tensor Squared(Tensor output, Tensor targets) => 0.5 * F.mse_loss(output.squeeze(-1), targets);
}
