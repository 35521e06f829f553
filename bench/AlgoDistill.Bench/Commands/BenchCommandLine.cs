using System.CommandLine;
using System.CommandLine.Help;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench</c>: parses arguments, measures, prints. It is a program of its own beside the product's command line.</summary>
static class BenchCommandLine
{
    /// <summary>The word that its arguments begin with.</summary>
    public const string Name = "bench";

    /// <summary>Runs one measurement; parameters and exit codes are those of <see cref="Cli.CommandLine"/>.</summary>
    public static Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        Cli.CommandLine.RunAsync(Root(), arguments, output, error, cancellation);

    static Command Root() => new("algodistill")
    {
        new Command(Name, "Measure speed and memory")
        {
            TrainCommand.Create(),
            RanksCommand.Create(),
            MemoryCommand.Create(),
            ActCommand.Create(),
            GenerateCommand.Create(),
            OpsCommand.Create(),
            StoreCommand.Create(),
        },
        new HelpOption(),
    };
}
