using System.Globalization;
using CsvHelper;

namespace AlgoDistill.Data;

/// <summary>
/// Histories as comma-separated values: one line a row, one column a number, exact both ways. The columns are those of a store, with
/// <c>observation_0</c>, <c>observation_1</c> … for vectors; <c>task</c> is the number of the task in its set, and
/// <c>task_parameters</c>, cut by semicolons, stands in the first row of a history alone.
/// </summary>
public static class HistoryCsv
{
    /// <summary>Writes histories.</summary>
    /// <exception cref="ArgumentException">They differ in the widths of observations or actions.</exception>
    public static void Write(TextWriter text, IEnumerable<LearningHistory> histories)
    {
        using var csv = CsvWriter.Create(text, new CsvWriterOptions { FormatProvider = CultureInfo.InvariantCulture }, leaveOpen: true);
        LearningHistory? first = null;
        foreach (var history in histories)
        {
            if (first is null) csv.WriteRecord(Header((first = history).ObservationWidth, history.ActionWidth));
            if (history.ObservationWidth != first.ObservationWidth || history.ActionWidth != first.ActionWidth)
                throw new ArgumentException($"history {history.Run}.{history.Stream} has observations of width {history.ObservationWidth} and actions of width "
                    + $"{history.ActionWidth}; the first has {first.ObservationWidth} and {first.ActionWidth}", nameof(histories));
            for (var row = 0; row < history.Length; row++) WriteRow(csv, history, row);
        }
    }

    /// <summary>Reads histories back, one by one.</summary>
    /// <param name="text">What <see cref="Write"/> wrote, or what has the same columns in any order.</param>
    /// <param name="name">Name of the file, for errors.</param>
    /// <exception cref="StoreException">A column is missing, a value is none of its column, or rows are out of order; the message gives line and column.</exception>
    public static IEnumerable<LearningHistory> Read(TextReader text, string name = "CSV")
    {
        var rows = new List<CsvLine>();
        foreach (var row in CsvLine.ReadAll(text, name))
        {
            if (rows.Count > 0 && (row.Run != rows[0].Run || row.Stream != rows[0].Stream))
            {
                yield return Build(rows, name);
                rows.Clear();
            }

            if (row.Step != rows.Count) throw new StoreException(name, $"line {row.Line}, column step: is {row.Step}; it must be {rows.Count}");
            rows.Add(row);
        }

        if (rows.Count > 0) yield return Build(rows, name);
    }

    static string[] Header(int observationWidth, int actionWidth) =>
    [
        "run", "stream", "task", "task_parameters", "episode", "step", "update",
        .. CsvLine.Columns("observation", observationWidth), .. CsvLine.Columns("action", actionWidth), "reward", "log_probability", "end",
        .. CsvLine.Columns("final_observation", observationWidth),
    ];

    static void WriteRow(CsvWriter csv, LearningHistory history, int row)
    {
        var (columns, final) = (history.Columns, history.Columns.Ends[row] != EpisodeEnd.None || row == history.Length - 1);
        foreach (var number in (int[])[history.Run, history.Stream, history.Task.Index]) csv.WriteField(number);
        csv.WriteField(row > 0 ? "" : string.Join(';', history.Task.Parameters.Select(parameter => parameter.ToString("R", CultureInfo.InvariantCulture))));
        foreach (var number in (int[])[history.EpisodeOf(row), row, columns.Updates[row]]) csv.WriteField(number);
        foreach (var number in history.Observation(row)) csv.WriteField(number);
        foreach (var number in history.Action(row)) csv.WriteField(number);
        csv.WriteField(columns.Rewards[row]);
        csv.WriteField(columns.LogProbabilities[row]);
        csv.WriteField((int)columns.Ends[row]);
        for (var i = 0; i < history.ObservationWidth; i++) csv.WriteField(final ? history.NextObservation(row)[i] : default(float?));
        csv.EndRecord();
    }

    static LearningHistory Build(List<CsvLine> rows, string name)
    {
        var first = rows[0];
        var columns = new HistoryColumns.Builder(first.Observation.Length, first.Action.Length, rows.Count);
        foreach (var row in rows)
        {
            columns.Add(row.Observation, row.Action, row.LogProbability, row.Update, new Outcome(row.Reward, row.End));
            if (row.FinalObservation is { } final) columns.AddFinal(final);
        }

        try
        {
            var task = new TaskInstance(first.Task, [.. first.TaskParameters]);
            return new LearningHistory(first.Run, first.Stream, task, first.Observation.Length, first.Action.Length, columns.Build());
        }
        catch (ArgumentException error)
        {
            throw new StoreException(name, $"lines {first.Line} to {rows[^1].Line}: {error.Message}", error);
        }
    }
}
