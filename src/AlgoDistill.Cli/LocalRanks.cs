using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli;

/// <summary>
/// Processes of this machine that run one command together: <c>mpirun</c> of the command again. What rank 0 says is said, and the first
/// complaint of a rank; of mpirun's own report only which rank it was.
/// </summary>
sealed partial class LocalRanks : IDisposable
{
    readonly Process launcher;
    readonly MpirunReport report;

    LocalRanks(Assembly program, IReadOnlyList<string> arguments, int count, TextWriter output, TextWriter error)
    {
        report = new MpirunReport(error);
        launcher = Start(program, arguments, count);
        launcher.StandardInput.Close();
        launcher.OutputDataReceived += (_, line) => { if (line.Data is { } text) output.WriteLine(text); };
        launcher.ErrorDataReceived += (_, line) => { if (line.Data is { } text) report.Read(text); };
        launcher.BeginOutputReadLine();
        launcher.BeginErrorReadLine();
    }

    /// <summary>Why this machine cannot run several processes together, and what to do; nothing where it can.</summary>
    public static string? Obstacle => !Mpi.IsBuilt ? $"several processes need MPI, which this build has not; {Mpi.Remedy}"
        : !OnPath("mpirun") ? $"several processes need mpirun, which is not on PATH; {Mpi.Remedy}" : null;

    /// <summary>Runs the command in <paramref name="count"/> processes.</summary>
    /// <param name="program">The program that has it.</param>
    /// <param name="arguments">What follows <c>algodistill</c>, for each.</param>
    /// <param name="count">Processes.</param>
    /// <param name="output">Gets what rank 0 prints.</param>
    /// <param name="error">Gets the progress of rank 0, and one line when the job fails.</param>
    /// <param name="cancellation">Interrupts all, which save and stop after the same update.</param>
    /// <returns>The exit code of rank 0, or of the rank that failed; 1 when a process died.</returns>
    /// <exception cref="IOException">There is an <see cref="Obstacle"/>, or mpirun cannot be started.</exception>
    public static int Run(Assembly program, IReadOnlyList<string> arguments, int count, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (Obstacle is { } obstacle) throw new IOException(obstacle);
        using var job = new LocalRanks(program, arguments, count, output, error);
        using var interruption = cancellation.Register(() => _ = Kill(job.launcher.Id, Job.StopSignal));
        job.launcher.WaitForExit();
        var code = job.launcher.ExitCode;
        if (code == ExitCode.Done || job.report.HasComplaint) return code;
        if (cancellation.IsCancellationRequested) throw new OperationCanceledException("interrupted before the ranks began", cancellation);
        error.WriteLine("algodistill: " + job.report.Obituary(code));
        return ExitCode.Failed;
    }

    /// <inheritdoc/>
    public void Dispose() => launcher.Dispose();

    // In a session of its own, so that a terminal's Ctrl-C, at which mpirun would give the ranks a second, reaches it through us alone
    static Process Start(Assembly program, IReadOnlyList<string> arguments, int count)
    {
        var process = Environment.ProcessPath ?? throw new IOException("this program's file is unknown, so that it cannot be started again");
        string[] again = Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, program.Location] : [process];
        var start = new ProcessStartInfo("setsid", ["mpirun", "-n", count.ToString(CultureInfo.InvariantCulture), .. again, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables(count)) start.Environment.TryAdd(name, value);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"mpirun cannot be started: {error.Message}", error);
        }
    }

    // What Open MPI 4 (OMPI) and 5 (PRTE) would otherwise refuse or do badly on one machine, perhaps in a container: root, more ranks than
    // cores, a whole core for each rank whatever its threads, waiting that leaves the core to no one. Other MPIs do not mind.
    static IEnumerable<(string Name, string Value)> Variables(int count) =>
    [
        ("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"),
        ("PRTE_ALLOW_RUN_AS_ROOT", "1"), ("PRTE_ALLOW_RUN_AS_ROOT_CONFIRM", "1"),
        ("OMPI_MCA_rmaps_base_oversubscribe", "1"), ("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe"),
        ("OMPI_MCA_hwloc_base_binding_policy", "none"), ("PRTE_MCA_hwloc_default_binding_policy", "none"),
        ("OMPI_MCA_mpi_yield_when_idle", "1"),
        ("OMP_NUM_THREADS", Math.Max(1, Environment.ProcessorCount / count).ToString(CultureInfo.InvariantCulture)),
    ];

    static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
