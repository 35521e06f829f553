namespace AlgoDistill.Data.DuckDb;

/// <summary>The type of a column: a number or text, or a list of such.</summary>
/// <param name="Type">The type of a value.</param>
/// <param name="Child">The type of what a list holds; nothing when it is no list.</param>
readonly record struct ColumnType(DuckType Type, DuckType? Child = null)
{
    /// <summary>A list of <paramref name="child"/>.</summary>
    public static ColumnType ListOf(DuckType child) => new(DuckType.List, child);

    /// <summary>The type of a column of a result.</summary>
    public static ColumnType Of(ResultHandle result, int column)
    {
        using var type = Native.ColumnLogicalType(result, (ulong)column);
        if (Native.GetTypeId(type) != DuckType.List) return new ColumnType(Native.GetTypeId(type));
        using var child = Native.ListTypeChildType(type);
        return ListOf(Native.GetTypeId(child));
    }

    /// <summary>Whether it is DuckDB's DECIMAL, which has no counterpart here.</summary>
    public bool IsDecimal => (int)Type == 19;

    /// <summary>DuckDB's own object for this type.</summary>
    public TypeHandle Create()
    {
        if (Child is not { } child) return Native.CreateLogicalType(Type);
        using var inner = Native.CreateLogicalType(child);
        return Native.CreateListType(inner);
    }

    /// <summary>The name in SQL: <c>INTEGER</c>, <c>FLOAT[]</c>.</summary>
    public override string ToString() =>
        Child is { } child ? $"{new ColumnType(child)}[]" : Enum.IsDefined(Type) ? Type.ToString().ToUpperInvariant() : $"type {(int)Type}";
}
