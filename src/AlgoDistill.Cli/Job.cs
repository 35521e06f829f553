using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli;

/// <summary>A command that several processes may do together: those that mpirun or srun started, or local ones that it starts itself.</summary>
static class Job
{
    /// <summary>The signal that asks a job to save and stop, which mpirun and scancel hand on to all ranks: SIGUSR1.</summary>
    public const int StopSignal = 10;

    const int MostProcesses = 4096;

    /// <summary>
    /// Open MPI gives its ranks a terminal of their own as stdout, which .NET would prepare for keys: its codes would precede the result.
    /// To be called before anything is printed.
    /// </summary>
    public static void ForgetTerminal()
    {
        if (Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is not null) Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    /// <summary>The option that says how many processes the command starts.</summary>
    /// <param name="usual">How many unless it is given.</param>
    public static Option<int> Processes(int usual) =>
        new("--nproc") { Description = "Processes of this machine that do it together, by MPI", HelpName = "N", DefaultValueFactory = _ => usual };

    /// <summary>Does <paramref name="work"/> here with the other ranks, if there are any, or starts the processes that do.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="processes">Its option of <see cref="Processes"/>.</param>
    /// <param name="device">Where it computes, as <see cref="Devices"/> has it.</param>
    /// <param name="work">Gets the command, which <see cref="StopSignal"/> interrupts too, and the ranks, or nothing in a process alone.</param>
    /// <param name="program">The program that has the command; this one unless it is given.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Invocation invocation, Option<int> processes, string device, Action<Invocation, DataParallel?> work, Assembly? program = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(invocation.Cancellation);
        using var signal = PosixSignalRegistration.Create((PosixSignal)StopSignal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        var stoppable = invocation with { Cancellation = stop.Token };
        var started = StartedRank.Read(Environment.GetEnvironmentVariable);
        if (started is not null)
        {
            if (invocation.Parsed.GetResult(processes) is { Implicit: false })
                throw new ArgumentException($"{processes.Name} is given, but this is rank {started.Rank} of {started.Size} processes that were started already; leave it out");
            return WorkTogether(stoppable, started.Size, device, work);
        }

        var count = Require.InRange(invocation.Get(processes), 1, MostProcesses, processes.Name);
        if (count > 1) return LocalRanks.Run(program ?? typeof(Job).Assembly, Without(processes, invocation), count, invocation.Out, invocation.Error, stop.Token);
        work(stoppable, null);
        return ExitCode.Done;
    }

    // The others would wait without end for a rank that left by itself: it ends them, once it has said why
    static int WorkTogether(Invocation invocation, int size, string device, Action<Invocation, DataParallel?> work)
    {
        using var mpi = new Mpi(size);
        var who = $"rank {mpi.Rank} failed: ";
        try
        {
            var code = invocation.Guard(rank => Work(rank, mpi, device, work), who);
            if (code is ExitCode.Failed or ExitCode.BadUsage) mpi.Abort(code);
            return code;
        }
        catch (Exception error) when (Abandon(error))
        {
            throw;
        }

        bool Abandon(Exception error)
        {
            invocation.Error.WriteLine($"algodistill: {who}{error}");
            mpi.Abort(ExitCode.Failed);
            return false;
        }
    }

    static int Work(Invocation invocation, Mpi mpi, string device, Action<Invocation, DataParallel?> work)
    {
        using var ranks = new DataParallel(mpi, Devices.Of(device, mpi.LocalRank));
        try
        {
            work(invocation, ranks);
        }
        catch (OperationCanceledException) when (!ranks.Leads)
        {
            return ExitCode.Done; // rank 0 says so, and mpirun would stop it meanwhile for another's exit code
        }

        return ExitCode.Done;
    }

    // The command as each rank is given it
    static string[] Without(Option<int> processes, Invocation invocation)
    {
        var words = invocation.Parsed.Tokens.Select(token => token.Value).ToList();
        if (words.IndexOf(processes.Name) is >= 0 and var at) words.RemoveRange(at, 2);
        return [.. words];
    }
}
