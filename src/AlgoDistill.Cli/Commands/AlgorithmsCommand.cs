using System.CommandLine;
using System.Text.Json.Nodes;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill algorithms</c>.</summary>
static class AlgorithmsCommand
{
    public static Command Create()
    {
        var command = new Command("algorithms", "List the algorithms whose learning can be distilled") { CommonOptions.Json };
        Invocation.Set(command, invocation => invocation.Print(
            Catalogue.Algorithms.Select(algorithm => new Row(algorithm.Id, algorithm.StreamsShareLearner, Settings.ToJson(algorithm))),
            () => TextTable.Format(["algorithm", "settings"], Catalogue.Algorithms.Select(IReadOnlyList<object?> (algorithm) => [algorithm.Id, Settings.Names(algorithm)]))));
        return command;
    }

    sealed record Row(string Id, bool StreamsShareLearner, JsonObject Settings);
}
