using System.CommandLine;
using AlgoDistill.Algorithms;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill formats</c>.</summary>
static class FormatsCommand
{
    const int Steps = 2;

    static readonly Option<string> Task = new("--task") { Description = "The family whose steps are shown", HelpName = "ID", DefaultValueFactory = _ => "dark-room" };

    public static Command Create()
    {
        var command = new Command("formats", "List the language formats, each with two steps of a task written in it") { Task, CommonOptions.Json };
        Invocation.Set(command, invocation =>
        {
            var tasks = Catalogue.Task(invocation.Get(Task));
            var steps = Interaction.Run(tasks, tasks.Split(0).Train[0], new UniformRandom(), Steps, new Rng(0));
            var rows = Catalogue.Formats.Select(format => new Row(format.Id, LanguageText.Write(format.For(tasks), tasks.Observations, tasks.Actions, steps))).ToArray();
            invocation.Print(rows, () => string.Join("\n\n", rows.Select(row => $"{row.Id}\n  {row.Example.TrimEnd().ReplaceLineEndings("\n  ")}")));
        });
        return command;
    }

    sealed record Row(string Id, string Example);
}
