using System.Globalization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Export;

/// <summary>Least, greatest, mean and standard deviation of each number of a feature, as LeRobot keeps them. Values that are not finite are left out.</summary>
sealed class FeatureStatistics
{
    NumberStatistics[] numbers = [];
    long count;

    /// <summary>Takes a value into account: a number, a flag or a list of numbers.</summary>
    public void Add(object? value)
    {
        double[] values = value is Array list ? [.. list.Cast<object>().Select(Double)] : [Double(value)];
        if (count++ == 0) numbers = [.. values.Select(_ => new NumberStatistics())];
        for (var i = 0; i < numbers.Length; i++)
            if (double.IsFinite(values[i])) numbers[i].AddConstant(values[i], count: 1, sampled: 0);
    }

    /// <summary>The statistics as an object.</summary>
    public JsonObject ToJson() => new()
    {
        ["min"] = Of(number => number.Min),
        ["max"] = Of(number => number.Max),
        ["mean"] = Of(number => number.Mean),
        ["std"] = Of(number => number.Std),
        ["count"] = new JsonArray(count),
    };

    JsonArray Of(Func<NumberStatistics, double> statistic) => new([.. numbers.Select(number => (JsonNode?)statistic(number))]);

    static double Double(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
