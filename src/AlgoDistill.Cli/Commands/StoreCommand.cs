using System.CommandLine;
using System.Globalization;
using AlgoDistill.Data;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill store</c> and those of its commands that need no file of their own.</summary>
static class StoreCommand
{
    static readonly Argument<string> Query = new("SQL") { Description = "A query over the view histories (all rows) and the table tasks" };
    static readonly Option<int?> Sample = new("--sample") { Description = "Histories to play again, spread over the store; all by default", HelpName = "N" };

    static readonly Option<string> License = new("--license")
    {
        Description = "Licence under which it is published, such as cc-by-4.0", HelpName = "ID", DefaultValueFactory = _ => StoreCard.NoLicense,
    };

    static readonly Argument<string[]> Shards = new("SHARD") { Description = "Folders of all shards, in any order", Arity = ArgumentArity.OneOrMore };
    static readonly Option<int> Count = CommonOptions.Required<int>("--shards", "N", "Shards to make");
    static readonly Option<string> Prefix = CommonOptions.Out("Shard i of N goes to the folder PREFIX-i-of-N", "PREFIX");
    static readonly Option<int> Histories = CommonOptions.Required<int>("--histories", "N", "Histories in all, those that are there included");
    static readonly Option<string> Out = CommonOptions.Out("The store's folder", "STORE");

    public static Command Create() => new("store", "Look into a store of learning histories")
    {
        StoreInfoCommand.Create(),
        StoreHeadCommand.Create(),
        Subcommand("card", "Describe the store in Markdown, to be published with it", Card, CommonOptions.Store, License),
        Subcommand("verify", "Check every part: its SHA-256, and every row", Verify, CommonOptions.Store),
        Subcommand("sql", "Ask a question in DuckDB's SQL", Sql, Query, CommonOptions.Store),
        Subcommand("replay", "Let the recorded learners learn again and compare every row; where other hardware computes, play a neural learner's actions again", Replay, CommonOptions.Store, Sample),
        Subcommand("append", "Give a complete store more histories, as if it had been made with that many", Append, CommonOptions.Store, Histories),
        Subcommand("split", "Divide a store into shards; \"store merge\" is the way back", Split, CommonOptions.Store, Count, Prefix),
        Subcommand("merge", "Put the shards of one plan together", Merge, Shards, Out),
        StoreTransferCommand.CreateImport(), StoreTransferCommand.CreateExport(),
    };

    /// <summary>A command of the store with <c>--json</c>.</summary>
    public static Command Subcommand(string name, string description, Action<Invocation> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var argument in symbols.OfType<Argument>()) command.Add(argument);
        foreach (var option in symbols.OfType<Option>()) command.Add(option);
        command.Add(CommonOptions.Json);
        Invocation.Set(command, run);
        return command;
    }

    static void Card(Invocation invocation)
    {
        var card = StoreCard.Of(Open(invocation), invocation.Get(License));
        invocation.Print(new Described(card), () => card);
    }

    static void Verify(Invocation invocation)
    {
        var store = Open(invocation);
        var faults = store.Verify();
        var parts = store.Manifest.Parts.Select(part => new Part(part.File, part.Sha256, faults.All(fault => fault.File != part.File))).ToArray();
        invocation.Print(new Verification(store.Folder, faults.Count == 0, parts, faults), () => string.Join('\n',
        [
            .. parts.Select(part => $"{part.File}  sha256 {part.Sha256}  {(part.Sound ? "ok" : "DAMAGED")}"),
            .. faults.Select(fault => fault.ToString()),
            faults.Count == 0 ? $"{store.Folder} is sound: {store.Manifest.Histories} histories in {parts.Length} parts" : $"{store.Folder} is damaged",
        ]));
        if (faults.Count > 0) throw new InvalidDataException($"{store.Folder} has {faults.Count} faults; the first: {faults[0]}");
    }

    static void Sql(Invocation invocation) => Print(invocation, Open(invocation).Sql(invocation.Get(Query)));

    /// <summary>Prints rows as a table, or as a JSON object each.</summary>
    public static void Print(Invocation invocation, SqlResult result) => invocation.Print(
        result.Rows.Select(row => result.Columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)),
        () => TextTable.Format(result.Columns, result.Rows.Select(IReadOnlyList<object?> (row) => [.. row.Select(Plain)])));

    static void Replay(Invocation invocation)
    {
        var store = Open(invocation);
        var sample = invocation.Parsed.GetValue(Sample);
        var result = Generation.Replay(store, sample);
        invocation.Print(new Replayed(store.Folder, result.Divergence is null, result.Divergence, result.LearnerNotReplayed is null, result.LearnerNotReplayed),
            () => $"{store.Folder} {result}");
        if (result.Divergence is not null) throw new InvalidDataException($"{store.Folder} {result}");
    }

    static void Merge(Invocation invocation)
    {
        var summary = StoreSummary.Of(StoreMerge.Run(invocation.Get(Out), invocation.Get(Shards), invocation.Cancellation));
        invocation.Print(summary, summary.ToString);
    }

    static void Append(Invocation invocation)
    {
        var folder = invocation.Get(CommonOptions.Store);
        var stored = Open(invocation).Manifest.Plan with { Histories = invocation.Get(Histories) };
        var plan = GenerationPlan.Restore(stored, Catalogue.Tasks, Catalogue.Algorithms); // what cannot go on is left as it is
        StoreExtension.Begin(folder, plan.Histories, Generation.EngineOf(plan.Algorithm));
        var summary = StoreSummary.Of(Generation.Run(invocation.Monitor, folder, plan, shard: null, workers: null, invocation.Cancellation));
        invocation.Print(summary, summary.ToString);
    }

    static void Split(Invocation invocation)
    {
        var shards = StoreSplit.Run(Open(invocation), invocation.Get(Prefix), invocation.Get(Count), invocation.Cancellation).Select(StoreSummary.Of).ToArray();
        invocation.Print(shards, () => string.Join('\n', shards.Select(shard => string.Create(CultureInfo.InvariantCulture, $"{shard.Store}  {shard.Histories} histories in {shard.Parts} parts"))));
    }

    static HistoryStore Open(Invocation invocation) => HistoryStore.Open(invocation.Get(CommonOptions.Store));

    // Lists read as [1, 2]
    static object? Plain(object? value) => value is System.Collections.IEnumerable list and not string
        ? $"[{string.Join(", ", list.Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))}]" : value;

    sealed record Described(string Card);

    sealed record Part(string File, string Sha256, bool Sound);

    sealed record Verification(string Store, bool Sound, IReadOnlyList<Part> Parts, IReadOnlyList<StoreFault> Faults);

    sealed record Replayed(string Store, bool Equal, Divergence? Divergence, bool LearnerReplayed, string? Reason);
}
