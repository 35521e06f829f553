using System.Diagnostics;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;
using TorchSharp;

namespace AlgoDistill.Bench.Measures;

/// <summary>
/// Times ranks that train together beside one of them alone with all their threads and the joint batch, block by block in turn, while the
/// others sleep. Every rank runs it.
/// </summary>
/// <param name="ranks">The processes.</param>
/// <param name="blocks">Blocks of updates a size.</param>
/// <param name="blockSeconds">What a block should take; at least one update.</param>
public sealed class RanksBenchmark(DataParallel ranks, int blocks, double blockSeconds)
{
    const int LargeSum = 4 << 20; // numbers: 16 MiB

    /// <summary>Steady medians: about a minute a size.</summary>
    public static RanksBenchmark Full(DataParallel ranks) => new(ranks, blocks: 9, blockSeconds: 2);

    /// <summary>A first look.</summary>
    public static RanksBenchmark Quick(DataParallel ranks) => new(ranks, blocks: 3, blockSeconds: 0.4);

    /// <summary>Times every size.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="threads">Threads of the one process.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<RanksRow> Run(IMonitor monitor, IReadOnlyList<BenchSize> sizes, int threads, CancellationToken cancellation) =>
        monitor.Watch("bench ranks", (long)sizes.Count * blocks, report =>
            sizes.Select((size, i) => Time(size, threads, block =>
            {
                if (ranks.Decide(cancellation.IsCancellationRequested ? 1 : 0) > 0) throw new OperationCanceledException(cancellation);
                report((long)i * blocks + block, size.Name);
            })).ToArray());

    RanksRow Time(BenchSize size, int threads, Action<int> report)
    {
        using var alone = new BenchTraining(size);
        using var apart = new BenchTraining(size with { Batch = ranks.Share.Of(size.Batch) });
        using var together = new BenchTraining(size, ranks: ranks);
        var mine = Math.Max(1, threads / ranks.Size);
        Run(together, 2, mine);
        var block = (int)ranks.Decide(Math.Max(1, Math.Round(blockSeconds / Run(together, 1, mine).Seconds)));
        var (one, parts, all) = (new Cost[blocks], new Cost[blocks], new Cost[blocks]);
        for (var i = 0; i < blocks; i++)
        {
            one[i] = Run(alone, block, threads, everyone: false);
            parts[i] = Run(apart, block, mine);
            all[i] = Run(together, block, mine);
            report(i + 1);
        }

        var ratio = Ratio.Of([.. one.Select(cost => cost.Seconds)], [.. all.Select(cost => cost.Seconds)]);
        return new RanksRow(size.Name, ranks.Size, threads, Rate(one), Rate(parts), Rate(all), ratio.Min, ratio.Middle, ratio.Max,
            Processor(one), Processor(parts), Processor(all), together.GradientBytes, SumSeconds(1), LargeSum * sizeof(float) / SumSeconds(LargeSum));

        double Rate(Cost[] costs) => Ratio.Median([.. costs.Select(cost => size.Tokens * block / cost.Seconds)]);

        double Processor(Cost[] costs) => Ratio.Median([.. costs.Select(cost => cost.ProcessorSeconds / block)]);
    }

    // Updates of rank 0 or of everyone, from one meeting of all ranks to the next
    Cost Run(BenchTraining training, int updates, int threads, bool everyone = true)
    {
        torch.set_num_threads(threads);
        ranks.Barrier();
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < updates && (everyone || ranks.Leads); i++) training.Update();
        ranks.Barrier();
        var seconds = clock.Elapsed.TotalSeconds;
        using var processor = torch.tensor([(Environment.CpuUsage.TotalTime - before).TotalSeconds]);
        ranks.Sum(processor);
        return new Cost(seconds, processor.item<double>());
    }

    double SumSeconds(int numbers)
    {
        using var values = torch.zeros(numbers);
        var seconds = new double[20];
        for (var i = 0; i < seconds.Length; i++)
        {
            ranks.Barrier();
            var clock = Stopwatch.StartNew();
            ranks.Sum(values);
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        return Ratio.Median(seconds);
    }

    // Of a block; the processors' time is that of all ranks
    readonly record struct Cost(double Seconds, double ProcessorSeconds);
}
