using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AlgoDistill.Data;

/// <summary>Statistics of one column, in the column's unit: of each of its W numbers where a value is a list of them. Values that are not finite are left out.</summary>
public sealed record ColumnStatistics
{
    /// <summary>Finite values of each number: (W).</summary>
    public required ImmutableArray<long> Count { get; init; }

    /// <summary>Least values: (W).</summary>
    public required ImmutableArray<double> Min { get; init; }

    /// <summary>Greatest values: (W).</summary>
    public required ImmutableArray<double> Max { get; init; }

    /// <summary>Means: (W).</summary>
    public required ImmutableArray<double> Mean { get; init; }

    /// <summary>Standard deviations, the sum of squares divided by the count: (W).</summary>
    public required ImmutableArray<double> Std { get; init; }

    /// <summary>Quantiles 0.01 of a sample of the rows: (W).</summary>
    public required ImmutableArray<double> Q01 { get; init; }

    /// <summary>Quantiles 0.1: (W).</summary>
    public required ImmutableArray<double> Q10 { get; init; }

    /// <summary>Medians: (W).</summary>
    public required ImmutableArray<double> Q50 { get; init; }

    /// <summary>Quantiles 0.9: (W).</summary>
    public required ImmutableArray<double> Q90 { get; init; }

    /// <summary>Quantiles 0.99: (W).</summary>
    public required ImmutableArray<double> Q99 { get; init; }

    /// <summary>Whether a list is missing.</summary>
    internal bool IsIncomplete => Count.IsDefault || new[] { Min, Max, Mean, Std, Q01, Q10, Q50, Q90, Q99 }.Any(values => values.IsDefault);

    /// <summary>The names of all statistics with their values.</summary>
    [JsonIgnore]
    internal IEnumerable<(string Name, IEnumerable<double> Values)> Named =>
        [("count", Count.Select(count => (double)count)), ("min", Min), ("max", Max), ("mean", Mean), ("std", Std),
            ("q01", Q01), ("q10", Q10), ("q50", Q50), ("q90", Q90), ("q99", Q99)];
}
