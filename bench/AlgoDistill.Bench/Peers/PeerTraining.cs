using AlgoDistill.Bench.Measures;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Peers;

/// <summary>
/// Training of a <see cref="PeerNetwork"/> without end, on the libtorch and in the process of the library that it is compared with:
/// <c>eager</c>, as a user of TorchSharp trains, or <c>pytorch</c>, with the optimiser that a user of PyTorch has. Its batches hold the same windows
/// and are ready before it is timed.
/// </summary>
sealed class PeerTraining : IDisposable
{
    const int Batches = 4;

    static readonly Dictionary<string, Func<nn.Module, AdamWOptions, IPeerOptimizer>> Optimizers = new()
    {
        ["eager"] = (network, options) => new EagerAdamW(network, options),
        ["pytorch"] = (network, options) => new PyTorchAdamW(network, options),
    };

    readonly PeerNetwork network;
    readonly IPeerOptimizer optimizer;
    readonly PeerBatch[] batches;
    long done;

    /// <summary>A peer before its first update, with the weights that the other has now.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="other">Training of the same size, whose windows it reads.</param>
    public PeerTraining(string name, BenchTraining other)
    {
        network = new PeerNetwork(other.Model);
        optimizer = Optimizers[name](network, BenchTraining.Optimizer);
        using var batch = other.CreateBatch();
        batches = [.. Enumerable.Range(0, Batches).Select(step => network.Read(batch, step))];
    }

    /// <summary>The peers.</summary>
    public static IEnumerable<string> Names => Optimizers.Keys;

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    public double Update()
    {
        using var scope = NewDisposeScope();
        var loss = network.Loss(batches[done++ % Batches]);
        loss.backward();
        optimizer.Step();
        return loss.item<float>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var batch in batches) batch.Dispose();
        optimizer.Dispose();
        network.Dispose();
    }
}
