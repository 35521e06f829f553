using System.Globalization;

namespace AlgoDistill.Data.Import;

/// <summary>Values of Parquet files of others, whatever the width of their numbers.</summary>
static class Cells
{
    /// <summary>A number, or a list of numbers.</summary>
    /// <exception cref="StoreException">It is null, holds a null, or is something else.</exception>
    public static float[] Floats(string file, string where, object? cell) =>
        cell is object?[] list ? [.. list.Select((item, i) => Float(file, $"{where}[{i}]", item))] : [Float(file, where, cell)];

    /// <summary>A number.</summary>
    /// <exception cref="StoreException">It is null or something else.</exception>
    public static float Float(string file, string where, object? cell) =>
        cell is null or bool or string or object?[] ? throw Wrong(file, where, cell, "a number") : Convert.ToSingle(cell, CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    /// <exception cref="StoreException">It is null or something else, or beyond 32 bits.</exception>
    public static int Integer(string file, string where, object? cell) => cell switch
    {
        int number => number,
        long and >= int.MinValue and <= int.MaxValue => (int)(long)cell,
        short or ushort or sbyte or byte => Convert.ToInt32(cell, CultureInfo.InvariantCulture),
        _ => throw Wrong(file, where, cell, "a whole number"),
    };

    /// <summary>True or false.</summary>
    /// <exception cref="StoreException">It is null or something else.</exception>
    public static bool Flag(string file, string where, object? cell) => cell as bool? ?? throw Wrong(file, where, cell, "true or false");

    /// <summary>The value of an optional column.</summary>
    /// <exception cref="StoreException">It is of another type.</exception>
    public static object? Extra(string file, string where, ExtraType type, object? cell) => cell is null ? null : type switch
    {
        ExtraType.Float => Float(file, where, cell),
        ExtraType.Floats when cell is object?[] => Floats(file, where, cell),
        ExtraType.Integers when cell is object?[] list => list.Select((item, i) => Integer(file, $"{where}[{i}]", item)).ToArray(),
        ExtraType.Text when cell is string => cell,
        _ => throw Wrong(file, where, cell, $"of type {type}"),
    };

    static StoreException Wrong(string file, string where, object? cell, string wanted) =>
        new(file, string.Create(CultureInfo.InvariantCulture, $"{where}: is {cell ?? "null"}; it must be {wanted}"));
}
