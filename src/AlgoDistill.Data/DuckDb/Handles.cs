using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AlgoDistill.Data.DuckDb;

/// <summary>A database in memory.</summary>
sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.Close(ref handle);
        return true;
    }
}

/// <summary>A connection to a database; DuckDB keeps the database while a connection lives.</summary>
sealed class ConnectionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.Disconnect(ref handle);
        return true;
    }
}

/// <summary>Options of a database.</summary>
sealed class ConfigHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyConfig(ref handle);
        return true;
    }
}

/// <summary>A prepared statement.</summary>
sealed class StatementHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyPrepare(ref handle);
        return true;
    }
}

/// <summary>A <see cref="NativeResult"/> in native memory.</summary>
sealed unsafe class ResultHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ResultHandle() : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    protected override bool ReleaseHandle()
    {
        Native.DestroyResult(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}

/// <summary>Up to <see cref="Database.ChunkRows"/> rows, column by column.</summary>
sealed class ChunkHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ChunkHandle() : base(ownsHandle: true) { }

    ChunkHandle(nint borrowed) : base(ownsHandle: false) => SetHandle(borrowed);

    /// <summary>A chunk that DuckDB keeps.</summary>
    public static ChunkHandle Borrow(nint chunk) => new(chunk);

    protected override bool ReleaseHandle()
    {
        Native.DestroyDataChunk(ref handle);
        return true;
    }
}

/// <summary>An appender of rows to a table.</summary>
sealed class AppenderHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.AppenderDestroy(ref handle);
        return true;
    }
}

/// <summary>A type with its parts.</summary>
sealed class TypeHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyLogicalType(ref handle);
        return true;
    }
}

/// <summary>DuckDB's <c>duckdb_result</c>: passed by value, so its size matters and its fields do not.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeResult
{
    public nint ColumnCount, RowCount, RowsChanged, Columns, ErrorMessage, Data;
}
