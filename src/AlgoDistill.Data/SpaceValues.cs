using System.Numerics;
using System.Runtime.InteropServices;
using Lanes = System.Numerics.Vector;
using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Reads observations or actions, floats of a space, from the column of a chunk: the counterpart of <see cref="SpaceColumn"/>.</summary>
readonly ref struct SpaceValues
{
    readonly int width;
    readonly ReadOnlySpan<ListEntry> entries;
    readonly ReadOnlySpan<int> integers;
    readonly ReadOnlySpan<float> floats;
    readonly ReadOnlySpan<ulong> validity;

    /// <param name="chunk">The chunk.</param>
    /// <param name="column">Number of the column, whose type was checked.</param>
    /// <param name="space">The space.</param>
    /// <param name="firstRow">Number of the chunk's first row in its file, for errors.</param>
    /// <exception cref="InvalidDataException">A list has another length than the space, or holds a null.</exception>
    public SpaceValues(Chunk chunk, int column, Space space, int firstRow)
    {
        var values = chunk[column];
        width = space.Width;
        validity = values.Validity;
        if (space is not Space.Discrete { Size: 1 })
        {
            entries = values.Values<ListEntry>();
            values = values.Child;
            CheckLists(entries, values, StoreColumns.Names[column], firstRow);
        }

        if (space is Space.Discrete) integers = values.Values<int>();
        else floats = values.Values<float>();
    }

    /// <summary>The first row from <paramref name="row"/> on that has a value; <paramref name="rows"/> when none has.</summary>
    public int Next(int row, int rows)
    {
        while (row < rows && !validity.IsEmpty && validity[row >> 6] >> (row & 63) is var ahead && (ahead & 1) == 0)
            row = ahead == 0 ? (row | 63) + 1 : row + BitOperations.TrailingZeroCount(ahead);
        return Math.Min(row, rows);
    }

    /// <summary>Copies the values from row <paramref name="start"/> on, as many as <paramref name="target"/> has room for: (rows × width).</summary>
    public void CopyTo(int start, Span<float> target)
    {
        var rows = target.Length / width;
        if (entries.IsEmpty || IsContiguous(start, rows)) Copy(entries.IsEmpty ? start : (int)entries[start].Offset, target);
        else
            for (var row = 0; row < rows; row++) CopyRow(start + row, target.Slice(row * width, width));
    }

    /// <summary>Appends the values that rows <paramref name="start"/> to <paramref name="end"/> − 1 have.</summary>
    public void AppendTo(List<float> target, int start, int end)
    {
        for (var row = Next(start, end); row < end; row = Next(row + 1, end))
        {
            CollectionsMarshal.SetCount(target, target.Count + width);
            CopyRow(row, CollectionsMarshal.AsSpan(target)[^width..]);
        }
    }

    /// <summary>Copies the value of one row: (width).</summary>
    public void CopyRow(int row, Span<float> target) => Copy(entries.IsEmpty ? row : (int)entries[row].Offset, target);

    void Copy(int from, Span<float> target)
    {
        if (integers.IsEmpty) floats.Slice(from, target.Length).CopyTo(target);
        else Convert(integers.Slice(from, target.Length), target);
    }

    static void Convert(ReadOnlySpan<int> from, Span<float> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector<int>.Count; i += Vector<int>.Count) Lanes.ConvertToSingle(new Vector<int>(from[i..])).CopyTo(to[i..]);
        for (; i < from.Length; i++) to[i] = from[i];
    }

    bool IsContiguous(int start, int rows)
    {
        for (var row = start + 1; row < start + rows; row++)
            if (entries[row].Offset != entries[row - 1].Offset + (ulong)width) return false;
        return true;
    }

    /// <summary>Throws where a list is at fault. What lies between the lists may be null: there lists that are null have their place.</summary>
    void CheckLists(ReadOnlySpan<ListEntry> entries, DuckDb.Vector values, string name, int firstRow)
    {
        var valid = values.AllValid ? default : values.Validity;
        for (var row = Next(0, entries.Length); row < entries.Length; row = Next(row + 1, entries.Length))
        {
            var (offset, length) = entries[row];
            if (length != (ulong)width || offset + length > (ulong)values.Count)
                throw new InvalidDataException($"row {firstRow + row}, column {name}: a list of {length} numbers; it must have {width}");
            if (valid.IsEmpty) continue;
            for (var i = (int)offset; i < (int)offset + width; i++)
                if (!DuckDb.Vector.IsSet(valid, i)) throw new InvalidDataException($"row {firstRow + row}, column {name}: a null in a list");
        }
    }
}
