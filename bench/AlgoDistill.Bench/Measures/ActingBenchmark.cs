using AlgoDistill.Bench.Peers;
using AlgoDistill.Experiments;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Measures;

/// <summary>
/// Times acting with a frozen transformer whose context is full: <c>agent</c>, a whole step of the distilled algorithm in lock step;
/// <c>in-step</c> and <c>out-of-step</c>, the transformer's cached step alone with all streams at one token and each at its own; and
/// <c>uncached</c>, the transformer reading the window again.
/// </summary>
/// <param name="streams">Streams that act together.</param>
/// <param name="context">Tokens that a step sees.</param>
/// <param name="blocks">Blocks of steps a way.</param>
/// <param name="blockSeconds">What a block should take; at least one step.</param>
public sealed class ActingBenchmark(int streams, int context, int blocks, double blockSeconds)
{
    const long ReadBytes = 256 << 20; // beyond any cache

    readonly BenchSize size = BenchSize.Small with { Context = context, Batch = streams };

    /// <summary>Steady medians: about a minute, and as long again with a peer.</summary>
    public static ActingBenchmark Full { get; } = new(streams: 256, context: 400, blocks: 9, blockSeconds: 1);

    /// <summary>A first look at fewer streams and a shorter context, within 5 seconds.</summary>
    public static ActingBenchmark Quick { get; } = new(streams: 64, context: 100, blocks: 3, blockSeconds: 0.1);

    /// <summary>Times every way.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="peer">Whether to compare with <see cref="PeerActing"/>, block by block.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<ActingRow> Run(IMonitor monitor, bool peer, CancellationToken cancellation) => monitor.Watch("bench act", blocks, report =>
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var ways = new ActingWays(size);
        using var other = peer ? new PeerActing(size) : null;
        var steps = ways.All.Select(way => (int)Math.Max(1, blockSeconds / Math.Min(Timing.Seconds(way.Step), Timing.Seconds(way.Step)))).ToArray();
        var rates = ways.All.Select(_ => new double[blocks]).ToArray();
        var (memory, read, theirs) = (ones(ReadBytes / sizeof(float)), new double[blocks], new double[blocks]);
        for (var block = 0; block < blocks; block++)
        {
            for (var way = 0; way < rates.Length; way++)
            {
                cancellation.ThrowIfCancellationRequested();
                rates[way][block] = steps[way] / Timing.Seconds(ways.All[way].Step, steps[way]);
            }

            if (other is not null) theirs[block] = 1 / Timing.Seconds(other.Step);
            read[block] = ReadBytes / Enumerable.Range(0, 3).Min(_ => Timing.Seconds(() => memory.sum().Dispose()));
            report(block + 1, "blocks");
        }

        return ways.All.Select((way, i) => Row(way, rates[i], Ratio.Median(read)) with
        {
            Peers = other is null ? [] : [StepPeerRow.Of(PeerActing.Name, rates[i], theirs)],
        }).ToArray();
    });

    ActingRow Row(ActingWay way, double[] rates, double read)
    {
        var (rate, bytes) = (Ratio.Median(rates), 2L * sizeof(float) * size.Layers * size.Width * context * streams);
        return new ActingRow(way.Name, size.Layers, size.Width, size.Heads, context, streams, rate, read)
        {
            BytesPerStep = way.Cached ? bytes : null,
            FractionOfRead = way.Cached ? bytes * rate / read : null,
        };
    }
}
