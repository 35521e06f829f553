using System.Globalization;
using CsvHelper;

namespace AlgoDistill.Data;

/// <summary>One line of histories as comma-separated values.</summary>
sealed record CsvLine(long Line, int Run, int Stream, int Task, double[] TaskParameters, int Step, int Update, float[] Observation, float[] Action,
    float Reward, float LogProbability, EpisodeEnd End, float[]? FinalObservation)
{
    /// <summary>The names of a vector's columns: <c>action_0</c>, <c>action_1</c> …</summary>
    public static IEnumerable<string> Columns(string name, int width) => Enumerable.Range(0, width).Select(i => $"{name}_{i}");

    /// <summary>The lines of a text, which are read as they are asked for.</summary>
    /// <exception cref="StoreException">A column is missing or a value is none of its column.</exception>
    public static IEnumerable<CsvLine> ReadAll(TextReader text, string name)
    {
        var options = new CsvReaderOptions { FormatProvider = CultureInfo.InvariantCulture, TrackLineNumbers = true };
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        for (Fields? fields = null; Read(csv, name);) yield return (fields ??= new Fields(csv, name)).Row();
    }

    /// <summary>Goes to the next line.</summary>
    /// <exception cref="StoreException">The text is no CSV.</exception>
    public static bool Read(CsvReader csv, string name)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException error)
        {
            throw new StoreException(name, error.Message, error);
        }
    }

    /// <summary>Reads the fields of the present line.</summary>
    sealed class Fields
    {
        readonly CsvReader csv;
        readonly string name;
        readonly int[] observation, action, finalObservation;
        readonly int run, stream, task, taskParameters, step, update, reward, logProbability, end;

        public Fields(CsvReader csv, string name)
        {
            (this.csv, this.name) = (csv, name);
            (run, stream, task, taskParameters) = (Index("run"), Index("stream"), Index("task"), Index("task_parameters"));
            (step, update, reward, logProbability, end) = (Index("step"), Index("update"), Index("reward"), Index("log_probability"), Index("end"));
            (observation, action) = (Indices("observation"), Indices("action"));
            finalObservation = [.. Columns("final_observation", observation.Length).Select(Index)];
        }

        public CsvLine Row() => new(csv.LineNumber, Number<int>(run), Number<int>(stream), Number<int>(task), Parameters(), Number<int>(step), Number<int>(update),
            Numbers(observation), Numbers(action), Number<float>(reward), Number<float>(logProbability), End(),
            Field(finalObservation[0]).Length == 0 ? null : Numbers(finalObservation));

        int Index(string column) =>
            csv.TryGetFieldIndex(column, out var index) ? index : throw new StoreException(name, $"line 1: column {column} is missing");

        int[] Indices(string column)
        {
            var count = csv.Headers!.Count(header => header.StartsWith($"{column}_", StringComparison.Ordinal));
            return [.. Columns(column, Math.Max(count, 1)).Select(Index)];
        }

        EpisodeEnd End() => Number<byte>(end) is var value and <= (byte)EpisodeEnd.Truncated
            ? (EpisodeEnd)value
            : throw Wrong(end, "0 (goes on), 1 (terminated) or 2 (truncated)");

        double[] Parameters() => Field(taskParameters) is { Length: > 0 } text ? [.. text.Split(';').Select(part => Parse<double>(part, taskParameters))] : [];

        float[] Numbers(int[] indices) => [.. indices.Select(Number<float>)];

        T Number<T>(int index) where T : IParsable<T> => Parse<T>(Field(index), index);

        T Parse<T>(string text, int index) where T : IParsable<T> =>
            T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(index, typeof(T) == typeof(int) ? "a whole number" : "a number");

        string Field(int index) => index < csv.FieldCount ? csv.GetString(index) : "";

        StoreException Wrong(int index, string allowed) =>
            new(name, $"line {csv.LineNumber}, column {csv.Headers![index]}: \"{Field(index)}\"; it must be {allowed}");
    }
}
