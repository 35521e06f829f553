using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Writes observations or actions, floats of a space, into the column of a chunk.</summary>
ref struct SpaceColumn
{
    readonly Vector vector;
    readonly string name;
    readonly int width;
    readonly bool whole;
    readonly Span<ListEntry> entries;
    readonly Span<int> integers;
    readonly Span<float> floats;
    readonly Span<ulong> validity;
    int used;

    /// <param name="vector">The column.</param>
    /// <param name="space">The space.</param>
    /// <param name="rows">Rows of the chunk.</param>
    /// <param name="name">Name of the column, for errors.</param>
    /// <param name="nullable">Whether rows to which nothing is added are null.</param>
    public SpaceColumn(Vector vector, Space space, int rows, string name, bool nullable = false)
    {
        (this.vector, this.name, width, whole) = (vector, name, space.Width, space is Space.Discrete);
        if (nullable) validity = vector.ClearValidity();
        var values = vector;
        if (!(whole && width == 1))
        {
            values = vector.Reserve(rows * width);
            entries = vector.Values<ListEntry>();
            entries.Clear();
        }

        if (whole) integers = values.Values<int>();
        else floats = values.Values<float>();
    }

    /// <summary>Writes the values of one or more rows, from <paramref name="row"/> on. Rows are added in order.</summary>
    /// <exception cref="ArgumentException">A discrete value is not a whole number.</exception>
    public void Add(int row, ReadOnlySpan<float> values)
    {
        var rows = values.Length / width;
        for (var i = 0; !entries.IsEmpty && i < rows; i++) entries[row + i] = new ListEntry((ulong)(used + i * width), (ulong)width);
        for (var i = row; !validity.IsEmpty && i < row + rows; i++) validity[i >> 6] |= 1UL << (i & 63);
        if (whole) Convert(values, integers.Slice(entries.IsEmpty ? row : used, values.Length));
        else values.CopyTo(floats[used..]);
        used += values.Length;
    }

    /// <summary>Says how many values there are in all, once the last row is written.</summary>
    public readonly void Finish()
    {
        if (!entries.IsEmpty) vector.Reserve(used);
    }

    readonly void Convert(ReadOnlySpan<float> from, Span<int> to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (int)from[i];
            if (to[i] != from[i]) throw new ArgumentException(FormattableString.Invariant($"{name} {from[i]} is not a whole number, as its discrete space demands"));
        }
    }
}
