using System.CommandLine;
using AlgoDistill.Experiments;
using AlgoDistill.Reports;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill quickstart</c> and <c>algodistill experiment</c>.</summary>
static class ExperimentCommand
{
    static readonly Argument<string> Name = new("NAME") { Description = string.Join(", ", KnownExperiments.All.Select(experiment => experiment.Name)) };
    static readonly Option<string?> Out = new("--out") { Description = "Where everything goes; by default runs/NAME", HelpName = "DIR" };

    public static Command CreateQuickstart()
    {
        var command = new Command("quickstart", "The whole job in a few minutes: histories, three models, evaluations, a report") { Out, CommonOptions.Json };
        Invocation.Set(command, invocation => Run(invocation, KnownExperiments.Quickstart));
        return command;
    }

    public static Command Create()
    {
        var command = new Command("experiment", "Run a known experiment; interrupted, it goes on where it stopped") { Name, Out, CommonOptions.Json };
        Invocation.Set(command, invocation => Run(invocation, Catalogue.Experiment(invocation.Get(Name))));
        return command;
    }

    static void Run(Invocation invocation, Experiment experiment)
    {
        var folder = invocation.Parsed.GetValue(Out) ?? Path.Combine("runs", experiment.Name);
        var result = ExperimentRunner.Run(invocation.Monitor, experiment, folder, invocation.Cancellation);
        var files = result.Report.MadeBy(invocation.CommandLine).Build().Write(folder);
        var written = new Written(experiment.Name, result.Histories, result.Runs, result.Evaluations, files[0], result.Seconds, result.Report.Results());
        invocation.Print(written, () =>
            $"""
            {result.Report.ResultTable().ToText()}
            histories    {result.Histories}
            models       {string.Join("\n             ", result.Runs)}
            evaluations  {string.Join("\n             ", result.Evaluations)}
            report       {files[0]}
            """);
    }

    sealed record Written(string Experiment, string Histories, IReadOnlyList<string> Models, IReadOnlyList<string> Evaluations, string Report, double Seconds,
        IReadOnlyList<ResultRow> Results);
}
