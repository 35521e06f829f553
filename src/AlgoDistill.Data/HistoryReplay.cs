using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data;

/// <summary>Plays recorded histories again: a store that replays is what its manifest says it is.</summary>
public static class HistoryReplay
{
    /// <summary>Makes environments and learners from the recorded plan, lets them learn again and compares every row bit by bit.</summary>
    /// <param name="store">The store.</param>
    /// <param name="tasks">Families to choose from.</param>
    /// <param name="algorithms">Algorithms to choose from.</param>
    /// <param name="sample">Histories to play, spread evenly over the store; all when not given.</param>
    /// <returns>The first divergence, or nothing when all rows are equal.</returns>
    /// <exception cref="ArgumentException">A catalogue lacks the store's family or algorithm.</exception>
    /// <exception cref="StoreException">A part is damaged, or the store was imported.</exception>
    public static Divergence? Run(HistoryStore store, IReadOnlyList<ITaskDistribution> tasks, IReadOnlyList<IAlgorithm> algorithms, int? sample = null)
    {
        if (store.Manifest.Plan.IsImported)
            throw new StoreException(store.Folder, $"was imported ({store.Manifest.Plan.Tasks.Id}): there are no environments and learners that could play it again; verify checks it");
        var plan = GenerationPlan.Restore(store.Manifest.Plan, tasks, algorithms);
        var runs = new Runs(plan);
        var recorded = store.Manifest.Histories;
        var chosen = Math.Min(Require.InRange(sample ?? int.MaxValue, 1, int.MaxValue, nameof(sample)), recorded);
        var wanted = Enumerable.Range(0, chosen).Select(i => store.Manifest.FirstHistory + (int)((long)i * recorded / chosen)).ToHashSet();
        for (var part = 0; part < store.Manifest.Parts.Length; part++)
            if (Part(store, part, plan.Streams, wanted, runs) is { } divergence) return divergence;
        return null;
    }

    static Divergence? Part(HistoryStore store, int part, int streams, HashSet<int> wanted, Runs runs)
    {
        var first = store.Manifest.Parts[part].FirstHistory;
        var numbers = Enumerable.Range(first, store.Manifest.Parts[part].Histories).Where(wanted.Contains).ToArray();
        if (numbers.Length == 0) return null;
        var histories = store.ReadPart(part);
        foreach (var agent in numbers.GroupBy(number => number / streams))
        {
            var replayed = runs.Learn(agent.Key);
            foreach (var number in agent)
                if (Compare(histories[number - first], replayed[number % streams]) is { } divergence) return divergence;
        }

        return null;
    }

    /// <summary>The first difference between two histories, in the order of rows and then of columns; nothing when they are equal bit by bit.</summary>
    public static Divergence? Compare(LearningHistory recorded, LearningHistory replayed)
    {
        if (!recorded.Task.Equals(replayed.Task)) return At(0, "task", recorded.Task, replayed.Task);
        if (recorded.Length != replayed.Length) return At(Math.Min(recorded.Length, replayed.Length), "step", recorded.Length, replayed.Length);
        var (a, b) = (recorded.Columns, replayed.Columns);
        Divergence?[] candidates =
        [
            First("observation", a.Observations, b.Observations, recorded.ObservationWidth),
            First("action", a.Actions, b.Actions, recorded.ActionWidth),
            First("reward", a.Rewards, b.Rewards, 1),
            First("log_probability", a.LogProbabilities, b.LogProbabilities, 1),
            First("update", a.Updates, b.Updates, 1),
            First("end", a.Ends, b.Ends, 1),
        ];
        if (candidates.OfType<Divergence>().MinBy(divergence => divergence.Row) is { } divergence) return divergence;
        var final = First("final_observation", a.FinalObservations, b.FinalObservations, recorded.ObservationWidth);
        return final is null ? null : final with { Row = FinalRows(recorded).ElementAt(final.Row) };

        Divergence At(int row, string column, object was, object now) =>
            new(recorded.Run, recorded.Stream, row, column, FormattableString.Invariant($"{was}"), FormattableString.Invariant($"{now}"));

        Divergence? First<T>(string column, T[] was, T[] now, int width) where T : unmanaged
        {
            var equal = MemoryMarshal.AsBytes<T>(was).CommonPrefixLength(MemoryMarshal.AsBytes<T>(now)) / Unsafe.SizeOf<T>();
            return equal == was.Length ? null : At(equal / width, column, was[equal], now[equal]);
        }
    }

    static IEnumerable<int> FinalRows(LearningHistory history) =>
        Enumerable.Range(0, history.Length).Where(row => history.Columns.Ends[row] != EpisodeEnd.None || row == history.Length - 1);
}
