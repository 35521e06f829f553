using AlgoDistill.Bench.Peers;
using AlgoDistill.Experiments;

namespace AlgoDistill.Bench.Measures;

/// <summary>Times training of a multi-head transformer: its batch, forward, backward, clipping and AdamW.</summary>
/// <param name="blocks">Blocks of updates a size.</param>
/// <param name="blockSeconds">What a block should take; at least one update.</param>
public sealed class TrainingBenchmark(int blocks, double blockSeconds)
{
    /// <summary>Steady medians: about half a minute a size, and as long again for a peer.</summary>
    public static TrainingBenchmark Full { get; } = new(blocks: 9, blockSeconds: 3);

    /// <summary>A first look: all sizes within 20 seconds.</summary>
    public static TrainingBenchmark Quick { get; } = new(blocks: 3, blockSeconds: 0.4);

    /// <summary>Times every size.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="peers">What to compare with, block by block: names of <see cref="PeerTraining"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<BenchRow> Run(IMonitor monitor, IReadOnlyList<BenchSize> sizes, IReadOnlyList<string> peers, CancellationToken cancellation) =>
        monitor.Watch("bench train", (long)sizes.Count * blocks, report =>
            sizes.Select((size, i) => Time(size, peers, block =>
            {
                cancellation.ThrowIfCancellationRequested();
                report((long)i * blocks + block, size.Name);
            })).ToArray());

    BenchRow Time(BenchSize size, IReadOnlyList<string> names, Action<int> report)
    {
        PeakMemory.Reset();
        using var training = new BenchTraining(size, ahead: false);     // with fewer threads than cores, another would help
        using var sgemm = new Sgemm();
        var sides = new List<Side> { new(training.Update, blockSeconds, blocks) };
        var peak = PeakMemory.Bytes();
        var peers = new List<PeerTraining>();
        try
        {
            foreach (var name in names)
            {
                peers.Add(new PeerTraining(name, training));
                sides.Add(new(peers[^1].Update, blockSeconds, blocks));
            }

            for (var block = 0; block < blocks; block++)
            {
                foreach (var side in sides) side.Time(block, size.Tokens);
                sgemm.Measure();
                report(block + 1);
            }
        }
        finally
        {
            foreach (var peer in peers) peer.Dispose();
        }

        var mine = sides[0].Rates;
        return Row(size, Ratio.Median(mine), sgemm.Best(), peak) with
        {
            Peers = [.. names.Zip(sides.Skip(1), (name, side) => PeerRow.Of(name, mine, side.Rates))],
        };
    }

    static BenchRow Row(BenchSize size, double tokensPerSecond, (string Library, double FlopsPerSecond) sgemm, long peak)
    {
        var flops = tokensPerSecond / size.Tokens * size.FlopsPerUpdate(Outputs);
        return new BenchRow(size.Name, size.Layers, size.Width, size.Heads, size.Context, size.Batch, tokensPerSecond, flops,
            sgemm.FlopsPerSecond, flops / sgemm.FlopsPerSecond, peak) { SgemmLibrary = sgemm.Library };
    }

    // Action and next-observation logits, reward, log-probability
    static int Outputs => BenchTraining.Actions.Count + BenchTraining.Observations.Size * BenchTraining.Observations.Count + 2;

    // One that trains, warm
    sealed class Side(Func<double> update, double blockSeconds, int blocks)
    {
        readonly int updates = Timing.WarmUp(() => update(), blockSeconds);

        public double[] Rates { get; } = new double[blocks];

        public void Time(int block, long tokens) => Rates[block] = tokens * updates / Timing.Seconds(() => update(), updates);
    }
}
