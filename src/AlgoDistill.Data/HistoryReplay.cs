namespace AlgoDistill.Data;

/// <summary>Plays recorded histories again: a store that replays is what its manifest says it is.</summary>
public static class HistoryReplay
{
    /// <summary>
    /// How far observations of real numbers, and rewards, may lie from the recorded ones where the learner is not replayed, as a share of
    /// 1 + the recorded magnitude: another machine's sines and logarithms may differ in the last bit.
    /// </summary>
    public const double Tolerance = 1e-5; // a hundred roundings of a float

    /// <summary>
    /// Makes environments and learners from the recorded plan, lets them learn again and compares every row bit by bit. A learner that uses
    /// an engine can do so only where the environment is the recorded one; elsewhere its recorded actions are played, and what the
    /// environments answer is compared within <see cref="Tolerance"/>.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="tasks">Families to choose from.</param>
    /// <param name="algorithms">Algorithms to choose from.</param>
    /// <param name="engine">What computes here; it is given the recorded number of threads.</param>
    /// <param name="sample">Histories to play, spread evenly over the store; all when not given.</param>
    /// <exception cref="ArgumentException">A catalogue lacks the store's family or algorithm.</exception>
    /// <exception cref="StoreException">A part is damaged, or the store was imported.</exception>
    public static ReplayResult Run(HistoryStore store, IReadOnlyList<ITaskDistribution> tasks, IReadOnlyList<IAlgorithm> algorithms,
        IComputeEngine? engine = null, int? sample = null)
    {
        if (store.Manifest.Plan.IsImported)
            throw new StoreException(store.Folder, $"was imported ({store.Manifest.Plan.Tasks.Id}): there are no environments and learners that could play it again; verify checks it");
        var plan = GenerationPlan.Restore(store.Manifest.Plan, tasks, algorithms);
        var computed = store.Manifest.ComputedWith;
        var runs = new Runs(plan, computed is null ? null : engine?.With(computed.Threads));
        var reason = !plan.Algorithm.UsesEngine ? null
            : computed is null ? "the manifest does not say what computed it" : ComputeEnvironment.Difference(computed, runs.ComputedWith);
        var player = reason is null
            ? new Player(true, (agent, _) => runs.Learn(agent), new HistoryComparison())
            : new Player(false, (agent, recorded) => runs.Play(agent, recorded), new HistoryComparison(plan.Tasks.Observations is Space.Box ? Tolerance : 0, Tolerance));
        var wanted = Wanted(store.Manifest, sample);
        using var entered = reason is null ? runs.Enter() : null;
        for (var part = 0; part < store.Manifest.Parts.Length; part++)
            if (Part(store, part, plan, wanted, runs, player) is { } divergence) return new ReplayResult(divergence, reason);
        return new ReplayResult(null, reason);
    }

    static HashSet<int> Wanted(Manifest manifest, int? sample)
    {
        var recorded = manifest.Histories;
        var chosen = Math.Min(Require.InRange(sample ?? int.MaxValue, 1, int.MaxValue, nameof(sample)), recorded);
        return [.. Enumerable.Range(0, chosen).Select(i => manifest.FirstHistory + (int)((long)i * recorded / chosen))];
    }

    static Divergence? Part(HistoryStore store, int part, GenerationPlan plan, HashSet<int> wanted, Runs runs, Player player)
    {
        var first = store.Manifest.Parts[part].FirstHistory;
        var numbers = Enumerable.Range(first, store.Manifest.Parts[part].Histories).Where(wanted.Contains).ToArray();
        if (numbers.Length == 0) return null;
        var histories = store.ReadPart(part);
        foreach (var agent in numbers.GroupBy(number => number / plan.Streams))
        {
            LearningHistory[] recorded = [.. histories.Skip(agent.Key * plan.Streams - first).Take(plan.Streams)];
            if (!player.Learns && Unplayable(recorded, plan) is { } fault) return fault;
            if (recorded.Length != runs.Streams(agent.Key)) throw new StoreException(store.Folder, "has parts that do not hold all histories of their agents");
            var again = player.Again(agent.Key, recorded);
            foreach (var number in agent)
                if (player.Comparison.Compare(histories[number - first], again[number % plan.Streams]) is { } divergence) return divergence;
        }

        return null;
    }

    /// <summary>What no agent of the plan can have done: another number of steps, or an action that the task does not have.</summary>
    static Divergence? Unplayable(IReadOnlyList<LearningHistory> recorded, GenerationPlan plan)
    {
        foreach (var history in recorded)
        {
            if (history.Length != plan.Steps) return HistoryComparison.At(history, Math.Min(history.Length, plan.Steps), "step", history.Length, plan.Steps);
            for (var row = 0; row < history.Length; row++)
                if (!plan.Tasks.Actions.Contains(history.Action(row)))
                    return HistoryComparison.At(history, row, "action", history.Action(row)[0], $"one of {plan.Tasks.Actions}");
        }

        return null;
    }

    /// <summary>How histories are played again and compared.</summary>
    /// <param name="Learns">Whether the learner learns again.</param>
    /// <param name="Again">Gives the histories of an agent by its number and those that are recorded.</param>
    /// <param name="Comparison">Compares one.</param>
    sealed record Player(bool Learns, Func<int, IReadOnlyList<LearningHistory>, IReadOnlyList<LearningHistory>> Again, HistoryComparison Comparison);
}
