using System.CommandLine;
using AlgoDistill.Data;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill store head</c>.</summary>
static class StoreHeadCommand
{
    static readonly Argument<int> Rows = new("N") { Description = "Rows to show", DefaultValueFactory = _ => 10, Arity = ArgumentArity.ZeroOrOne };

    public static Command Create() => StoreCommand.Subcommand("head", "Show the first rows", Run, CommonOptions.Store, Rows);

    static void Run(Invocation invocation) =>
        StoreCommand.Print(invocation, HistoryStore.Open(invocation.Get(CommonOptions.Store)).Head(Require.InRange(invocation.Get(Rows), 1, 1_000_000, Rows.Name)));
}
