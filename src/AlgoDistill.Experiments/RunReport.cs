using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Reports;

namespace AlgoDistill.Experiments;

/// <summary>The report about runs and evaluations that lie in folders.</summary>
public static class RunReport
{
    static readonly (string Split, string Name)[] Sets = [("test", "in distribution"), ("shifted", "shifted"), ("train", "training tasks")];

    /// <summary>Reads runs, with the evaluations that belong to them, and stores of other evaluations.</summary>
    /// <param name="title">Title of the report.</param>
    /// <param name="folders">Runs and stores.</param>
    /// <exception cref="InvalidDataException">A folder is neither, a run was never evaluated, or the evaluations are not of one family.</exception>
    public static LearningReport Of(string title, IReadOnlyList<string> folders)
    {
        var runs = folders.Where(DistilledRun.Exists).Select(DistilledRun.Open).ToArray();
        if (runs.FirstOrDefault(run => run.Evaluations.Count == 0) is { } bare)
            throw new InvalidDataException($"{bare.Folder.Path} was never evaluated; run algodistill evaluate {bare.Folder.Path} first");
        var evaluations = runs.SelectMany(run => run.Evaluations.Select(store => (Store: store, Run: (DistilledRun?)run)))
            .Concat(folders.Where(folder => !DistilledRun.Exists(folder)).Select(store => (Store: store, Run: (DistilledRun?)null)))
            .DistinctBy(one => Path.GetFullPath(one.Store)).Select(one => Evaluation.Open(one.Store, one.Run)).ToArray();
        var tasks = evaluations[0].Tasks;
        if (evaluations.FirstOrDefault(other => !other.Tasks.Equals(tasks)) is { } stranger)
            throw new InvalidDataException($"a report compares algorithms on one family of tasks; {evaluations[0].Folder} is of {tasks} and {stranger.Folder} of {stranger.Tasks}");
        return new LearningReport
        {
            Title = title,
            Tasks = tasks,
            Sets = [.. Sets.Select(set => new EvaluationSet(set.Name, Label([.. evaluations.Where(one => one.Split == set.Split)]))).Where(set => set.Runs.Count > 0)],
            Losses = [.. runs.Select(run => Losses(run.Name, LossLog.Load(run.Folder.LossFile)))],
            Provenance = new Provenance
            {
                Commands = [.. runs.Select(run => Recipe.Generate(run.Configuration.Store, run.Configuration.Histories)).Concat(runs.Select(Recipe.Train))
                    .Concat(evaluations.Select(one => one.Command)).OfType<string>().Distinct()],
                Machine = TorchEngine.Default.Environment,
                Configurations = [.. runs.Select(run => ($"Training of {run.Name}", run.Configuration.ToJson())),
                    .. evaluations.Select(one => ($"Evaluation of {one.Label}, {one.Split} tasks", one.Configuration))],
            },
        };
    }

    static AlgorithmRun[] Label(Evaluation[] evaluations) =>
        [.. evaluations.OrderBy(one => one.Role).Select(one =>
            new AlgorithmRun(evaluations.Count(other => other.Label == one.Label) == 1 ? one.Label : $"{one.Label} ({one.Folder})", one.Role, one.Histories))];

    /// <summary>What a store was made by: its plan, the library, and what computed it where its bits depend on that.</summary>
    public static JsonObject Configuration(Manifest manifest)
    {
        var configuration = Settings.ToJson(manifest.Plan);
        configuration["library"] = $"AlgoDistill {manifest.LibraryVersion}{(manifest.LibraryCommit is { } commit ? $", commit {commit}" : "")}";
        if (manifest.ComputedWith is { } computed) configuration["computed_by"] = $"{computed}";
        return configuration;
    }

    /// <summary>The losses that a run of a name has logged.</summary>
    internal static LossCurve Losses(string name, LossLog log) =>
        new(name, [.. log.Rows.Select(row => new LossPoint((int)row.Step, log.Heads.Zip(row.Values).ToDictionary(pair => pair.First, pair => pair.Second)))]);
}
