using AlgoDistill.Algorithms;
using AlgoDistill.Data;
using TorchSharp;

namespace AlgoDistill.Experiments;

/// <summary>Generates a store, with its progress shown.</summary>
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
        // The networks of source algorithms are small, and several agents learn at once: one thread each is fastest, eight times on two cores
        var small = plan.Algorithm is Mixture || SourceAlgorithms.Neural.Any(algorithm => algorithm.Id == plan.Algorithm.Id);
        var threads = small ? torch.get_num_threads() : 0;
        if (small) torch.set_num_threads(1);
        try
        {
            return monitor.Watch($"{plan.Algorithm.Id} learns {plan.Tasks.Id}", (long)plan.ToStored().Share(shard).Count * plan.Steps, report =>
                HistoryGenerator.Generate(folder, plan, new Relay(progress => report(progress.Steps, "steps")), shard, workers, cancellation));
        }
        catch (OperationCanceledException error)
        {
            throw new OperationCanceledException($"interrupted; {folder} keeps what is finished, and the same command goes on from there", error, cancellation);
        }
        finally
        {
            if (small) torch.set_num_threads(threads);
        }
    }

    sealed class Relay(Action<GenerationProgress> report) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => report(value);
    }
}
