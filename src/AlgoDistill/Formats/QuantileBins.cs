using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace AlgoDistill;

/// <summary>Intervals that part the real line, each with a number and one value that stands for all of it.</summary>
/// <remarks>Bin i holds the values from <c>Edges[i − 1]</c>, included, to <c>Edges[i]</c>, excluded; the first and the last bin are open to infinity.</remarks>
public sealed record QuantileBins
{
    const int MostBins = 65_536; // whole numbers of so few digits stay short texts

    /// <summary>Bins as they were learned before.</summary>
    /// <param name="representatives">The value that stands for each bin: (n), ascending.</param>
    /// <param name="edges">The borders between bins: (n − 1); each lies above the representative before it and not above the one behind it.</param>
    /// <exception cref="ArgumentException">The representatives and edges are not finite, not so many, or not in this order.</exception>
    public QuantileBins(ImmutableArray<float> representatives, ImmutableArray<float> edges)
    {
        Require.InRange(representatives.Length, 1, MostBins, nameof(representatives));
        Require.InRange(edges.Length, representatives.Length - 1, representatives.Length - 1, nameof(edges));
        for (var bin = 0; bin < representatives.Length; bin++)
            if (!float.IsFinite(representatives[bin]) || (bin > 0 && !(representatives[bin - 1] < edges[bin - 1] && edges[bin - 1] <= representatives[bin])))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"bin {bin} has the representative {representatives[bin]}, which must be finite and between the bin's edges"), nameof(representatives));
        (Representatives, Edges) = (representatives, edges);
    }

    /// <summary>The value that stands for each bin: (n).</summary>
    [JsonInclude]
    public ImmutableArray<float> Representatives { get; private init; }

    /// <summary>The borders between bins: (n − 1).</summary>
    [JsonInclude]
    public ImmutableArray<float> Edges { get; private init; }

    /// <summary>Bins.</summary>
    public int Count => Representatives.Length;

    /// <summary>Learns bins that hold about equally many of the values each; the representative is the bin's lower median.</summary>
    /// <param name="values">Finite numbers, at least one.</param>
    /// <param name="bins">Most bins, at least 1. Where a value is so frequent that it fills several, there are fewer; where there are no more distinct values than bins, each has its own and nothing is lost.</param>
    /// <exception cref="ArgumentException">There are no values, or one is not finite.</exception>
    public static QuantileBins Fit(ReadOnlySpan<float> values, int bins)
    {
        Require.InRange(bins, 1, MostBins, nameof(bins));
        float[] sorted = [.. values];
        Array.Sort(sorted);     // NaN comes first
        if (sorted.Length == 0) throw new ArgumentException("there are no values to learn bins from", nameof(values));
        Require.InRange(sorted[0], float.MinValue, float.MaxValue, nameof(values));
        Require.InRange(sorted[^1], float.MinValue, float.MaxValue, nameof(values));
        float[] distinct = [.. sorted.Distinct()];
        var edges = distinct.Length <= bins ? distinct[1..]
            : [.. Enumerable.Range(1, bins - 1).Select(k => sorted[(long)k * sorted.Length / bins]).Where(edge => edge > sorted[0]).Distinct()];
        int[] starts = [0, .. edges.Select(edge => FirstAtLeast(sorted, edge)), sorted.Length];
        return new QuantileBins([.. starts.Zip(starts.Skip(1), (first, end) => sorted[(first + end - 1) / 2])], [.. edges]);
    }

    /// <summary>Learns bins for each column of a table.</summary>
    /// <param name="values">(N × <paramref name="width"/>), row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bins">As in <see cref="Fit"/>.</param>
    /// <returns>(<paramref name="width"/>).</returns>
    public static ImmutableArray<QuantileBins> FitColumns(ReadOnlySpan<float> values, int width, int bins)
    {
        Require.InRange(values.Length % Require.InRange(width, 1, int.MaxValue), 0, 0, "values beyond whole rows");
        var table = values.ToArray();
        return [.. Enumerable.Range(0, width).Select(column => Fit([.. table.Where((_, i) => i % width == column)], bins))];
    }

    /// <summary>The bin that holds a value.</summary>
    public int IndexOf(float value)
    {
        var found = Edges.BinarySearch(value);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>Whether the bins are the same.</summary>
    public bool Equals(QuantileBins? other) =>
        other is not null && Representatives.AsSpan().SequenceEqual(other.Representatives.AsSpan()) && Edges.AsSpan().SequenceEqual(other.Edges.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Representatives[0], Representatives[^1]);

    static int FirstAtLeast(float[] sorted, float edge)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < edge) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
