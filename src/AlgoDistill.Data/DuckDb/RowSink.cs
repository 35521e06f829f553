using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data.DuckDb;

/// <summary>
/// A scalar function whose arguments are the columns of a query: rows are read where they were decoded, and no result need hold them.
/// It gives a number without meaning for each row, of which a query makes one row, as in <c>SELECT count(sink(a, b)) FROM t</c>.
/// </summary>
sealed unsafe class RowSink : RowFunction
{
    /// <summary>Makes the function known to a database, for as long as the database is open.</summary>
    /// <param name="database">The database; with one thread, its queries see the rows in order.</param>
    /// <param name="function">Name of the function in SQL.</param>
    /// <param name="types">Types of the columns; DuckDB casts others to them.</param>
    /// <exception cref="DuckDbException">The name is taken.</exception>
    public RowSink(Database database, string function, IEnumerable<ColumnType> types)
    {
        var scalar = Native.CreateScalarFunction();
        try
        {
            Native.ScalarFunctionSetName(scalar, function);
            foreach (var column in types)
            {
                using var type = column.Create();
                Native.ScalarFunctionAddParameter(scalar, type);
            }

            using var result = new ColumnType(DuckType.UTinyInt).Create();
            Native.ScalarFunctionSetReturnType(scalar, result);
            Native.ScalarFunctionSetSpecialHandling(scalar);    // of nulls: the function is called for them too
            Native.ScalarFunctionSetVolatile(scalar);           // called for every row, whatever the rows hold
            Native.ScalarFunctionSetExtraInfo(scalar, Handle(), Release);
            Native.ScalarFunctionSetFunction(scalar, &Take);
            if (Native.RegisterScalarFunction(database.Connection, scalar) != 0) throw new DuckDbException($"cannot register the function {function}");
        }
        finally
        {
            Native.DestroyScalarFunction(ref scalar);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Take(nint info, nint chunk, nint output)
    {
        if (Of<RowSink>(Native.ScalarFunctionGetExtraInfo(info)).Meet(chunk) is { } error) Native.ScalarFunctionSetError(info, error);
    }
}
