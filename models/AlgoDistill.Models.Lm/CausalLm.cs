using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Transformer = AlgoDistill.Learning.Transformer;

namespace AlgoDistill.Models.Lm;

/// <summary>A causal language model over learning histories written in a language format; it is trained on the tokens of actions alone.</summary>
public sealed class CausalLm : Module
{
    /// <summary>Identifier of the model in a run's configuration.</summary>
    public const string ModelId = "causal-lm";

    readonly Parameter table;
    readonly Transformer transformer;
    readonly Linear head;

    /// <summary>A model with random weights.</summary>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">What it chooses from.</param>
    /// <param name="options">Its shape and language; <see cref="CausalLmOptions.Tokens"/> must not be 0.</param>
    /// <param name="rng">Source of the weights.</param>
    public CausalLm(Space observations, Space actions, CausalLmOptions options, Rng rng) : base(nameof(CausalLm))
    {
        (Observations, Actions, Options) = (observations, actions, options);
        Codec = new LanguageCodec(options, observations, actions);
        table = Initial.Table(Codec.Count + 1, options.Transformer.Width, rng.Split(0));
        transformer = new Transformer(options.Transformer, options.Tokens, rng.Split(1));
        head = Initial.Linear(options.Transformer.Width, Codec.Count, rng.Split(2), gain: 0.5);
        RegisterComponents();
    }

    /// <summary>What it observes.</summary>
    public Space Observations { get; }

    /// <summary>What it chooses from.</summary>
    public Space Actions { get; }

    /// <summary>Its shape and language.</summary>
    public CausalLmOptions Options { get; }

    internal LanguageCodec Codec { get; }

    /// <summary>A parameter, for its type and device.</summary>
    internal Tensor Like => table;

    /// <summary>Number of the token that begins a context.</summary>
    internal int Begin => Codec.Count;

    /// <summary>Most tokens that a window of the options' context takes in any of the histories: what <see cref="CausalLmOptions.Tokens"/> must be at least.</summary>
    /// <param name="options">The language and the context.</param>
    /// <param name="observations">What is observed.</param>
    /// <param name="actions">What is chosen from.</param>
    /// <param name="histories">What will be trained on.</param>
    public static int LongestWindow(CausalLmOptions options, Space observations, Space actions, IEnumerable<LearningHistory> histories) =>
        histories.AsParallel().Max(history =>
        {
            var starts = new LanguageCodec(options, observations, actions).Encode(history).Starts;
            var steps = Math.Min(options.Context, history.Length);
            return Enumerable.Range(0, history.Length - steps + 1).Max(first => starts[first + steps] - starts[first]);
        });

    /// <summary>Loads a trained model from its run's folder.</summary>
    /// <exception cref="InvalidDataException">The folder holds no such run, or its weights do not fit its configuration.</exception>
    public static CausalLm Load(RunFolder run)
    {
        var configuration = run.ReadModelConfiguration<CausalLmOptions>(ModelId);
        var model = new CausalLm(configuration.Observations, configuration.Actions, configuration.Options, new Rng(0));
        Weight.Load(model, run.ModelFile);
        model.eval();
        return model;
    }

    /// <summary>Logits of the token after each given one.</summary>
    /// <param name="tokens">int64 (B, T), each context begun by <see cref="Begin"/>.</param>
    /// <param name="rows">Positions of interest in the flattened (B·T): int64 (M).</param>
    /// <returns>(M, vocabulary).</returns>
    public Tensor Logits(Tensor tokens, Tensor rows)
    {
        var width = Options.Transformer.Width;
        var embedded = Operators.EmbeddingSum([table], tokens.view(-1, 1)).view(tokens.shape[0], tokens.shape[1], width);
        return Operators.Linear(transformer.forward(embedded).view(-1, width).index_select(0, rows), head);
    }

    /// <summary>Natural logarithms of the probabilities, among legal actions, that the model gives to a history's actions when it reads the history from its start.</summary>
    /// <param name="history">N steps whose text the model can see whole.</param>
    /// <returns>(N).</returns>
    /// <exception cref="ArgumentException">The actions cannot be enumerated.</exception>
    public float[] ActionLogProbabilities(LearningHistory history)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var root = ActionTrie.Of(Actions, Codec) ?? throw new ArgumentException($"the actions of {Actions} cannot be enumerated");
        var text = Codec.Encode(history);
        long[] tokens = [Begin, .. text.Tokens[..^1].Select(token => (long)token)];     // position p predicts token p
        var logits = Logits(tensor(tokens).view(1, -1), arange(tokens.Length, dtype: ScalarType.Int64)).to(ScalarType.Float64).data<double>().ToArray();
        return [.. Enumerable.Range(0, history.Length).Select(row => Sum(row))];

        float Sum(int row)
        {
            var (node, total) = (root, 0.0);
            for (var p = text.Actions[row]; p < text.Outcomes[row]; p++)
            {
                var at = p * Codec.Count;
                total += logits[at + text.Tokens[p]] - Math.Log(node.Next.Keys.Sum(token => Math.Exp(logits[at + token])));
                node = node.Next[text.Tokens[p]];
            }

            return (float)total;
        }
    }

    /// <summary>Logits of the next token of each stream: (S) tokens to (S, vocabulary). The caller advances the context.</summary>
    internal Tensor Step(Tensor tokens, StreamContext context) =>
        Operators.Linear(transformer.Step(Operators.EmbeddingSum([table], tokens.view(-1, 1)), context), head);

    internal StreamContext CreateContext(int streams, bool cached) =>
        cached ? new KvCache(Options.Transformer, streams, Options.Tokens, table) : new UncachedContext(Options.Transformer, streams, table);
}
