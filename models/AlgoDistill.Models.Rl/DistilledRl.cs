using AlgoDistill.Learning;

namespace AlgoDistill.Models.Rl;

/// <summary>A frozen <see cref="MultiHeadTransformer"/> as a reinforcement-learning algorithm: its agents learn in their context alone.</summary>
/// <param name="Run">Folder of the training run, as a name.</param>
/// <param name="Temperature">Divides the logits; 0 takes the likeliest action.</param>
public sealed record DistilledRl(string Run, double Temperature = 1) : IAlgorithm
{
    readonly MultiHeadTransformer? model;
    readonly bool cached;

    /// <summary>Wraps a model.</summary>
    /// <param name="run">Folder of the training run, as a name.</param>
    /// <param name="model">The model.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest.</param>
    /// <param name="cached">Whether agents keep keys and values; without, they read their whole context again for every token and choose the same, slowly.</param>
    public static DistilledRl Of(string run, MultiHeadTransformer model, double temperature = 1, bool cached = true) => new(run, temperature, model, cached);

    DistilledRl(string run, double temperature, MultiHeadTransformer model, bool cached) : this(run, temperature) => (this.model, this.cached) = (model, cached);

    /// <summary>SHA-256 of the weights where it is known, so that a store says which ones were evaluated.</summary>
    public string? Weights { get; init; }

    /// <inheritdoc/>
    public string Id => "distilled-rl";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        var frozen = model ?? throw new InvalidOperationException($"the model of {Run} is not loaded");
        if (observations != frozen.Observations || actions != frozen.Actions)
            throw new ArgumentException($"the model of {Run} observes {frozen.Observations} and acts in {frozen.Actions}; the task has {observations} and {actions}");
        return new Agent(frozen, frozen.CreateContext(streams, cached), Temperature, rng);
    }

    sealed class Agent : IAgent
    {
        readonly MultiHeadTransformer model;
        readonly StreamContext context;
        readonly TokenEncoder encoder;
        readonly ActingStep step;
        readonly double temperature;
        readonly Rng[] rngs;
        readonly float[] lastActions, outputs;
        readonly Outcome[] lastOutcomes;
        bool started;

        public Agent(MultiHeadTransformer model, StreamContext context, double temperature, Rng rng)
        {
            (this.model, this.context, this.temperature) = (model, context, temperature);
            var streams = context.Streams;
            model.eval();
            encoder = new TokenEncoder(model.Observations, model.Actions, streams, model.Like);
            rngs = [.. Enumerable.Range(0, streams).Select(stream => rng.Split((ulong)stream))];
            (lastActions, lastOutcomes) = (new float[streams * model.Actions.Width], new Outcome[streams]);
            outputs = new float[streams * model.ActionHead.Width];
            step = new ActingStep(context, [encoder.Indices, encoder.Features],
                tokens => model.ActionHead.forward(model.Step(model.Embed(tokens[0], tokens[1]), context)));   // (S, outputs)
        }

        public int Updates => 0;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            if (model.Options.TokensPerStep == 3 && started) FeedAnswers();
            encoder.Clear();
            for (var stream = 0; stream < rngs.Length; stream++) WriteSeen(stream, Row(observations, stream, model.Observations.Width));
            Feed();
            var width = outputs.Length / rngs.Length;
            for (var stream = 0; stream < rngs.Length; stream++)
                logProbabilities[stream] = model.ActionHead.Draw(outputs.AsSpan(stream * width, width),
                    actions.Slice(stream * model.Actions.Width, model.Actions.Width), temperature, rngs[stream]);
            started = true;
        }

        public void Update(in TransitionBatch transitions)
        {
            transitions.Actions.CopyTo(lastActions);
            for (var stream = 0; stream < rngs.Length; stream++) lastOutcomes[stream] = new Outcome(transitions.Rewards[stream], transitions.Ends[stream]);
        }

        public void Dispose()
        {
            step.Dispose();
            context.Dispose();
            encoder.Dispose();
        }

        void WriteSeen(int stream, ReadOnlySpan<float> observation)
        {
            if (model.Options.TokensPerStep == 3) encoder.WriteObservation(stream, observation);
            else encoder.WriteStep(stream, observation, Row(lastActions, stream, model.Actions.Width), started ? lastOutcomes[stream] : null);
        }

        // Three tokens a step: the action and then the outcome of the step before
        void FeedAnswers()
        {
            encoder.Clear();
            for (var stream = 0; stream < rngs.Length; stream++)
                encoder.WriteAction(stream, Row(lastActions, stream, model.Actions.Width));
            Feed();
            encoder.Clear();
            for (var stream = 0; stream < rngs.Length; stream++) encoder.WriteOutcome(stream, lastOutcomes[stream]);
            Feed();
        }

        void Feed()
        {
            step.Run(outputs);
            context.Advance();
        }

        static ReadOnlySpan<float> Row(ReadOnlySpan<float> values, int row, int width) => values.Slice(row * width, width);
    }
}
