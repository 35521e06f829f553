using System.Globalization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Export;

/// <summary>Least, greatest, mean and standard deviation of each component of a column (Welford's recurrences, which lose no digits).</summary>
sealed class ColumnStatistics
{
    double[] least = [], greatest = [], mean = [], squares = [];
    long count;

    /// <summary>Takes a value into account: a number, a flag or a list of numbers.</summary>
    public void Add(object? value)
    {
        double[] numbers = value is Array list ? [.. list.Cast<object>().Select(Double)] : [Double(value)];
        if (count++ == 0) (least, greatest, mean, squares) = ([.. numbers], [.. numbers], new double[numbers.Length], new double[numbers.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            (least[i], greatest[i]) = (Math.Min(least[i], numbers[i]), Math.Max(greatest[i], numbers[i]));
            var before = numbers[i] - mean[i];
            mean[i] += before / count;
            squares[i] += before * (numbers[i] - mean[i]);
        }
    }

    /// <summary>The statistics as LeRobot has them.</summary>
    public JsonObject ToJson() => new()
    {
        ["min"] = Numbers(least),
        ["max"] = Numbers(greatest),
        ["mean"] = Numbers(mean),
        ["std"] = Numbers(squares.Select(square => Math.Sqrt(square / count))),
        ["count"] = new JsonArray(count),
    };

    static double Double(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    // JSON has no infinities: a column that holds one says nothing there
    static JsonArray Numbers(IEnumerable<double> numbers) => new([.. numbers.Select(number => double.IsFinite(number) ? (JsonNode?)number : null)]);
}
