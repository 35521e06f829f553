using System.CommandLine;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill tasks</c>.</summary>
static class TasksCommand
{
    static readonly Option<string[]> Ids = new("--task") { Description = "Only this family, which may be in wrappers; may be given again", HelpName = "ID", DefaultValueFactory = _ => [] };

    public static Command Create()
    {
        var command = new Command("tasks", "List the families of tasks, with their best and random returns") { Ids, CommonOptions.Json };
        Invocation.Set(command, invocation =>
        {
            var chosen = invocation.Get(Ids) is { Length: > 0 } ids ? ids.Select(Catalogue.Task) : Catalogue.Tasks;
            var rows = chosen.Select(TaskSummary.Of).ToArray();
            invocation.Print(rows, () => TextTable.Format(
                ["task", "observations", "actions", "horizon", "train", "test", "optimal", "random", "settings"],
                rows.Select(IReadOnlyList<object?> (row) => [row.Id, row.Observations, row.Actions, row.Horizon, row.TrainTasks, row.TestTasks,
                    row.OptimalReturn, row.RandomReturn, Settings.Names(Catalogue.Task(row.Id)) + (row.Obstacle is null ? "" : $"; {row.Obstacle}")])));
        });
        return command;
    }
}
