using System.Collections.Immutable;
using System.Globalization;

namespace AlgoDistill;

/// <summary>One task of a family: its number in its set and the parameters that make it (a goal cell, the arms' probabilities).</summary>
/// <param name="Index">Number of the task in the set that it comes from.</param>
/// <param name="Parameters">What tells this task from the others of its family; the family's documentation says what each number is.</param>
public sealed record TaskInstance(int Index, ImmutableArray<double> Parameters)
{
    /// <summary>Whether both are the same task, by value.</summary>
    public bool Equals(TaskInstance? other) =>
        other is not null && Index == other.Index && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Parameters.IsDefaultOrEmpty ? Index : HashCode.Combine(Index, Parameters[0], Parameters.Length);

    /// <summary>The parameters in brackets: <c>(4, 0.5)</c>.</summary>
    public override string ToString() =>
        $"({(Parameters.IsDefault ? "" : string.Join(", ", Parameters.Select(x => x.ToString("R", CultureInfo.InvariantCulture))))})";
}
