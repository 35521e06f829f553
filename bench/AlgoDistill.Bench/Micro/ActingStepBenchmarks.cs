using AlgoDistill.Bench.Measures;
using AlgoDistill.Models.Rl;
using BenchmarkDotNet.Attributes;

namespace AlgoDistill.Bench.Micro;

/// <summary>One lock-step step of a distilled model over many streams, with full key-value caches.</summary>
[MemoryDiagnoser]
public class ActingStepBenchmarks
{
    static readonly BenchSize Size = BenchSize.Small with { Context = 400 };
    MultiHeadTransformer model = null!;
    IAgent agent = null!;
    float[] observations = [], actions = [], logProbabilities = [], rewards = [];
    EpisodeEnd[] ends = [];

    /// <summary>Streams.</summary>
    [Params(16, 256)]
    public int Streams { get; set; }

    /// <summary>Makes the agent and fills its caches.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        model = new(BenchTraining.Observations, BenchTraining.Actions, BenchTraining.Options(Size), new Rng(1));
        agent = DistilledRl.Of("bench", model).CreateAgent(model.Observations, model.Actions, Streams, new Rng(2));
        (observations, actions) = (new float[Streams * model.Observations.Width], new float[Streams * model.Actions.Width]);
        (logProbabilities, rewards, ends) = (new float[Streams], new float[Streams], new EpisodeEnd[Streams]);
        for (var step = 0; step < Size.Context; step++) Step();
    }

    /// <summary>Frees both.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        agent.Dispose();
        model.Dispose();
    }

    /// <summary>Actions of all streams, and what followed.</summary>
    [Benchmark]
    public void Step()
    {
        agent.SelectActions(observations, actions, logProbabilities);
        agent.Update(new TransitionBatch
        {
            Streams = Streams, Observations = observations, Actions = actions, Rewards = rewards, Ends = ends, NextObservations = observations,
        });
    }
}
