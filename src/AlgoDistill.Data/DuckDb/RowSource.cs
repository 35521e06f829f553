using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data.DuckDb;

/// <summary>A table function that C# answers: a query reads rows while they are written into its chunks, and no table need hold them.</summary>
sealed unsafe class RowSource
{
    readonly IReadOnlyList<string> names;
    readonly ColumnType[] types;
    Action<Chunk> fill = _ => { };
    ArgumentException? failure;

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
            Native.TableFunctionSetExtraInfo(table, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Release);
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

    /// <summary>Runs a query that reads the function once.</summary>
    /// <param name="query">Runs it.</param>
    /// <param name="rows">Fills the next chunk and sets its rows; 0 at the end. It may throw <see cref="ArgumentException"/>, which ends the query.</param>
    /// <exception cref="ArgumentException">What <paramref name="rows"/> threw.</exception>
    /// <exception cref="DuckDbException">The query failed for another reason.</exception>
    public void Run(Action query, Action<Chunk> rows)
    {
        (fill, failure) = (rows, null);
        try
        {
            query();
        }
        catch (DuckDbException) when (failure is not null)
        {
            throw failure;
        }
        finally
        {
            fill = _ => { };
        }
    }

    static RowSource Of(nint extraInfo) => (RowSource)GCHandle.FromIntPtr(extraInfo).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Release(nint extraInfo) => GCHandle.FromIntPtr(extraInfo).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        var source = Of(Native.BindGetExtraInfo(info));
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
        var source = Of(Native.FunctionGetExtraInfo(info));
        using var borrowed = new Chunk(ChunkHandle.Borrow(chunk));
        try
        {
            source.fill(borrowed);
        }
        catch (ArgumentException error)
        {
            source.failure = error;
            Native.FunctionSetError(info, error.Message);
        }
    }
}
