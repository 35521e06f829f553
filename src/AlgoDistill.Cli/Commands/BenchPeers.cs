using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary>The peers that a benchmark's options name, all running.</summary>
sealed class BenchPeers : IDisposable
{
    readonly List<PyTorchPeer> peers = [];

    /// <summary>Starts them; none stays behind when one cannot be started.</summary>
    /// <param name="invocation">What <c>--peer</c> and <c>--python</c> say.</param>
    /// <param name="script">What they do: a script of <c>bench/peers</c>.</param>
    public BenchPeers(Invocation invocation, string script)
    {
        try
        {
            foreach (var name in invocation.Get(BenchCommand.Peers)) peers.Add(new PyTorchPeer(name, invocation.Get(BenchCommand.Python), script));
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<PyTorchPeer> All => peers;

    public void Dispose()
    {
        foreach (var peer in peers) peer.Dispose();
    }
}
