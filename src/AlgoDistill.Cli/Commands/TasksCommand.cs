using System.CommandLine;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill tasks</c>.</summary>
static class TasksCommand
{
    public static Command Create()
    {
        var command = new Command("tasks", "List the families of tasks, with their best and random returns") { CommonOptions.Json };
        Invocation.Set(command, invocation =>
        {
            var rows = Catalogue.Tasks.Select(TaskSummary.Of).ToArray();
            invocation.Print(rows, () => TextTable.Format(
                ["task", "observations", "actions", "horizon", "train", "test", "optimal", "random", "settings"],
                rows.Select(IReadOnlyList<object?> (row) => [row.Id, row.Observations, row.Actions, row.Horizon, row.TrainTasks, row.TestTasks,
                    row.OptimalReturn, row.RandomReturn, Settings.Names(Catalogue.Task(row.Id))])));
        });
        return command;
    }
}
