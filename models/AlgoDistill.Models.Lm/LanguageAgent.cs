using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Lm;

/// <summary>
/// Plays S streams in lock step: writes what happened as tokens, then lets the model write an action, held to legal ones where they
/// can be enumerated. Text that is no action is counted and replaced by a uniformly random action.
/// </summary>
public sealed class LanguageAgent : IAgent
{
    // Longest text of an action that cannot be enumerated, in tokens
    const int LongestFreeAction = 64;

    readonly CausalLm model;
    readonly StreamContext context;
    readonly ActionTrie? legal;
    readonly double temperature;
    readonly Rng[] rngs;
    readonly List<int>[] pending;
    readonly float[][] logits;
    readonly float[] outputs;
    readonly Input tokens;
    readonly ActingStep step;
    readonly bool[] fed;
    readonly int[] lengths;

    internal LanguageAgent(CausalLm model, StreamContext context, double temperature, Rng rng)
    {
        (this.model, this.context, this.temperature) = (model, context, temperature);
        var streams = context.Streams;
        model.eval();
        legal = ActionTrie.Of(model.Actions, model.Codec);
        rngs = [.. Enumerable.Range(0, streams).Select(stream => rng.Split((ulong)stream))];
        pending = [.. Enumerable.Range(0, streams).Select(_ => new List<int> { model.Begin })];
        logits = [.. Enumerable.Range(0, streams).Select(_ => new float[model.Codec.Count])];
        outputs = new float[streams * model.Codec.Count];
        (tokens, fed, lengths) = (new Input(ScalarType.Int64, model.Like, streams), new bool[streams], new int[streams]);
        step = new ActingStep(context, [tokens], read => model.Step(read[0], context));     // (S, vocabulary)
    }

    /// <inheritdoc/>
    public int Updates => 0;

    /// <summary>Actions so far that were no text of the format.</summary>
    public int FailedParses { get; private set; }

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        var width = model.Observations.Width;
        for (var stream = 0; stream < rngs.Length; stream++) model.Codec.EncodeObservation(observations.Slice(stream * width, width), pending[stream]);
        Feed();
        logProbabilities[..rngs.Length].Clear();
        if (legal is null) GenerateFreely(actions, logProbabilities);
        else GenerateLegally(legal, actions, logProbabilities);
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        for (var stream = 0; stream < rngs.Length; stream++)
            model.Codec.EncodeOutcome(new Outcome(transitions.Rewards[stream], transitions.Ends[stream]), pending[stream]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        tokens.Dispose();
        context.Dispose();
    }

    void GenerateLegally(ActionTrie root, Span<float> actions, Span<float> logProbabilities)
    {
        var nodes = Enumerable.Repeat(root, rngs.Length).ToArray();
        var allowed = new float[model.Codec.Count];
        while (true)
        {
            for (var stream = 0; stream < rngs.Length; stream++)
            {
                if (nodes[stream].Action is not null) continue;
                Array.Fill(allowed, float.NegativeInfinity);
                foreach (var token in nodes[stream].Next.Keys) allowed[token] = logits[stream][token];
                nodes[stream] = nodes[stream].Next[Draw(stream, allowed, ref logProbabilities[stream])];
            }

            // the last token of an action stays pending until there is more to read
            if (Array.TrueForAll(nodes, node => node.Action is not null)) break;
            Feed(stream => nodes[stream].Action is null);
        }

        for (var stream = 0; stream < rngs.Length; stream++)
            nodes[stream].Action.CopyTo(actions.Slice(stream * model.Actions.Width, model.Actions.Width));
    }

    void GenerateFreely(Span<float> actions, Span<float> logProbabilities)
    {
        var (written, done) = (rngs.Select(_ => new List<int>()).ToArray(), new bool[rngs.Length]);
        var width = model.Actions.Width;
        for (var length = 0; length < LongestFreeAction && !Array.TrueForAll(done, d => d); length++)
        {
            if (length > 0) Feed(stream => !done[stream]);
            for (var stream = 0; stream < rngs.Length; stream++)
            {
                if (done[stream]) continue;
                written[stream].Add(Draw(stream, logits[stream], ref logProbabilities[stream]));
                done[stream] = model.Codec.TryDecodeAction([.. written[stream]], actions.Slice(stream * width, width));
            }
        }

        for (var stream = 0; stream < rngs.Length; stream++)
            if (!done[stream]) Replace(stream, actions.Slice(stream * width, width), out logProbabilities[stream]);
    }

    void Replace(int stream, Span<float> action, out float logProbability)
    {
        FailedParses++;
        logProbability = 0;
        for (var i = 0; i < action.Length; i++)
        {
            action[i] = model.Actions is Space.Box box ? box.Low + (box.High - box.Low) * rngs[stream].NextSingle()
                : rngs[stream].NextInt(((Space.Discrete)model.Actions).Count);
            logProbability -= MathF.Log(model.Actions is Space.Box range ? range.High - range.Low : ((Space.Discrete)model.Actions).Count);
        }
    }

    int Draw(int stream, ReadOnlySpan<float> values, ref float logProbability)
    {
        var (token, part) = Sampling.Draw(values, temperature, rngs[stream]);
        logProbability += part;
        pending[stream].Add(token);
        return token;
    }

    void Feed() => Feed(_ => true);

    // Feeds the pending tokens of the chosen streams; the logits after a stream's last one are kept
    void Feed(Func<int, bool> chosen)
    {
        var longest = 0;
        for (var stream = 0; stream < rngs.Length; stream++)
        {
            lengths[stream] = chosen(stream) ? pending[stream].Count : 0;
            longest = Math.Max(longest, lengths[stream]);
        }

        for (var at = 0; at < longest; at++)
        {
            for (var stream = 0; stream < rngs.Length; stream++)
                tokens.Values<long>()[stream] = (fed[stream] = at < lengths[stream]) ? pending[stream][at] : 0;
            Read(after: at + 1);
        }

        for (var stream = 0; stream < rngs.Length; stream++)
            if (lengths[stream] > 0) pending[stream].Clear();
    }

    // Reads one token of each stream that is fed, and keeps the logits of those that have then read all
    void Read(int after)
    {
        step.Run(outputs);
        context.Advance(fed);
        for (var stream = 0; stream < rngs.Length; stream++)
            if (lengths[stream] == after) outputs.AsSpan(stream * model.Codec.Count, model.Codec.Count).CopyTo(logits[stream]);
    }
}
