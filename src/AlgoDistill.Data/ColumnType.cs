using Parquet.Schema;

namespace AlgoDistill.Data;

/// <summary>The type of a column of a Parquet file: a number, a flag or a text, or a list of such.</summary>
/// <param name="Value">The type of a value: int, long, byte, float, double, bool or string.</param>
/// <param name="IsList">Whether a cell is a list of values.</param>
readonly record struct ColumnType(Type Value, bool IsList = false)
{
    static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(int)] = "INTEGER", [typeof(long)] = "BIGINT", [typeof(byte)] = "UTINYINT", [typeof(float)] = "FLOAT",
        [typeof(double)] = "DOUBLE", [typeof(bool)] = "BOOLEAN", [typeof(string)] = "VARCHAR",
    };

    /// <summary>Single values.</summary>
    public static ColumnType Of<T>() => new(typeof(T));

    /// <summary>Lists of values.</summary>
    public static ColumnType ListOf<T>() => new(typeof(T), IsList: true);

    /// <summary>The column in a schema. A list may be null as a whole, and holds no null.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="nullable">Whether a single value may be null.</param>
    public Field Field(string name, bool nullable) =>
        IsList ? new ListField(name, new DataField(ListField.ElementName, Value, isNullable: false))
            : new DataField(name, Value, isNullable: nullable);

    /// <summary>The name in SQL: <c>INTEGER</c>, <c>FLOAT[]</c>.</summary>
    public override string ToString() => Names[Value] + (IsList ? "[]" : "");
}
