using AlgoDistill.Bench.Measures;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Peers;

/// <summary>
/// Acting with a <see cref="PeerNetwork"/> without a cache: every step reads the whole window again and draws an action for each stream. As
/// many streams are read at once as are fastest, since what outgrows the processor's caches costs more than calls do.
/// </summary>
sealed class PeerActing : IDisposable
{
    public const string Name = "pytorch";

    static readonly int[] Parts = [64, 16, 4];

    readonly PeerNetwork network;
    readonly PeerBatch windows;
    readonly int streams, atOnce;

    /// <summary>A network that acts.</summary>
    /// <param name="size">Its size; the batch is the number of streams.</param>
    public PeerActing(BenchSize size)
    {
        streams = size.Batch;
        using var training = new BenchTraining(size, ahead: false);
        using var batch = training.CreateBatch();
        network = new PeerNetwork(training.Model);
        network.eval();
        windows = network.Read(batch, step: 0);
        atOnce = Parts.Where(part => part < streams).Prepend(streams).MinBy(SecondsAStream);
    }

    /// <summary>One step of all streams.</summary>
    public void Step()
    {
        for (var first = 0; first < streams; first += atOnce) Act(first, Math.Min(atOnce, streams - first));
    }

    public void Dispose()
    {
        windows.Dispose();
        network.Dispose();
    }

    double SecondsAStream(int part) => Enumerable.Range(0, 2).Min(_ => Timing.Seconds(() => Act(0, part))) / part;

    void Act(int first, int count)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        multinomial(network.LastActions(windows, first, count).softmax(-1), 1);
    }
}
