using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using AlgoDistill.Cli.Commands;

namespace AlgoDistill.Cli;

/// <summary>The command <c>algodistill</c>: parses arguments, calls the library, prints. Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted.</summary>
public static partial class CommandLine
{
    // How long an interrupted command may take to save its work
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">What follows <c>algodistill</c>.</param>
    /// <param name="output">Gets the result and nothing else.</param>
    /// <param name="error">Gets progress, and one line when the command fails.</param>
    /// <param name="cancellation">Interrupts the command, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        RunAsync(Root(), arguments, output, error, cancellation);

    /// <summary>Runs one command of another program whose commands have the same manners.</summary>
    internal static async Task<int> RunAsync(Command root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"algodistill: {Complaint(parsed)} (algodistill {Path(parsed)}--help says more)");
            return ExitCode.BadUsage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Patience,
        };
        return await parsed.InvokeAsync(configuration, cancellation);
    }

    internal static Command Root()
    {
        var root = new Command("algodistill", "Distils reinforcement-learning algorithms into transformers that learn in context.")
        {
            ExperimentCommand.CreateQuickstart(),
            TasksCommand.Create(),
            AlgorithmsCommand.Create(),
            FormatsCommand.Create(),
            ModelsCommand.Create(),
            GenerateCommand.Create(),
            StoreCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            ReportCommand.Create(),
            ExperimentCommand.Create(),
        };
        root.Add(new HelpOption());
        root.Add(new VersionOption());
        return root;
    }

    // The first word that is wrong says more than what is missing because of it
    static string Complaint(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var word, ..] && parsed.CommandResult.Command is { Subcommands: { Count: > 0 } known }
            ? $"unknown command \"{word}\"; known are {string.Join(", ", known.Select(command => command.Name))}"
            : Number().Replace(parsed.Errors[0].Message.TrimEnd('.'), "$2 is \"$1\"; it must be a whole number");

    [GeneratedRegex(@"^Cannot parse argument '(.*)' for option '(.*)' as expected type 'System\.(?:Nullable.*|U?Int\d+.*)'$")]
    private static partial Regex Number();

    static string Path(ParseResult parsed) =>
        string.Concat(Ancestors(parsed.CommandResult).Reverse().Skip(1).Select(command => command + " "));

    static IEnumerable<string> Ancestors(SymbolResult? result)
    {
        for (; result is CommandResult command; result = result.Parent) yield return command.Command.Name;
    }
}
