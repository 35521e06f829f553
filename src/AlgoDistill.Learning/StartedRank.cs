using System.Globalization;

namespace AlgoDistill.Learning;

/// <summary>Which of a job's processes this one is, as who started it says.</summary>
/// <param name="Rank">Number of the process, from 0.</param>
/// <param name="Size">Processes of the job, at least 2.</param>
public sealed record StartedRank(int Rank, int Size)
{
    const int Most = 1 << 20;

    // Open MPI's mpirun; the mpirun of MPICH and its kin, and srun --mpi=pmi2. Those of a step of srun come last: mpirun may run in one
    static readonly (string Rank, string Size)[] Variables =
        [("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"), ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS")];

    /// <summary>
    /// Reads the variables of mpirun, else those of a step of srun. A batch script has none of a step, so that what it starts itself is
    /// a process alone, however many tasks the job may have.
    /// </summary>
    /// <param name="variable">Value of an environment variable, or nothing.</param>
    /// <returns>Nothing where there is one process.</returns>
    /// <exception cref="ArgumentException">A variable is missing or has no sensible value; the message names it.</exception>
    public static StartedRank? Read(Func<string, string?> variable)
    {
        foreach (var (rank, size) in Variables)
        {
            if (variable(size) is null) continue;
            var processes = Number(variable, size, 1, Most);
            return processes == 1 ? null : new StartedRank(Number(variable, rank, 0, processes - 1), processes);
        }

        return null;
    }

    static int Number(Func<string, string?> variable, string name, int least, int most) => variable(name) is { Length: > 0 } value
        ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new ArgumentException($"{name} is \"{value}\"; allowed is a whole number from {least} to {most}")
        : throw new ArgumentException($"{name} is missing; who starts several processes sets it for each");
}
