using System.Globalization;
using System.Text;

namespace AlgoDistill.Learning;

/// <summary>Which of a job's processes this one is, and where they meet.</summary>
/// <param name="Rank">Number of the process, from 0.</param>
/// <param name="Size">Processes of the job.</param>
/// <param name="LocalRank">Number of the process among those of its machine: which accelerator it takes.</param>
/// <param name="Host">Machine of rank 0.</param>
/// <param name="Port">Port that rank 0 listens at.</param>
public sealed record Rendezvous(int Rank, int Size, int LocalRank, string Host, int Port)
{
    /// <summary>
    /// Reads the variables of torchrun (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), else those of Slurm (SLURM_PROCID,
    /// SLURM_NTASKS, SLURM_LOCALID, SLURM_JOB_NODELIST, SLURM_JOB_ID).
    /// </summary>
    /// <param name="variable">Value of an environment variable, or nothing.</param>
    /// <returns>Nothing where there is one process.</returns>
    /// <exception cref="ArgumentException">A variable is missing or has no sensible value; the message names it.</exception>
    public static Rendezvous? Read(Func<string, string?> variable)
    {
        if (variable("RANK") is not null || variable("WORLD_SIZE") is not null) return ReadTorchrun(variable);
        return variable("SLURM_PROCID") is not null && variable("SLURM_NTASKS") is not null ? ReadSlurm(variable) : null;
    }

    /// <summary>First machine of a list as Slurm writes it: <c>rack[0-1]node[07-09,12],login</c> begins with <c>rack0node07</c>.</summary>
    /// <exception cref="ArgumentException">It is empty, or a bracket is not closed.</exception>
    public static string FirstNode(string list)
    {
        var name = new StringBuilder();
        var rest = list.AsSpan();
        while (!rest.IsEmpty && rest[0] != ',')
        {
            if (rest[0] != '[')
            {
                name.Append(rest[0]);
                rest = rest[1..];
                continue;
            }

            var (number, end) = (rest.IndexOfAny(",-]"), rest.IndexOf(']'));
            if (end < 0 || number < 2) throw new ArgumentException($"the list of machines is \"{list}\"; a name, then numbers such as [01-04,7], are expected");
            name.Append(rest[1..number]);
            rest = rest[(end + 1)..];
        }

        return name.Length > 0 ? name.ToString() : throw new ArgumentException($"the list of machines is \"{list}\"; it begins with no name");
    }

    static Rendezvous? ReadTorchrun(Func<string, string?> variable)
    {
        var size = Number(variable, "WORLD_SIZE", 1, ushort.MaxValue);
        var rank = Number(variable, "RANK", 0, size - 1);
        if (size == 1) return null;
        return new Rendezvous(rank, size, variable("LOCAL_RANK") is null ? 0 : Number(variable, "LOCAL_RANK", 0, rank), Text(variable, "MASTER_ADDR"),
            Number(variable, "MASTER_PORT", 1, ushort.MaxValue));
    }

    // Slurm names no port, so one follows from the job's number: jobs that share a machine differ
    static Rendezvous? ReadSlurm(Func<string, string?> variable)
    {
        const int FirstPort = 15_000, Ports = 15_000;
        var size = Number(variable, "SLURM_NTASKS", 1, ushort.MaxValue);
        var rank = Number(variable, "SLURM_PROCID", 0, size - 1);
        if (size == 1) return null;
        var port = variable("MASTER_PORT") is null ? FirstPort + Number(variable, "SLURM_JOB_ID", 0, int.MaxValue) % Ports : Number(variable, "MASTER_PORT", 1, ushort.MaxValue);
        return new Rendezvous(rank, size, Number(variable, "SLURM_LOCALID", 0, rank), variable("MASTER_ADDR") ?? FirstNode(Text(variable, "SLURM_JOB_NODELIST")), port);
    }

    static string Text(Func<string, string?> variable, string name) =>
        variable(name) is { Length: > 0 } value ? value : throw new ArgumentException($"{name} is missing; who starts several processes sets it for each");

    static int Number(Func<string, string?> variable, string name, int least, int most) =>
        Text(variable, name) is var value && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw new ArgumentException($"{name} is \"{value}\"; allowed is a whole number from {least} to {most}");
}
