using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace AlgoDistill.Data.DuckDb;

/// <summary>Where the values of a row lie in the child of a list vector.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct ListEntry(ulong Offset, ulong Length);

/// <summary>One column of a chunk, valid while its chunk lives. The caller has checked the column's type.</summary>
/// <param name="pointer">DuckDB's vector.</param>
/// <param name="count">Values in it, or room for them.</param>
readonly unsafe struct Vector(nint pointer, int count)
{
    /// <summary>Values in it.</summary>
    public int Count => count;

    /// <summary>The values.</summary>
    public Span<T> Values<T>() where T : unmanaged => new((void*)Native.VectorGetData(pointer), count);

    /// <summary>A bit for each value, set where it is not null; nothing when no value is null.</summary>
    public ReadOnlySpan<ulong> Validity => Native.VectorGetValidity(pointer) is var bits and not 0 ? new((void*)bits, Words) : default;

    /// <summary>Whether no value is null.</summary>
    public bool AllValid
    {
        get
        {
            var validity = Validity;
            if (validity.IsEmpty || count == 0) return true;
            var unused = (64 - (count & 63)) & 63; // bits of the last word beyond the last value
            return !validity[..^1].ContainsAnyExcept(ulong.MaxValue) && validity[^1] << unused == ulong.MaxValue << unused;
        }
    }

    /// <summary>What a list vector's entries point into.</summary>
    public Vector Child => new(Native.ListVectorGetChild(pointer), checked((int)Native.ListVectorGetSize(pointer)));

    int Words => (count + 63) / 64;

    /// <summary>Whether bit <paramref name="row"/> is set; all are when there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ReadOnlySpan<ulong> validity, int row) => validity.IsEmpty || (validity[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>The validity bits for writing, all of them cleared: every value is null until its bit is set.</summary>
    public Span<ulong> ClearValidity()
    {
        Native.VectorEnsureValidityWritable(pointer);
        var bits = new Span<ulong>((void*)Native.VectorGetValidity(pointer), Words);
        bits.Clear();
        return bits;
    }

    /// <summary>Whether every value is null.</summary>
    public bool AllNull
    {
        get
        {
            for (var row = 0; row < count; row++)
                if (IsSet(Validity, row)) return false;
            return true;
        }
    }

    /// <summary>Writes a text of a column of texts.</summary>
    public void SetText(int row, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes) Native.VectorAssignString(pointer, (ulong)row, start, (ulong)bytes.Length);
    }

    /// <summary>Makes room for <paramref name="values"/> values in the child of a list vector and returns the child.</summary>
    public Vector Reserve(int values)
    {
        if (Native.ListVectorReserve(pointer, (ulong)values) != 0 || Native.ListVectorSetSize(pointer, (ulong)values) != 0)
            throw new DuckDbException($"no room for {values} values of lists");
        return new Vector(Native.ListVectorGetChild(pointer), values);
    }
}
