using AlgoDistill.Data;
using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>Generates a store, with its progress shown, and plays it again.</summary>
public static class Generation
{
    /// <summary>As <see cref="HistoryGenerator.Generate"/>.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="plan">What to generate.</param>
    /// <param name="shard">The share of it to generate; all when not given.</param>
    /// <param name="workers">Agents at once; all cores when not given.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The algorithm cannot play the tasks.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the message says how to go on.</exception>
    public static HistoryStore Run(IMonitor monitor, string folder, GenerationPlan plan, Shard? shard, int? workers, CancellationToken cancellation)
    {
        plan.Algorithm.CreateAgent(plan.Tasks, [plan.Tasks.Split(plan.SplitSeed).Train[0]], new Rng(0)).Dispose(); // what cannot play leaves no folder
        try
        {
            return monitor.Watch($"{plan.Algorithm.Id} learns {plan.Tasks.Id}", (long)plan.ToStored().Share(shard).Count * plan.Steps, report =>
                HistoryGenerator.Generate(folder, plan, new Relay(progress => report(progress.Steps, "steps")), shard, workers, EngineOf(plan.Algorithm), cancellation));
        }
        catch (OperationCanceledException error)
        {
            throw new OperationCanceledException($"interrupted; {folder} keeps what is finished, and the same command goes on from there", error, cancellation);
        }
    }

    /// <summary>As <see cref="HistoryReplay.Run"/>, with all families and algorithms.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sample">Histories to play; all when not given.</param>
    /// <exception cref="ArgumentException">The store's family or algorithm is unknown.</exception>
    /// <exception cref="StoreException">A part is damaged, or the store was imported.</exception>
    public static ReplayResult Replay(HistoryStore store, int? sample) =>
        HistoryReplay.Run(store, Catalogue.Tasks, Catalogue.Algorithms, new TorchEngine(1), sample); // with the threads that the store says

    /// <summary>What computes an algorithm; nothing where it needs no tensor library.</summary>
    public static IComputeEngine? EngineOf(IAlgorithm algorithm) =>
        !algorithm.UsesEngine ? null
        : Catalogue.Algorithms.All(source => source.Id != algorithm.Id) ? TorchEngine.Default
        : new TorchEngine(1); // the networks of source algorithms are small, and several agents learn at once: eight times as fast on two cores

    sealed class Relay(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
