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
    static readonly Option<int> Streams = new("--streams")
    {
        Description = "Streams that one agent acts for: actors of one learner where an algorithm's streams share it, so many histories each", HelpName = "N", DefaultValueFactory = _ => 1,
    };

    static readonly Option<string?> Share = new("--shard")
    {
        Description = "Make share i of n, counted from 0, in the folder STORE-i-of-n; \"store merge\" puts the shares together. By default what SLURM_ARRAY_TASK_ID or RANK says",
        HelpName = "i/n",
    };

    static readonly Option<int?> Workers = new("--workers") { Description = "Agents that learn at once; all cores by default. The store does not depend on it", HelpName = "N" };
    static readonly Option<string> Out = CommonOptions.Out("The store's folder", "STORE");

    public static Command Create()
    {
        var command = new Command("generate", "Let an algorithm learn the training tasks and record its learning histories; interrupted, it goes on where it stopped")
        {
            Task, Algorithm, Histories, Steps, CommonOptions.Seed, Streams, Share, Workers, Out, CommonOptions.Set, CommonOptions.Json,
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
            Streams = invocation.Get(Streams),
        };
        var shard = invocation.Parsed.GetValue(Share) is { } text ? Shard.Parse(text) : Shard.FromEnvironment(Environment.GetEnvironmentVariable);
        var folder = shard?.Folder(invocation.Get(Out)) ?? invocation.Get(Out);
        var workers = invocation.Parsed.GetValue(Workers) is { } count ? Require.InRange(count, 1, 1024, Workers.Name) : (int?)null;
        var store = Generation.Run(invocation.Monitor, folder, plan, shard, workers, invocation.Cancellation);
        var summary = StoreSummary.Of(store);
        invocation.Print(summary, summary.ToString);
    }
}
