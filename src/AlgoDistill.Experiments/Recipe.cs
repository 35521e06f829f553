using System.Globalization;
using System.Text.Json.Nodes;
using AlgoDistill.Data;

namespace AlgoDistill.Experiments;

/// <summary>Commands that make runs and their stores again, from what these have recorded.</summary>
static class Recipe
{
    /// <summary>The command that generates a store; nothing where no single command does, as of imported or merged histories.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="plan">The store's plan.</param>
    public static string? Generate(string folder, StorePlan plan) => plan.IsImported || (plan.Split, plan.SplitSeed) != ("train", 0) ? null
        : Command(plan, string.Create(CultureInfo.InvariantCulture, $"generate {Name(plan.Tasks)} --algorithm {Name(plan.Algorithm)} --histories {plan.Histories} ")
            + string.Create(CultureInfo.InvariantCulture, $"--steps {plan.Steps} --streams {plan.Streams} --seed {plan.Seed} --out {ShellWord.Quote(folder)}"));

    /// <summary>The command that trains a run; nothing where its settings cannot be given to one.</summary>
    public static string? Train(DistilledRun run)
    {
        var (configuration, family) = (run.Configuration, Catalogue.Model(run.Configuration.Family));
        return WithSettings($"train {family.Id} --store {ShellWord.Quote(configuration.Store)} --out {ShellWord.Quote(run.Folder.Path)}",
            new TrainPlan(), configuration.Plan, family.Options, family.ReadOptions(run.Folder));
    }

    /// <summary>The command that evaluates a run, or a source algorithm; nothing where its settings cannot be given to one.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="plan">The store's plan.</param>
    /// <param name="run">The run; nothing for a source algorithm.</param>
    /// <param name="horizon">Steps of an episode.</param>
    public static string? Evaluate(string folder, StorePlan plan, DistilledRun? run, int horizon)
    {
        var options = string.Create(CultureInfo.InvariantCulture,
            $"--split {plan.Split} --streams {plan.Histories} --episodes {plan.Steps / horizon} --seed {plan.Seed} --out {ShellWord.Quote(folder)}");
        if (run is null) return plan.SplitSeed != 0 ? null : Command(plan, $"evaluate --algorithm {Name(plan.Algorithm)} --task {Name(plan.Tasks)} {options}");
        var learned = run.Configuration.Histories.Tasks;
        var greedy = plan.Algorithm.Parameters["temperature"]?.GetValue<double>() == 0 ? " --greedy" : "";
        return plan.Tasks.Id == learned.Id && JsonNode.DeepEquals(plan.Tasks.Parameters, learned.Parameters) ? $"algodistill evaluate {ShellWord.Quote(run.Folder.Path)} {options}{greedy}" : null;
    }

    static string Name(Component component) => component.Id.Split('/')[0];

    static string? Command(StorePlan plan, string command)
    {
        try
        {
            var (task, algorithm) = (Catalogue.Task(Name(plan.Tasks)), Catalogue.Algorithm(Name(plan.Algorithm)));
            return WithSettings(command, task, Catalogue.Restore(plan.Tasks), algorithm, Settings.FromJson(algorithm, plan.Algorithm.Parameters));
        }
        catch (ArgumentException)
        {
            return null; // of a family or an algorithm that is not in the catalogue
        }
    }

    // The command with what differs from the usual; given back only where it says all that is recorded
    static string? WithSettings<TFirst, TSecond>(string command, TFirst usualFirst, TFirst first, TSecond usualSecond, TSecond second)
        where TFirst : class where TSecond : class
    {
        var (wanted, alsoWanted) = (Settings.ToJson(first), Settings.ToJson(second));
        string[] assignments = [.. Differences(Settings.ToJson(usualFirst), wanted), .. Differences(Settings.ToJson(usualSecond), alsoWanted)];
        var (made, alsoMade) = FlatSettings.With(usualFirst, usualSecond, assignments);
        return JsonNode.DeepEquals(Settings.ToJson(made), wanted) && JsonNode.DeepEquals(Settings.ToJson(alsoMade), alsoWanted)
            ? $"algodistill {command}{string.Concat(assignments.Select(assignment => $" --set {ShellWord.Quote(assignment)}"))}" : null;
    }

    static IEnumerable<string> Differences(JsonObject usual, JsonObject values) => values.Where(pair => !JsonNode.DeepEquals(pair.Value, usual[pair.Key]))
        .SelectMany(pair => pair.Value is JsonObject inner && usual[pair.Key] is JsonObject other ? Differences(other, inner)
            : [$"{pair.Key}={pair.Value?.ToJsonString().Trim('"') ?? "none"}"]);
}
