using System.Diagnostics;
using AlgoDistill.Models.Rl;
using TorchSharp;

namespace AlgoDistill.Experiments.Bench;

/// <summary>Times training of <see cref="MultiHeadTransformer"/>: forward, backward, clipping and AdamW, with batches made as in training.</summary>
/// <param name="blocks">Blocks of updates a size.</param>
/// <param name="blockSeconds">What a block should take; at least one update.</param>
public sealed class TrainingBenchmark(int blocks, double blockSeconds)
{
    const int SgemmSize = 1024;

    /// <summary>Steady medians: about half a minute a size.</summary>
    public static TrainingBenchmark Full { get; } = new(blocks: 9, blockSeconds: 3);

    /// <summary>A first look: all sizes within 20 seconds.</summary>
    public static TrainingBenchmark Quick { get; } = new(blocks: 3, blockSeconds: 0.4);

    /// <summary>Times every size.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="sizes">Sizes.</param>
    /// <param name="peers">What to compare with, block by block.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<BenchRow> Run(IMonitor monitor, IReadOnlyList<BenchSize> sizes, IReadOnlyList<PyTorchPeer> peers, CancellationToken cancellation) =>
        monitor.Watch("bench train", (long)sizes.Count * blocks, report =>
            sizes.Select((size, i) => Time(size, peers, block =>
            {
                cancellation.ThrowIfCancellationRequested();
                report((long)i * blocks + block, size.Name);
            })).ToArray());

    BenchRow Time(BenchSize size, IReadOnlyList<PyTorchPeer> peers, Action<int> report)
    {
        PeakMemory.Reset();
        using var training = new BenchTraining(size);
        Seconds(training, 1);
        var block = Block(Seconds(training, 1));
        foreach (var peer in peers) peer.Open(size, BenchTraining.Observations, BenchTraining.Actions, torch.get_num_threads());
        var (mine, sgemm) = (new double[blocks], new double[blocks]);
        var theirs = peers.Select(_ => new double[blocks]).ToArray();
        var theirBlocks = peers.Select(peer => Block(peer.Seconds(1))).ToArray();
        for (var i = 0; i < blocks; i++)
        {
            mine[i] = size.Tokens * block / Seconds(training, block);
            for (var p = 0; p < peers.Count; p++) theirs[p][i] = size.Tokens * theirBlocks[p] / peers[p].Seconds(theirBlocks[p]);
            sgemm[i] = SgemmRate();
            report(i + 1);
        }

        return Row(size, Median(mine), Median(sgemm)) with { Peers = [.. peers.Zip(theirs, (peer, rates) => Compare(peer.Name, mine, rates))] };
    }

    // Updates that take about as long as a block should
    int Block(double secondsAnUpdate) => (int)Math.Max(1, Math.Round(blockSeconds / secondsAnUpdate));

    static BenchRow Row(BenchSize size, double tokensPerSecond, double sgemm)
    {
        var flops = tokensPerSecond / size.Tokens * size.FlopsPerUpdate(Outputs);
        return new BenchRow(size.Name, size.Layers, size.Width, size.Heads, size.Context, size.Batch, tokensPerSecond, flops, sgemm, flops / sgemm, PeakMemory.Bytes());
    }

    static PeerRow Compare(string name, double[] mine, double[] theirs)
    {
        var ratios = mine.Zip(theirs, (ours, other) => ours / other).ToArray();
        return new PeerRow(name, Median(theirs), ratios.Min(), Median(ratios), ratios.Max());
    }

    // Action and next-observation logits, reward, log-probability
    static int Outputs => BenchTraining.Actions.Count + BenchTraining.Observations.Size * BenchTraining.Observations.Count + 2;

    static double Seconds(BenchTraining training, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) training.Update();
        return clock.Elapsed.TotalSeconds;
    }

    static double SgemmRate()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var (a, b) = (torch.ones(SgemmSize, SgemmSize), torch.ones(SgemmSize, SgemmSize));
        var rates = new double[3];
        for (var i = 0; i < rates.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            torch.matmul(a, b);
            rates[i] = 2.0 * SgemmSize * SgemmSize * SgemmSize / clock.Elapsed.TotalSeconds;
        }

        return rates.Max();
    }

    internal static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
