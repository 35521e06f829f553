using System.CommandLine;
using AlgoDistill.Data;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill generate</c>.</summary>
static class GenerateCommand
{
    static readonly Argument<string> Task = new("TASK") { Description = "A family of tasks, as \"algodistill tasks\" lists them" };
    static readonly Option<string> Algorithm = CommonOptions.Required<string>("--algorithm", "ID", "The algorithm that learns, as \"algodistill algorithms\" lists them");
    static readonly Option<int> Histories = CommonOptions.Required<int>("--histories", "N", "Learning histories");
    static readonly Option<int> Steps = CommonOptions.Required<int>("--steps", "M", "Steps of each history");
    static readonly Option<string> Out = CommonOptions.Out("The store's folder", "STORE");

    public static Command Create()
    {
        var command = new Command("generate", "Let an algorithm learn the training tasks and record its learning histories; interrupted, it goes on where it stopped")
        {
            Task, Algorithm, Histories, Steps, CommonOptions.Seed, Out, CommonOptions.Set, CommonOptions.Json,
        };
        Invocation.Set(command, Run);
        return command;
    }

    static void Run(Invocation invocation)
    {
        var (tasks, algorithm) = FlatSettings.With(Catalogue.Task(invocation.Get(Task)), Catalogue.Algorithm(invocation.Get(Algorithm)), invocation.Get(CommonOptions.Set));
        var plan = new GenerationPlan
        {
            Tasks = tasks,
            Algorithm = algorithm,
            Histories = invocation.Get(Histories),
            Steps = invocation.Get(Steps),
            Seed = invocation.Get(CommonOptions.Seed),
        };
        var store = Generation.Run(invocation.Monitor, invocation.Get(Out), plan, workers: null, invocation.Cancellation);
        var summary = StoreSummary.Of(store);
        invocation.Print(summary, summary.ToString);
    }
}
