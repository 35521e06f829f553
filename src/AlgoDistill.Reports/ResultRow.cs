namespace AlgoDistill.Reports;

/// <summary>One line of the table of results.</summary>
/// <param name="Set">The evaluation set.</param>
/// <param name="Label">The algorithm, or the reference.</param>
/// <param name="Role">What it is in the comparison; null for a reference that was computed, not run.</param>
/// <param name="Streams">Histories that the means are over; 0 for a reference.</param>
/// <param name="Units">Trials or episodes of each history; 0 for a reference.</param>
/// <param name="Mean">Mean reward of a trial, or return of an episode, over the whole history.</param>
/// <param name="Score">(mean − random) / (optimal − random).</param>
/// <param name="OfSource">Mean as a fraction of the first source algorithm's in the same set; null when there is none, or one of another length.</param>
/// <param name="First">Mean over the first part of the history; null for a reference.</param>
/// <param name="Last">Mean over the last part of the history; null for a reference.</param>
public sealed record ResultRow(string Set, string Label, AlgorithmRole? Role, int Streams, int Units, Interval Mean, double Score, double? OfSource,
    Interval? First, Interval? Last)
{
    /// <summary>The rows as a table.</summary>
    /// <param name="rows">In the order in which they are to be listed.</param>
    /// <param name="measure">What a unit is.</param>
    /// <param name="first">Units that count as the first.</param>
    /// <param name="last">Units that count as the last.</param>
    public static DataTable Table(IEnumerable<ResultRow> rows, Measure measure, int first, int last) => new("results",
        $"Mean {measure.Value} per {measure.Unit} [95% interval]",
        [
            new Column("Set"), new Column("Algorithm"),
            new Column("Streams", ColumnKind.Number, "0"), new Column(Plural(measure.Unit), ColumnKind.Number, "0"),
            new Column($"Mean {measure.Value}", ColumnKind.Interval),
            new Column("Of source", ColumnKind.Number, "0.0%"), new Column("Score", ColumnKind.Number),
            new Column(Part("First", first, measure), ColumnKind.Interval), new Column(Part("Last", last, measure), ColumnKind.Interval),
        ],
        [.. rows.Select(row => new Cell[]
        {
            row.Set, row.Label, Count(row.Streams), Count(row.Units), (Interval?)row.Mean, row.OfSource, (double?)row.Score, row.First, row.Last,
        })]) { Grouped = true };

    static Cell Count(int count) => count == 0 ? default : (double?)count;

    static string Plural(string unit) => $"{char.ToUpperInvariant(unit[0])}{unit[1..]}s";

    static string Part(string which, int count, Measure measure) => count == 1 ? $"{which} {measure.Unit}" : $"{which} {count} {measure.Unit}s";
}
