using System.Globalization;
using System.Text.Json.Nodes;
using AlgoDistill.Data;

namespace AlgoDistill.Cli;

/// <summary>What a store holds, as commands print it.</summary>
sealed record StoreSummary(
    string Store, string Task, JsonObject TaskSettings, string Algorithm, JsonObject AlgorithmSettings, string Split, ulong Seed,
    int Histories, int PlannedHistories, int StepsPerHistory, long Rows, int Tasks, int Parts, long Bytes, bool Complete, ComputeEnvironment? ComputedWith)
{
    public static StoreSummary Of(HistoryStore store)
    {
        var manifest = store.Manifest;
        var plan = manifest.Plan;
        return new StoreSummary(store.Folder, plan.Tasks.Id, plan.Tasks.Parameters.DeepClone().AsObject(), plan.Algorithm.Id,
            plan.Algorithm.Parameters.DeepClone().AsObject(), plan.Split, plan.Seed, manifest.Histories, plan.Histories, plan.Steps, manifest.Rows,
            manifest.Tasks.Length, manifest.Parts.Length, manifest.Parts.Sum(part => part.Bytes), manifest.IsComplete, manifest.ComputedWith);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        store       {Store}
        task        {Task} {Values(TaskSettings)}
        algorithm   {Algorithm} {Values(AlgorithmSettings)}
        histories   {Histories} of {PlannedHistories}, {StepsPerHistory} steps each, of {Tasks} tasks ({Split}), seed {Seed}
        rows        {Rows} in {Parts} parts, {Bytes / 1e6:0.0} MB
        complete    {(Complete ? "yes" : "no; run the same generate command again to go on")}
        """) + (ComputedWith is null ? "" : $"\ncomputed    by {ComputedWith}");

    static string Values(JsonObject settings) => string.Join(", ", settings.Select(pair => $"{pair.Key}={(pair.Value is JsonObject or JsonArray ? pair.Value.ToJsonString() : pair.Value)}"));
}
