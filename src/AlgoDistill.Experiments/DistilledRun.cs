using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>A trained run: the algorithm that it became, the tasks that it learned from, and where it was evaluated.</summary>
public sealed class DistilledRun
{
    const string IndexName = "evaluations.txt";

    DistilledRun(RunFolder folder, RunConfiguration configuration) => (Folder, Configuration) = (folder, configuration);

    /// <summary>Where the run lives.</summary>
    public RunFolder Folder { get; }

    /// <summary>What it was made by.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>What a reader may call it: the name of its folder.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder.Path)));

    /// <summary>The family that it learned from, with its parameters.</summary>
    public ITaskDistribution Tasks => Catalogue.Restore(Configuration.Histories.Tasks);

    /// <summary>Stores of its evaluations, in the order in which they were made.</summary>
    public IReadOnlyList<string> Evaluations =>
        File.Exists(Index) ? [.. File.ReadAllLines(Index).Where(line => line.Length > 0).Select(path => Path.GetRelativePath(".", Path.Combine(Folder.Path, path)))] : [];

    string Index => Path.Combine(Folder.Path, IndexName);

    /// <summary>Opens a run.</summary>
    /// <exception cref="InvalidDataException">The folder is no run, or its configuration is damaged.</exception>
    public static DistilledRun Open(string folder)
    {
        var run = new RunFolder(folder);
        return new DistilledRun(run, RunConfiguration.Read(run));
    }

    /// <summary>Whether a folder holds a run.</summary>
    public static bool Exists(string folder) => File.Exists(new RunFolder(folder).ConfigurationFile);

    /// <summary>The model as an algorithm.</summary>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest action.</param>
    /// <exception cref="InvalidDataException">It has not been saved yet, or a file of it is damaged.</exception>
    public IAlgorithm Load(double temperature)
    {
        if (!File.Exists(Folder.ModelFile)) throw new InvalidDataException($"{Folder.Path} has no weights yet: {Folder.ModelFile} is missing; train it first");
        return Catalogue.Model(Configuration.Family).Load(Folder, temperature);
    }

    /// <summary>Where an evaluation is kept unless a folder is named.</summary>
    public string EvaluationFolder(ITaskDistribution tasks, string split, bool greedy) =>
        Path.Combine(Folder.Path, "evaluations", $"{tasks.Id.Split('/')[0]}-{split}{(greedy ? "-greedy" : "")}");

    /// <summary>Notes a store as an evaluation of this run, so that a report finds it.</summary>
    public void AddEvaluation(string store)
    {
        var path = Path.GetRelativePath(Folder.Path, store);
        var known = File.Exists(Index) ? File.ReadAllLines(Index) : [];
        if (!known.Contains(path)) AtomicFile.WriteText(Index, string.Concat(known.Append(path).Select(line => line + "\n")));
    }
}
