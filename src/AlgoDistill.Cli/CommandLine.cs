using System.CommandLine;
using System.CommandLine.Help;
using AlgoDistill.Cli.Commands;

namespace AlgoDistill.Cli;

/// <summary>The command <c>algodistill</c>: parses arguments, calls the library, prints. Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted.</summary>
public static class CommandLine
{
    // How long an interrupted command may take to save its work
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">What follows <c>algodistill</c>.</param>
    /// <param name="output">Gets the result and nothing else.</param>
    /// <param name="error">Gets progress, and one line when the command fails.</param>
    /// <param name="cancellation">Interrupts the command, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            await error.WriteLineAsync($"algodistill: {first.Message} (algodistill {Path(parsed)}--help says more)");
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
            TasksCommand.Create(),
            AlgorithmsCommand.Create(),
        };
        root.Add(new HelpOption());
        root.Add(new VersionOption());
        return root;
    }

    static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var symbol = parsed.CommandResult; symbol?.Parent is not null; symbol = symbol.Parent as System.CommandLine.Parsing.CommandResult) names.Push(symbol.Command.Name + " ");
        return string.Concat(names);
    }
}
