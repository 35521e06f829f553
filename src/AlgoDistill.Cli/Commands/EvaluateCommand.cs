using System.CommandLine;
using System.Globalization;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill evaluate</c>.</summary>
static class EvaluateCommand
{
    static readonly Argument<string?> RunFolder = new("RUN") { Description = "A trained run, or nothing with --algorithm", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string?> Algorithm = new("--algorithm") { Description = "A source algorithm to evaluate as a baseline, in place of a run", HelpName = "ID" };
    static readonly Option<string?> Task = new("--task") { Description = "The family of tasks; by default the one that the run learned from", HelpName = "TASK" };
    static readonly Option<string> Split = new("--split") { Description = "test, shifted or train", HelpName = "SPLIT", DefaultValueFactory = _ => "test" };
    static readonly Option<int> Streams = new("--streams") { Description = "Streams, one a held-out task, counted round and round", HelpName = "N", DefaultValueFactory = _ => 200 };
    static readonly Option<int> Episodes = new("--episodes") { Description = "Episodes that each stream lasts", HelpName = "E", DefaultValueFactory = _ => 1 };
    static readonly Option<bool> Greedy = new("--greedy") { Description = "Take the likeliest action instead of sampling" };
    static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the environments and of sampling", HelpName = "S", DefaultValueFactory = _ => 1_000 };
    static readonly Option<string?> Out = new("--out") { Description = "The store's folder; by default RUN/evaluations/TASK-SPLIT", HelpName = "STORE" };

    public static Command Create()
    {
        var command = new Command("evaluate", "Let a frozen model, or a baseline, learn held-out tasks in context and record how it went")
        {
            RunFolder, Algorithm, Task, Split, Streams, Episodes, Greedy, Seed, Out, CommonOptions.Set, CommonOptions.Json,
        };
        Invocation.Set(command, Run);
        return command;
    }

    static void Run(Invocation invocation)
    {
        var (named, algorithmId) = (invocation.Parsed.GetValue(RunFolder), invocation.Parsed.GetValue(Algorithm));
        if (named is null == algorithmId is null) throw new ArgumentException("evaluate needs either a run's folder or --algorithm ID");
        var run = named is null ? null : DistilledRun.Open(named);
        var tasks = Tasks(run, invocation.Parsed.GetValue(Task));
        var algorithm = run?.Load(invocation.Get(Greedy) ? 0 : 1) ?? Catalogue.Algorithm(algorithmId!);
        (tasks, algorithm) = FlatSettings.With(tasks, algorithm, invocation.Get(CommonOptions.Set));
        var plan = new EvaluationPlan
        {
            Tasks = tasks,
            Algorithm = algorithm,
            Split = invocation.Get(Split),
            SplitSeed = run?.Configuration.Histories.SplitSeed ?? 0,
            Streams = invocation.Get(Streams),
            Episodes = invocation.Get(Episodes),
            Seed = invocation.Get(Seed),
        };
        var folder = invocation.Parsed.GetValue(Out) ?? run?.EvaluationFolder(tasks, plan.Split, invocation.Get(Greedy))
            ?? throw new ArgumentException("Option '--out' is required with --algorithm");
        var summary = Evaluation.Run(invocation.Monitor, folder, plan, invocation.Cancellation).Summary();
        run?.AddEvaluation(folder);
        invocation.Print(summary, () => Text(summary));
    }

    // The family of the run's own tasks keeps their parameters
    static ITaskDistribution Tasks(DistilledRun? run, string? id)
    {
        if (run is null) return Catalogue.Task(id ?? throw new ArgumentException("Option '--task' is required with --algorithm"));
        return id is null || Catalogue.Task(id).Id == run.Tasks.Id ? run.Tasks : Catalogue.Task(id);
    }

    static string Text(EvaluationSummary summary) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {summary.Algorithm} on {summary.Streams} streams of {summary.Task} ({summary.Split}): {summary.Store}
        mean reward   {summary.MeanReward:0.000} a step
        return        {summary.FirstReturn:0.000} in the first episode, {summary.LastReturn:0.000} in episode {summary.Episodes} (random {summary.RandomReturn:0.000}, optimal {summary.OptimalReturn:0.000})
        """);
}
