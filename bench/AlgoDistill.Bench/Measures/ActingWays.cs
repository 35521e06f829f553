using AlgoDistill.Learning;
using AlgoDistill.Models.Rl;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Measures;

/// <summary>One way of acting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cached">Whether it keeps keys and values.</param>
/// <param name="Step">One step of all streams.</param>
sealed record ActingWay(string Name, bool Cached, Action Step);

/// <summary>The ways of acting that are timed, each with its context full. What the streams see does not matter for speed.</summary>
sealed class ActingWays : IDisposable
{
    readonly MultiHeadTransformer model;
    readonly Transformer transformer;
    readonly Tensor token;
    readonly IAgent agent;
    readonly List<StreamContext> contexts = [];
    readonly float[] observations, actions, logProbabilities, rewards;
    readonly EpisodeEnd[] ends;

    public ActingWays(BenchSize size)
    {
        var (streams, options) = (size.Batch, BenchTraining.Options(size));
        var shape = options.Transformer;
        model = new MultiHeadTransformer(BenchTraining.Observations, BenchTraining.Actions, options, new Rng(1));
        agent = DistilledRl.Of("bench", model).CreateAgent(BenchTraining.Observations, BenchTraining.Actions, streams, new Rng(2));
        (observations, actions) = (new float[streams * BenchTraining.Observations.Width], new float[streams * BenchTraining.Actions.Width]);
        (logProbabilities, rewards, ends) = (new float[streams], new float[streams], new EpisodeEnd[streams]);
        for (var step = 0; step < size.Context; step++) Act();
        transformer = new Transformer(shape, size.Context, new Rng(3));
        transformer.eval();
        token = randn(streams, size.Width);
        All =
        [
            new("agent", Cached: true, Act),
            Step("in-step", Filled(new KvCache(shape, streams, size.Context, token), size.Context), advance: true),
            Step("out-of-step", Scattered(Filled(new KvCache(shape, streams, size.Context, token), size.Context), new Rng(4)), advance: true),
            Step("uncached", Filled(new UncachedContext(shape, streams, token), size.Context - 1), advance: false),
        ];
    }

    public IReadOnlyList<ActingWay> All { get; }

    public void Dispose()
    {
        agent.Dispose();
        foreach (var context in contexts) context.Dispose();
        model.Dispose();
        transformer.Dispose();
        token.Dispose();
    }

    void Act()
    {
        agent.SelectActions(observations, actions, logProbabilities);
        agent.Update(new TransitionBatch
        {
            Streams = rewards.Length,
            Observations = observations,
            Actions = actions,
            Rewards = rewards,
            Ends = ends,
            NextObservations = observations,
        });
    }

    // Without advancing, the last token is read again, so that the window does not grow
    ActingWay Step(string name, StreamContext context, bool advance)
    {
        contexts.Add(context);
        return new ActingWay(name, context is KvCache, () =>
        {
            using var scope = NewDisposeScope();
            transformer.Step(token, context);
            if (advance) context.Advance();
        });
    }

    // Zeros do for what was read: the work is the same
    static StreamContext Filled(StreamContext context, int tokens)
    {
        for (var i = 0; i < tokens; i++) context.Advance();
        return context;
    }

    static StreamContext Scattered(StreamContext context, Rng rng)
    {
        var fed = new bool[context.Streams];
        for (var i = 0; i < 1000; i++)
        {
            for (var stream = 0; stream < fed.Length; stream++) fed[stream] = rng.NextInt(2) == 0;
            context.Advance(fed);
        }

        return context;
    }
}
