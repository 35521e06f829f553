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
                var bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(total, 1));
                return work((done, note) =>
                {
                    bar.Description = Markup.Escape($"{title}: {note}");
                    bar.Value = done;
                });
            });
    }

    Action<long, string> ByLines(string title, long total)
    {
        var shown = 0L;
        var gate = new Lock();
        return (done, note) =>
        {
            lock (gate)
            {
                var line = done * Lines / Math.Max(total, 1);
                if (line <= shown) return;
                shown = line;
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {done} of {total} ({100 * done / total}%) {note}").TrimEnd());
            }
        };
    }
}
