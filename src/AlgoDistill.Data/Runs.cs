namespace AlgoDistill.Data;

/// <summary>The agents of a plan, counted from 0, and the histories that each of them makes.</summary>
sealed class Runs
{
    readonly GenerationPlan plan;
    readonly TaskSet set;
    readonly Rng rng;

    /// <exception cref="ArgumentException">The family lacks the split, the split has no task, or the streams do not divide the histories.</exception>
    public Runs(GenerationPlan plan)
    {
        this.plan = plan;
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

    /// <summary>Lets one agent learn.</summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="afterStep">Called with the number of steps done and of streams that did them.</param>
    public IReadOnlyList<LearningHistory> Learn(int agent, Action<int, int>? afterStep = null)
    {
        var first = agent * plan.Streams;
        var shared = plan.Algorithm.StreamsShareLearner;
        var streams = Math.Min(plan.Streams, plan.Histories - first);
        var tasks = Enumerable.Range(0, streams).Select(stream => set.Cycle(shared ? agent : first + stream)).ToArray();
        return Interaction.Run(plan.Tasks, tasks, plan.Algorithm, plan.Steps, rng.Split((ulong)first),
            firstRun: shared ? agent : first, step => afterStep?.Invoke(step, streams));
    }
}
