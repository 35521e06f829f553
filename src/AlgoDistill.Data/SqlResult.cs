namespace AlgoDistill.Data;

/// <summary>The answer to a query.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Rows of values: null, bool, a whole number, float, double, string, or a list of such.</param>
public sealed record SqlResult(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
