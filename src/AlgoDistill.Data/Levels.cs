namespace AlgoDistill.Data;

/// <summary>Parquet's levels of columns without nulls whose lists all have one length.</summary>
static class Levels
{
    const int Block = 512;      // levels that are compared at once

    /// <summary>Definition level of a null, and of a value in a list.</summary>
    public const int Null = 0, Listed = 2;

    /// <summary>Writes the repetition levels of lists of <paramref name="width"/> values: 0 where one begins, else 1.</summary>
    public static void FillLists(Span<int> repetitions, int width)
    {
        repetitions.Fill(1);
        for (var i = 0; i < repetitions.Length; i += width) repetitions[i] = 0;
    }

    /// <summary>Number of the first repetition level that is not that of lists of <paramref name="width"/> values; −1 when all are.</summary>
    public static int FirstOther(ReadOnlySpan<int> repetitions, int width)
    {
        var expected = new int[Math.Min(repetitions.Length, width * ((Block + width - 1) / width))].AsSpan();
        FillLists(expected, width);
        for (var first = 0; first < repetitions.Length; first += expected.Length)
        {
            var block = repetitions.Slice(first, Math.Min(expected.Length, repetitions.Length - first));
            if (block.CommonPrefixLength(expected) is var same && same < block.Length) return first + same;
        }

        return -1;
    }
}
