namespace AlgoDistill.Tests;

/// <summary>Another algorithm, whose last agent can be looked at when its run is over.</summary>
sealed record KeptAgent(IAlgorithm Inner) : IAlgorithm
{
    public string Id => Inner.Id;
    public bool StreamsShareLearner => Inner.StreamsShareLearner;
    public bool UsesEngine => Inner.UsesEngine;
    public IAgent? Agent { get; private set; }

    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => Agent = Inner.CreateAgent(observations, actions, streams, rng);
}
