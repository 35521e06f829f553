using System.Diagnostics;
using System.Globalization;
using AlgoDistill.Experiments;
using Spectre.Console;

namespace AlgoDistill.Cli;

/// <summary>Shows how far long jobs are: a bar on a terminal, else twenty lines over the whole.</summary>
/// <param name="error">Where it is shown.</param>
sealed class Monitor(TextWriter error) : IMonitor
{
    const int Lines = 20;

    public void Say(string line) => error.WriteLine(line);

    public T Watch<T>(string title, long total, Func<Action<long, string>, T> work)
    {
        if (error != Console.Error || Console.IsErrorRedirected) return work(ByLines(title, total));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress().AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var speed = new Speed();
                var bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(total, 1));
                return work((done, note) =>
                {
                    bar.Description = Markup.Escape($"{title}: {note}{speed.Text(done, total)}");
                    bar.Value = done;
                });
            });
    }

    Action<long, string> ByLines(string title, long total)
    {
        var shown = 0L;
        var gate = new Lock();
        var speed = new Speed();
        return (done, note) =>
        {
            lock (gate)
            {
                var line = done * Lines / Math.Max(total, 1);
                var text = speed.Text(done, total);
                if (line <= shown) return;
                shown = line;
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {done} of {total} ({100 * done / total}%) {note}").TrimEnd() + text);
            }
        };
    }

    /// <summary>How fast a job goes since it was first heard of, and how long it will take from there.</summary>
    sealed class Speed
    {
        readonly Stopwatch clock = Stopwatch.StartNew();
        long? first; // what an earlier, interrupted run had done is not this one's speed

        public string Text(long done, long total)
        {
            first ??= done;
            var rate = (done - first.Value) / clock.Elapsed.TotalSeconds;
            return rate <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Number(rate)}/s, {Time((total - done) / rate)} left");
        }

        static string Number(double rate) => rate < 1e3 ? rate.ToString("G3", CultureInfo.InvariantCulture)
            : rate < 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:F1} thousand") : string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:F1} million");

        static string Time(double seconds) => seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")
            : seconds < 7200 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h");
    }
}
