using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data.DuckDb;

/// <summary>A function of SQL that C# answers: it meets the rows of a query chunk by chunk, where they are.</summary>
abstract unsafe class RowFunction
{
    Action<Chunk> rows = _ => { };
    ExceptionDispatchInfo? failure;

    /// <summary>What releases an object that <see cref="Handle"/> keeps.</summary>
    protected static readonly delegate* unmanaged[Cdecl]<nint, void> Release = &Free;

    /// <summary>Runs a query that names the function once.</summary>
    /// <param name="query">Runs it.</param>
    /// <param name="rows">Is called for every chunk. It may throw <see cref="ArgumentException"/> or <see cref="InvalidDataException"/>, which ends the query.</param>
    /// <exception cref="ArgumentException">What <paramref name="rows"/> threw.</exception>
    /// <exception cref="InvalidDataException">As above.</exception>
    /// <exception cref="DuckDbException">The query failed for another reason.</exception>
    public void Run(Action query, Action<Chunk> rows)
    {
        (this.rows, failure) = (rows, null);
        try
        {
            query();
        }
        catch (DuckDbException) when (failure is not null)
        {
            failure.Throw();
        }
        finally
        {
            this.rows = _ => { };
        }
    }

    /// <summary>A pointer to this object, which lives until <see cref="Release"/> is called with it.</summary>
    protected nint Handle() => GCHandle.ToIntPtr(GCHandle.Alloc(this));

    /// <summary>The object that a pointer was made for.</summary>
    protected static T Of<T>(nint handle) where T : RowFunction => (T)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>Lets the caller of <see cref="Run"/> have a chunk.</summary>
    /// <returns>What it threw, for DuckDB; it may not pass through DuckDB's own code.</returns>
    protected string? Meet(nint chunk)
    {
        try
        {
            using var borrowed = new Chunk(ChunkHandle.Borrow(chunk));
            rows(borrowed);
            return null;
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException)
        {
            failure = ExceptionDispatchInfo.Capture(error);
            return error.Message;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();
}
