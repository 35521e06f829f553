using System.CommandLine;
using AlgoDistill.Experiments;
using AlgoDistill.Reports;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill report</c>.</summary>
static class ReportCommand
{
    static readonly Argument<string[]> Folders = new("RUN")
    {
        Description = "Runs, each with the evaluations that belong to it, and stores of other evaluations",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string> Out = CommonOptions.Out("The report's folder", "DIR");
    static readonly Option<string> Title = new("--title") { Description = "Title of the report", HelpName = "TEXT", DefaultValueFactory = _ => "In-context learning on held-out tasks" };

    public static Command Create()
    {
        var command = new Command("report", "Compare evaluations: curves, tables, and an HTML page that works offline") { Folders, Out, Title, CommonOptions.Json };
        Invocation.Set(command, invocation => Print(invocation, RunReport.Of(invocation.Get(Title), invocation.Get(Folders)).MadeBy(invocation.CommandLine), invocation.Get(Out)));
        return command;
    }

    /// <summary>Writes a report and prints where it is and what it says.</summary>
    public static void Print(Invocation invocation, LearningReport report, string folder)
    {
        var files = report.Build().Write(folder);
        invocation.Print(new Written(files[0], files, report.Results()), () => $"{report.ResultTable().ToText()}\nreport  {files[0]}");
    }

    sealed record Written(string Report, IReadOnlyList<string> Files, IReadOnlyList<ResultRow> Results);
}
