using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data.DuckDb;

/// <summary>A table function: a query reads rows while they are written into its chunks, and no table need hold them.</summary>
/// <remarks>A chunk is to be filled and its rows set; 0 rows are the end.</remarks>
sealed unsafe class RowSource : RowFunction
{
    readonly IReadOnlyList<string> names;
    readonly ColumnType[] types;

    /// <summary>Makes the function known to a database, for as long as the database is open.</summary>
    /// <param name="database">The database; with one thread, its queries see the rows in order.</param>
    /// <param name="function">Name of the function in SQL.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="types">Types of the columns.</param>
    /// <exception cref="DuckDbException">The name is taken.</exception>
    public RowSource(Database database, string function, IReadOnlyList<string> names, ColumnType[] types)
    {
        (this.names, this.types) = (names, types);
        var table = Native.CreateTableFunction();
        try
        {
            Native.TableFunctionSetName(table, function);
            Native.TableFunctionSetExtraInfo(table, Handle(), Release);
            Native.TableFunctionSetBind(table, &Bind);
            Native.TableFunctionSetInit(table, &Init);
            Native.TableFunctionSetFunction(table, &Fill);
            if (Native.RegisterTableFunction(database.Connection, table) != 0) throw new DuckDbException($"cannot register the function {function}");
        }
        finally
        {
            Native.DestroyTableFunction(ref table);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        var source = Of<RowSource>(Native.BindGetExtraInfo(info));
        for (var column = 0; column < source.types.Length; column++)
        {
            using var type = source.types[column].Create();
            Native.BindAddResultColumn(info, source.names[column], type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Init(nint info) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Fill(nint info, nint chunk)
    {
        if (Of<RowSource>(Native.FunctionGetExtraInfo(info)).Meet(chunk) is { } error) Native.FunctionSetError(info, error);
    }
}
