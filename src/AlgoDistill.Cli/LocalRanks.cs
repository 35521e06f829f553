using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AlgoDistill.Cli;

/// <summary>
/// Processes of this machine that run one command together: the command again for each rank, with torchrun's variables set. What rank 0
/// says is said; of the others only why they failed.
/// </summary>
sealed partial class LocalRanks
{
    const int Interrupt = 2, Signalled = 128;

    // How long the others may take to notice that one has ended, and to say so
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    readonly Process[] ranks;
    readonly string?[] lastWords;

    LocalRanks(IReadOnlyList<string> arguments, int count, TextWriter output, TextWriter error)
    {
        lastWords = new string?[count];
        var port = FreePort();
        ranks = [.. Enumerable.Range(0, count).Select(rank => Start(arguments, rank, count, port, inherit: rank == 0 && error == Console.Error))];
        for (var rank = 0; rank < count; rank++) Listen(rank, output, error);
    }

    /// <summary>Runs the command in <paramref name="count"/> processes.</summary>
    /// <param name="arguments">What follows <c>algodistill</c>, for each.</param>
    /// <param name="count">Processes.</param>
    /// <param name="output">Gets what rank 0 prints.</param>
    /// <param name="error">Gets the progress of rank 0, and one line when a process died without a word.</param>
    /// <param name="cancellation">Interrupts all.</param>
    /// <returns>The exit code of rank 0; 1 when a process died.</returns>
    public static int Run(IReadOnlyList<string> arguments, int count, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var job = new LocalRanks(arguments, count, output, error);
        using var interruption = cancellation.Register(job.InterruptAll);
        var first = job.Wait();
        var leader = job.ranks[0].ExitCode;
        foreach (var process in job.ranks) process.Dispose();
        if (first is not { } failed || (leader > 0 && !DiedByASignal(leader))) return leader;
        error.WriteLine("algodistill: " + job.Obituary(failed.Rank, failed.Code));
        return ExitCode.Failed;
    }

    static Process Start(IReadOnlyList<string> arguments, int rank, int count, int port, bool inherit)
    {
        var program = Environment.ProcessPath ?? throw new IOException("this program's file is unknown, so that it cannot be started again");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = !inherit };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in new[] { ("RANK", rank), ("WORLD_SIZE", count), ("LOCAL_RANK", rank), ("LOCAL_WORLD_SIZE", count), ("MASTER_PORT", port) })
            start.Environment[name] = value.ToString(CultureInfo.InvariantCulture);
        start.Environment["MASTER_ADDR"] = IPAddress.Loopback.ToString();
        start.Environment.TryAdd("OMP_NUM_THREADS", Math.Max(1, Environment.ProcessorCount / count).ToString(CultureInfo.InvariantCulture));
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"rank {rank} cannot be started: {error.Message}", error);
        }
    }

    void Listen(int rank, TextWriter output, TextWriter error)
    {
        var process = ranks[rank];
        process.OutputDataReceived += (_, line) => { if (rank == 0 && line.Data is { } text) output.WriteLine(text); };
        process.BeginOutputReadLine();
        if (!process.StartInfo.RedirectStandardError) return;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text) return;
            if (rank == 0) error.WriteLine(text);
            else lastWords[rank] = text;
        };
        process.BeginErrorReadLine();
    }

    // Waits for all, and gives the first that failed; from then on the others have a little time left
    (int Rank, int Code)? Wait()
    {
        (int Rank, int Code)? failed = null;
        var patience = Task.Delay(Timeout.InfiniteTimeSpan);
        var running = ranks.Select((process, rank) => (Rank: rank, Exit: process.WaitForExitAsync())).ToList();
        while (running.Count > 0)
        {
            var next = Task.WhenAny([.. running.Select(one => one.Exit), patience]).GetAwaiter().GetResult();
            if (next == patience)
            {
                foreach (var (rank, _) in running) ranks[rank].Kill();
                patience = Task.Delay(Timeout.InfiniteTimeSpan);
                continue;
            }

            var ended = running.Find(one => one.Exit == next);
            running.Remove(ended);
            if (failed is not null || ranks[ended.Rank].ExitCode is var code && code == 0) continue;
            (failed, patience) = ((ended.Rank, code), Task.Delay(Grace));
        }

        return failed;
    }

    void InterruptAll()
    {
        foreach (var process in ranks)
            if (!process.HasExited) _ = Kill(process.Id, Interrupt);
    }

    string Obituary(int rank, int code)
    {
        const string Prefix = "algodistill: ";
        if (DiedByASignal(code)) return $"rank {rank} was ended by signal {code - Signalled}; the others have been stopped, and what was saved before is kept";
        var words = lastWords[rank] ?? $"exit code {code}";
        return $"rank {rank} failed: {(words.StartsWith(Prefix, StringComparison.Ordinal) ? words[Prefix.Length..] : words)}";
    }

    static bool DiedByASignal(int code) => code > Signalled && code != ExitCode.Interrupted;

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
