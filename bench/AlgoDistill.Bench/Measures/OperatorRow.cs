using System.Text.Json.Serialization;

namespace AlgoDistill.Bench.Measures;

/// <summary>How fast an operator of our own is beside the plain composition of libtorch's; medians over runs in turn.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Size">Name of the <see cref="BenchSize"/> that its tensors have.</param>
/// <param name="ForwardSeconds">A forward pass.</param>
/// <param name="PlainForwardSeconds">The same by the composition.</param>
/// <param name="RatioMin">Smallest ratio of the composition's time to the operator's over pairs of runs, backward included.</param>
/// <param name="RatioMedian">Median ratio.</param>
/// <param name="RatioMax">Greatest ratio.</param>
public sealed record OperatorRow(string Name, string Size, double ForwardSeconds, double PlainForwardSeconds, double RatioMin, double RatioMedian, double RatioMax)
{
    /// <summary>A backward pass; absent for an operator without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BackwardSeconds { get; init; }

    /// <summary>The same by the composition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PlainBackwardSeconds { get; init; }
}
