using System.Globalization;

namespace AlgoDistill.Data.Import;

/// <summary>The files of one run of trlX.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Config">Its <c>config.json</c>.</param>
/// <param name="Start">Time stamp of its first epoch, in seconds.</param>
/// <param name="Epochs">Its epochs, by their time stamps.</param>
sealed record TrlxRun(string Name, string Config, decimal Start, IReadOnlyList<string> Epochs)
{
    const string Prefix = "epoch-", Suffix = ".json";

    /// <summary>Finds the files of a folder.</summary>
    /// <exception cref="StoreException">There is no configuration or no epoch, or a name has no time stamp, or two have the same.</exception>
    public static TrlxRun Open(string folder)
    {
        var config = Path.Combine(folder, "config.json");
        if (!File.Exists(config)) throw new StoreException(config, "is missing; every run has one");
        var epochs = Directory.GetFiles(folder, $"{Prefix}*{Suffix}").Select(file => (Time: Time(file), File: file)).OrderBy(epoch => epoch.Time).ToArray();
        if (epochs.Length == 0) throw new StoreException(folder, $"has no {Prefix}*{Suffix}");
        for (var i = 1; i < epochs.Length; i++)
            if (epochs[i].Time == epochs[i - 1].Time) throw new StoreException(epochs[i].File, $"has the time stamp of {Path.GetFileName(epochs[i - 1].File)}; the order is not known");
        return new TrlxRun(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), config, epochs[0].Time, [.. epochs.Select(epoch => epoch.File)]);
    }

    // As a number, since as text 9.5 would follow 10.5; as a decimal, since a float would merge neighbours
    static decimal Time(string file) =>
        decimal.TryParse(Path.GetFileName(file)[Prefix.Length..^Suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var time)
            ? time : throw new StoreException(file, $"has no time stamp in its name; it must be {Prefix}SECONDS{Suffix}");
}
