namespace AlgoDistill.Data;

/// <summary>Parquet's levels of columns without nulls whose lists all have one length: what they must be, made once and shared.</summary>
static class Levels
{
    /// <summary>Definition level of a null, of an empty list, and of a value in a list.</summary>
    public const int Null = 0, EmptyList = 1, Listed = 2;

    static readonly Dictionary<int, int[]> Repeated = [];
    static int[] listed = [];

    /// <summary>(count): that every value is there.</summary>
    public static ReadOnlyMemory<int> AllListed(int count)
    {
        lock (Repeated)
        {
            if (listed.Length < count)
            {
                listed = new int[count];
                listed.AsSpan().Fill(Listed);
            }

            return listed.AsMemory(0, count);
        }
    }

    /// <summary>(count): 0 where a list begins, else 1, in lists of <paramref name="width"/> values.</summary>
    public static ReadOnlyMemory<int> Lists(int count, int width)
    {
        lock (Repeated)
        {
            if (!Repeated.TryGetValue(width, out var levels) || levels.Length < count)
            {
                levels = new int[count];
                for (var i = 0; i < count; i++) levels[i] = i % width == 0 ? 0 : 1;
                Repeated[width] = levels;
            }

            return levels.AsMemory(0, count);
        }
    }
}
