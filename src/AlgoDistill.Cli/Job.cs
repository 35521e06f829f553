using System.CommandLine;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli;

/// <summary>A command that several processes may do together: those that torchrun or Slurm started, or local ones that it starts itself.</summary>
static class Job
{
    const int MostProcesses = 4096;

    /// <summary>The option that says how many processes the command starts.</summary>
    /// <param name="usual">How many unless it is given.</param>
    public static Option<int> Processes(int usual) =>
        new("--nproc") { Description = "Processes of this machine that do it together", HelpName = "N", DefaultValueFactory = _ => usual };

    /// <summary>Does <paramref name="work"/> here with the other ranks, if there are any, or starts the processes that do.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="processes">Its option of <see cref="Processes"/>.</param>
    /// <param name="device">Where it computes, as <see cref="Devices"/> has it.</param>
    /// <param name="work">Gets the ranks, or nothing in a process alone.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Invocation invocation, Option<int> processes, string device, Action<DataParallel?> work)
    {
        var place = Rendezvous.Read(Environment.GetEnvironmentVariable);
        if (place is not null)
        {
            if (invocation.Parsed.GetResult(processes) is { Implicit: false })
                throw new ArgumentException($"{processes.Name} is given, but this is rank {place.Rank} of {place.Size} processes that were started already; leave it out");
            WorkTogether(place, device, work);
            return ExitCode.Done;
        }

        var count = Require.InRange(invocation.Get(processes), 1, MostProcesses, processes.Name);
        if (count > 1) return LocalRanks.Run(Without(processes, invocation), count, invocation.Out, invocation.Error, invocation.Cancellation);
        work(null);
        return ExitCode.Done;
    }

    static void WorkTogether(Rendezvous place, string device, Action<DataParallel?> work)
    {
        using var ranks = new DataParallel(place, Devices.Of(device, place.LocalRank));
        try
        {
            work(ranks);
        }
        catch (Exception error) when (ranks.Fail(error))
        {
            throw; // the others know why
        }
    }

    // The command as each rank is given it
    static string[] Without(Option<int> processes, Invocation invocation)
    {
        var words = invocation.Parsed.Tokens.Select(token => token.Value).ToList();
        if (words.IndexOf(processes.Name) is >= 0 and var at) words.RemoveRange(at, 2);
        return [.. words];
    }
}
