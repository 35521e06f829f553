using System.Globalization;
using System.Text.Json.Serialization;

namespace AlgoDistill;

/// <summary>
/// What computes a learner of a neural network. Matrix products are summed in an order that depends on all of this, so equal seeds give
/// such a learner equal bits in equal environments only.
/// </summary>
public sealed record ComputeEnvironment
{
    /// <summary>Vector instructions that kernels use, such as <c>avx512</c>.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>The tensor library and its version, such as <c>libtorch 2.10.0</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Threads among which the library divides an operation, at least 1.</summary>
    public required int Threads { get; init => field = Require.InRange(value, 1, int.MaxValue); }

    /// <summary>The processor's model.</summary>
    public required string Processor { get; init; }

    /// <summary>Variables of the process that choose kernels of a mathematics library, as <c>NAME=value</c> with spaces between; nothing where none is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variables { get; init; }

    /// <summary>In what the environment here differs from a recorded one, with both values; nothing where they are equal.</summary>
    /// <param name="recorded">What computed then; nothing where that is not known.</param>
    /// <param name="here">What computes now; nothing where no library does.</param>
    public static string? Difference(ComputeEnvironment? recorded, ComputeEnvironment? here)
    {
        if (recorded == here) return null;
        if (recorded is null) return "the manifest does not say what computed it";
        if (here is null) return $"{recorded} computed it, and no tensor library was named here";
        var differences = recorded.Values.Zip(here.Values).Where(pair => pair.First != pair.Second)
            .Select(pair => $"{pair.First.Name} {pair.First.Value} there and {pair.Second.Value} here");
        return string.Join(", ", differences);
    }

    /// <summary>In words: <c>libtorch 2.10.0, avx512, 1 thread, AMD EPYC</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Engine}, {InstructionSet}, {Threads} {(Threads == 1 ? "thread" : "threads")}, {Processor}")
        + (Variables is null ? "" : $", {Variables}");

    (string Name, string Value)[] Values =>
    [
        ("instruction set", InstructionSet), ("engine", Engine), ("threads", Threads.ToString(CultureInfo.InvariantCulture)),
        ("processor", Processor), ("variables", Variables ?? "none"),
    ];
}
