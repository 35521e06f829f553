namespace AlgoDistill.Algorithms;

/// <summary>
/// Lets each stream be learned by one of several algorithms, drawn at random with equal probability: a data set of mixed origin, in which a distilled model
/// must find out whom it continues. Every transition counts as an update.
/// </summary>
public sealed record Mixture : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "mixture";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <inheritdoc/>
    public bool UsesEngine => Parse(Sources).Any(source => source.UsesEngine);

    /// <summary>
    /// The algorithms, with a <c>|</c> between them; settings other than the defaults follow a colon: <c>q-learning:Epsilon=0.5,Discount=0.8|uniform-random</c>.
    /// An algorithm that is named twice is drawn twice as often.
    /// </summary>
    /// <exception cref="ArgumentException">An algorithm or a setting is unknown; the message lists the known ones.</exception>
    public string Sources
    {
        get;
        init
        {
            Parse(value);
            field = value;
        }
    } = "noise-curriculum|uniform-random"; // whoever improves, and who never does

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        Create(streams, rng, (source, _, own) => source.CreateAgent(observations, actions, 1, own), (observations, actions));

    /// <inheritdoc/>
    public IAgent CreateAgent(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Rng rng) =>
        Create(streamTasks.Count, rng, (source, stream, own) => source.CreateAgent(tasks, [streamTasks[stream]], own), (tasks.Observations, tasks.Actions));

    StreamAgents Create(int streams, Rng rng, Func<IAlgorithm, int, Rng, IAgent> create, (Space Observations, Space Actions) spaces)
    {
        var sources = Parse(Sources);
        try
        {
            foreach (var source in sources) create(source, 0, rng.Split(0)).Dispose(); // all must be able to play, whoever is drawn
            return new StreamAgents([.. rng.SplitMany(streams).Select((own, stream) => create(sources[own.NextInt(sources.Length)], stream, own))], spaces, learn: true);
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"{Id}: {refusal.Message}", refusal);
        }
    }

    static IAlgorithm[] Parse(string sources) => [.. sources.Split('|').Select(text =>
    {
        var (id, settings) = text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (text[..colon], text[(colon + 1)..].Split(',')) : (text, []);
        var known = SourceAlgorithms.All.Where(algorithm => algorithm is not Mixture).ToArray();
        var source = known.FirstOrDefault(algorithm => algorithm.Id == id)
            ?? throw new ArgumentException($"Sources names the algorithm \"{id}\"; known are {string.Join(", ", known.Select(algorithm => algorithm.Id))}");
        return settings.Length == 0 ? source : Settings.With(source, settings);
    })];
}
