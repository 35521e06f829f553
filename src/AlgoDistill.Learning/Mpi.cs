using System.Runtime.InteropServices;
using System.Text;

namespace AlgoDistill.Learning;

/// <summary>This process among those that <c>mpirun</c> or <c>srun</c> started. A process joins once, and leaves at its end.</summary>
/// <remarks>One thread at a time may call. When a rank dies, who started the job ends the others.</remarks>
public sealed partial class Mpi : ICollectives, IDisposable
{
    const string Library = "algodistill_mpi";
    const int MessageBytes = 1024;

    /// <summary>How to get what several processes need.</summary>
    public const string Remedy = "install MPI with its compiler (Debian: libopenmpi-dev openmpi-bin; ./algodistill setup --all does it) and build again";

    /// <summary>Joins the others, and waits until all are there.</summary>
    /// <param name="expected">Processes, as who started them says.</param>
    /// <exception cref="DllNotFoundException">This build has no MPI, or not that of this machine; the message says what to do.</exception>
    /// <exception cref="LostRankException">MPI cannot begin, or sees another number of processes.</exception>
    public Mpi(int expected)
    {
        try
        {
            Try("begin", Begin(out var rank, out var size, out var local));
            (Rank, Size, LocalRank) = (rank, size, local);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException(IsBuilt ? $"MPI cannot be loaded: {error.Message.Split('\n')[0]}" : $"this build has no MPI; {Remedy}", error);
        }

        if (Size != expected)
            throw new LostRankException($"this is one of {expected} processes, but its MPI sees {Size}: they were started by another MPI than the one that " +
                "AlgoDistill was built with (with srun, --mpi=pmix or --mpi=pmi2 may be missing; srun --mpi=list shows what there is)");
    }

    /// <summary>Whether this build has what several processes need.</summary>
    public static bool IsBuilt => File.Exists(Path.Combine(AppContext.BaseDirectory, $"lib{Library}.so"));

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>Number of this process among those of its machine, from 0: which accelerator it takes.</summary>
    public int LocalRank { get; }

    /// <inheritdoc/>
    public void Sum(Span<float> values) => Try("sum", SumFloat(values, values.Length));

    /// <inheritdoc/>
    public void Sum(Span<double> values) => Try("sum", SumDouble(values, values.Length));

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes) => Try("broadcast", Broadcast(bytes, bytes.Length));

    /// <inheritdoc/>
    public void Barrier() => Try("barrier", Meet());

    /// <summary>Ends all processes of the job at once, this one too.</summary>
    /// <param name="code">The exit code.</param>
    public void Abort(int code) => Try("abort", End(code));

    /// <summary>Leaves the others, and waits until they leave too.</summary>
    public void Dispose() => Try("end", End());

    void Try(string what, int code)
    {
        if (code == 0) return;
        Span<byte> message = stackalloc byte[MessageBytes];
        var text = Message(code, message) == 0 ? Encoding.UTF8.GetString(message[..Math.Max(0, message.IndexOf((byte)0))]) : $"code {code}";
        throw new LostRankException($"the ranks cannot go on together: MPI's {what} failed on rank {Rank}: {text}");
    }

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_begin")]
    private static partial int Begin(out int rank, out int size, out int local);

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_barrier")]
    private static partial int Meet();

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_sum_float")]
    private static partial int SumFloat(Span<float> values, int count);

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_sum_double")]
    private static partial int SumDouble(Span<double> values, int count);

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_broadcast")]
    private static partial int Broadcast(Span<byte> bytes, int count);

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_abort")]
    private static partial int End(int code);

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_end")]
    private static partial int End();

    [LibraryImport(Library, EntryPoint = "algodistill_mpi_message")]
    private static partial int Message(int code, Span<byte> message);
}
