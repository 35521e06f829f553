namespace AlgoDistill.Data;

/// <summary>How far a generation is.</summary>
/// <param name="Steps">Steps done, those of an earlier, interrupted run included.</param>
/// <param name="Total">Steps in all.</param>
public readonly record struct GenerationProgress(long Steps, long Total);

/// <summary>Lets algorithms learn tasks and records their histories in a store.</summary>
public static class HistoryGenerator
{
    const int StepsPerReport = 256;

    /// <summary>Makes the store of a plan, or goes on with one that was interrupted; a finished store is only checked.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="plan">What to generate.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="shard">The share of the plan to make; all of it when not given. <see cref="StoreMerge"/> puts shares together.</param>
    /// <param name="workers">Agents that learn at once; all cores when not given. The store does not depend on it.</param>
    /// <param name="engine">What computes an algorithm that <see cref="IAlgorithm.UsesEngine"/>; without it the manifest cannot say so, and only environments replay.</param>
    /// <param name="cancellation">Stops it; parts that are finished are kept.</param>
    /// <exception cref="StoreException">The folder holds something else, another plan's store or an unfinished one of another environment, has another writer, or cannot be written.</exception>
    /// <exception cref="ArgumentException">The plan contradicts itself, or the algorithm cannot play the tasks.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static HistoryStore Generate(string folder, GenerationPlan plan, IProgress<GenerationProgress>? progress = null,
        Shard? shard = null, int? workers = null, IComputeEngine? engine = null, CancellationToken cancellation = default)
    {
        var runs = new Runs(plan, engine);
        using (runs.Enter())
        using (var writer = StoreWriter.Open(folder, plan.ToStored(), plan.Tasks.Observations, plan.Tasks.Actions, shard, runs.ComputedWith))
        {
            var steps = writer.Manifest.Rows;
            var total = (long)writer.Manifest.Planned * plan.Steps;
            var first = (writer.Manifest.FirstPart + writer.Manifest.Parts.Length) * runs.AgentsPerPart;
            var end = (writer.Manifest.FirstHistory + writer.Manifest.Planned + plan.Streams - 1) / plan.Streams;
            Pipeline(Parts(), parts => writer.Append(parts, plan.Tasks.References));

            IEnumerable<IReadOnlyList<IReadOnlyList<LearningHistory>>> Parts()
            {
                // As many parts at once as keep all workers busy
                var busy = workers ?? Environment.ProcessorCount;
                var atOnce = (busy + runs.AgentsPerPart - 1) / runs.AgentsPerPart * runs.AgentsPerPart;
                for (; first < end; first += atOnce)
                {
                    var histories = new IReadOnlyList<LearningHistory>[Math.Min(atOnce, end - first)];
                    Cores.For(0, histories.Length, busy, i => histories[i] = runs.Learn(first + i, Report), cancellation);
                    yield return [.. histories.Chunk(runs.AgentsPerPart).Select(IReadOnlyList<LearningHistory> (part) => [.. part.SelectMany(of => of)])];
                }
            }

            void Report(int step, int streams)
            {
                cancellation.ThrowIfCancellationRequested();
                if (step % StepsPerReport != 0 && step != plan.Steps) return;
                var done = (step - 1) % StepsPerReport + 1;
                progress?.Report(new GenerationProgress(Interlocked.Add(ref steps, (long)done * streams), total));
            }
        }

        return HistoryStore.Open(folder);
    }

    /// <summary>Takes in each item while the next is being made.</summary>
    static void Pipeline<T>(IEnumerable<T> items, Action<T> take)
    {
        var taken = Task.CompletedTask;
        try
        {
            foreach (var item in items)
            {
                taken.GetAwaiter().GetResult();
                taken = Task.Run(() => take(item));
            }
        }
        finally
        {
            taken.GetAwaiter().GetResult();
        }
    }
}
