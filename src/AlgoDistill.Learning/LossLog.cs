using System.Globalization;
using System.Text;

namespace AlgoDistill.Learning;

/// <summary>The losses of a training run by head, as a CSV file of one row an update.</summary>
public sealed class LossLog
{
    readonly List<string> heads = [];
    readonly List<(long Step, double[] Values)> rows = [];

    /// <summary>Heads, the total first.</summary>
    public IReadOnlyList<string> Heads => heads;

    /// <summary>Updates and the loss of each head.</summary>
    public IReadOnlyList<(long Step, double[] Values)> Rows => rows;

    /// <summary>Adds an update.</summary>
    public void Add(TrainingStep step)
    {
        if (heads.Count == 0) heads.AddRange(step.Heads.Keys.Prepend("total"));
        rows.Add((step.Step, [step.Loss, .. step.Heads.Values]));
    }

    /// <summary>Writes the file, atomically.</summary>
    public void Save(string path)
    {
        var text = new StringBuilder("step," + string.Join(',', heads)).Append('\n');
        foreach (var (step, values) in rows)
            text.Append(CultureInfo.InvariantCulture, $"{step},").AppendJoin(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads a file, up to update <paramref name="last"/>; a missing file is an empty log.</summary>
    /// <exception cref="InvalidDataException">A row is malformed; the message names it.</exception>
    public static LossLog Load(string path, long last = long.MaxValue)
    {
        var log = new LossLog();
        if (!File.Exists(path)) return log;
        var lines = File.ReadAllLines(path);
        log.heads.AddRange(lines[0].Split(',').Skip(1).Where(head => head.Length > 0));
        for (var i = 1; i < lines.Length; i++)
        {
            var numbers = lines[i].Split(',').Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
            if (numbers.Length != log.heads.Count + 1) throw new InvalidDataException($"{path}, line {i + 1}: {numbers.Length} fields instead of {log.heads.Count + 1}");
            if (numbers[0] <= last) log.rows.Add(((long)numbers[0], numbers[1..]));
        }

        return log;
    }
}
