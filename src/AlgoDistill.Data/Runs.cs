namespace AlgoDistill.Data;

/// <summary>The agents of a plan, counted from 0, and the histories that each of them makes.</summary>
sealed class Runs
{
    readonly GenerationPlan plan;
    readonly TaskSet set;
    readonly Rng rng;
    readonly IComputeEngine? engine; // where the algorithm uses one

    /// <param name="plan">The plan.</param>
    /// <param name="engine">What computes an algorithm that uses an engine.</param>
    /// <exception cref="ArgumentException">The family lacks the split, the split has no task, or the streams do not divide the histories.</exception>
    public Runs(GenerationPlan plan, IComputeEngine? engine = null)
    {
        this.plan = plan;
        this.engine = plan.Algorithm.UsesEngine ? engine : null;
        set = plan.Tasks.Split(plan.SplitSeed).Named(plan.Split);
        rng = new Rng(plan.Seed);
        AgentsPerPart = plan.ToStored().HistoriesPerPart / plan.Streams;
        if (set.Count == 0) throw new ArgumentException($"the split {plan.Split} of {plan.Tasks.Id} has no task");
        if (plan.Algorithm.StreamsShareLearner && plan.Histories % plan.Streams != 0)
            throw new ArgumentException($"Histories is {plan.Histories}; it must be a multiple of Streams, {plan.Streams}, "
                + $"which share one learner of {plan.Algorithm.Id}");
    }

    /// <summary>How many agents there are.</summary>
    public int Agents => (int)(((long)plan.Histories + plan.Streams - 1) / plan.Streams);

    /// <summary>Agents whose histories make one part.</summary>
    public int AgentsPerPart { get; }

    /// <summary>What computes the histories, where their bits depend on it.</summary>
    public ComputeEnvironment? ComputedWith => engine?.Environment;

    /// <summary>Readies the calling thread, until it is disposed of.</summary>
    public IDisposable? Enter() => engine?.Enter();

    /// <summary>Streams that an agent acts for.</summary>
    public int Streams(int agent) => Math.Min(plan.Streams, plan.Histories - agent * plan.Streams);

    /// <summary>Lets one agent learn.</summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="afterStep">Called with the number of steps done and of streams that did them.</param>
    public IReadOnlyList<LearningHistory> Learn(int agent, Action<int, int>? afterStep = null)
    {
        using var entered = Enter();
        return Run(plan.Algorithm, agent, afterStep);
    }

    /// <summary>Plays what one agent did again, in environments made as it found them.</summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="recorded">Its histories, each of as many steps as the plan says.</param>
    /// <returns>The actions as they are recorded, and what the environments answer to them.</returns>
    public IReadOnlyList<LearningHistory> Play(int agent, IReadOnlyList<LearningHistory> recorded) => Run(new RecordedActions(plan.Algorithm, recorded), agent);

    IReadOnlyList<LearningHistory> Run(IAlgorithm algorithm, int agent, Action<int, int>? afterStep = null)
    {
        var first = agent * plan.Streams;
        var shared = plan.Algorithm.StreamsShareLearner;
        var streams = Streams(agent);
        var tasks = Enumerable.Range(0, streams).Select(stream => set.Cycle(shared ? agent : first + stream)).ToArray();
        return Interaction.Run(plan.Tasks, tasks, algorithm, plan.Steps, rng.Split((ulong)first),
            firstRun: shared ? agent : first, step => afterStep?.Invoke(step, streams));
    }
}
