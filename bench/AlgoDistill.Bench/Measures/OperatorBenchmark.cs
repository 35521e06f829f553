using System.Diagnostics;
using AlgoDistill.Experiments;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Measures;

/// <summary>Times our own operators, forward and backward, against the compositions that they replace, run by run in turn.</summary>
/// <param name="runs">Runs of each.</param>
/// <param name="sizes">Sizes of the tensors.</param>
public sealed class OperatorBenchmark(int runs, IReadOnlyList<BenchSize> sizes)
{
    /// <summary>All sizes, within a minute.</summary>
    public static OperatorBenchmark Full { get; } = new(runs: 15, BenchSize.All);

    /// <summary>A first look at a small size, within 5 seconds.</summary>
    public static OperatorBenchmark Quick { get; } = new(runs: 3, [BenchSize.Small]);

    /// <summary>Times every operator at every size.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<OperatorRow> Run(IMonitor monitor, CancellationToken cancellation) => monitor.Watch("bench ops", sizes.Count, report =>
    {
        var rows = new List<OperatorRow>();
        for (var i = 0; i < sizes.Count; i++)
        {
            using var scope = NewDisposeScope();
            foreach (var one in OperatorCase.All(sizes[i]))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(Time(one, sizes[i].Name));
            }

            report(i + 1, sizes[i].Name);
        }

        return rows;
    });

    OperatorRow Time(OperatorCase one, string size)
    {
        var pairs = Enumerable.Range(0, runs).Select(_ => (Fused: Settled(one.Fused, one.Leaves), Plain: Settled(one.Plain, one.Leaves))).ToArray();
        var ratio = Ratio.Of([.. pairs.Select(pair => pair.Plain.Forward + pair.Plain.Backward)], [.. pairs.Select(pair => pair.Fused.Forward + pair.Fused.Backward)]);
        double Middle(Func<((double Forward, double Backward) Fused, (double Forward, double Backward) Plain), double> of) => Ratio.Median([.. pairs.Select(of)]);
        return new OperatorRow(one.Name, size, Middle(pair => pair.Fused.Forward), Middle(pair => pair.Plain.Forward), ratio.Min, ratio.Middle, ratio.Max)
        {
            BackwardSeconds = one.Leaves.Count > 0 ? Middle(pair => pair.Fused.Backward) : null,
            PlainBackwardSeconds = one.Leaves.Count > 0 ? Middle(pair => pair.Plain.Backward) : null,
        };
    }

    // An untimed pass first takes what the other side leaves behind: cold caches, and threads of OpenBLAS that go on asking for a core
    static (double Forward, double Backward) Settled(Func<Tensor> function, IReadOnlyList<Tensor> leaves)
    {
        Pass(function, leaves);
        return Pass(function, leaves);
    }

    static (double Forward, double Backward) Pass(Func<Tensor> function, IReadOnlyList<Tensor> leaves)
    {
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        var result = function();
        var forward = clock.Elapsed.TotalSeconds;
        if (leaves.Count == 0) return (forward, 0);
        var gradient = ones_like(result);
        clock.Restart();
        result.backward([gradient]);
        var backward = clock.Elapsed.TotalSeconds;
        foreach (var leaf in leaves) leaf.grad = null;
        return (forward, backward);
    }
}
