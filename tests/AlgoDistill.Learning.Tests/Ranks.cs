using System.Net;
using System.Net.Sockets;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Ranks as threads of this process, over loopback.</summary>
static class Ranks
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a body on every rank; gives what each made of it.</summary>
    public static T[] Run<T>(int size, Func<DataParallel, T> body)
    {
        var port = FreePort();
        return Threads(size, rank =>
        {
            using var ranks = new DataParallel(new Rendezvous(rank, size, rank, "127.0.0.1", port), CPU, join: TimeSpan.FromSeconds(30));
            return body(ranks);
        });
    }

    /// <summary>Runs a body on a thread for each rank.</summary>
    public static T[] Threads<T>(int size, Func<int, T> body) => Task.WhenAll(Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(() =>
    {
        using var scope = NewDisposeScope();
        return body(rank);
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
}
