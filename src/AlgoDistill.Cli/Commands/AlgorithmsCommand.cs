using System.CommandLine;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill algorithms</c>.</summary>
static class AlgorithmsCommand
{
    public static Command Create()
    {
        var command = new Command("algorithms", "List the algorithms whose learning can be distilled") { CommonOptions.Json };
        Invocation.Set(command, invocation => invocation.Print(
            Catalogue.Algorithms.Select(algorithm => new { algorithm.Id, algorithm.StreamsShareLearner, Settings = Settings.ToJson(algorithm) }),
            () => TextTable.Format(["algorithm", "settings"], Catalogue.Algorithms.Select(IReadOnlyList<object?> (algorithm) => [algorithm.Id, Settings.Names(algorithm)]))));
        return command;
    }
}
