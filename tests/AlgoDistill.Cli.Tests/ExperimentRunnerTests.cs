using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;
using AlgoDistill.Models.Lm;
using AlgoDistill.Models.Rl;
using AlgoDistill.Tests;

namespace AlgoDistill.Cli.Tests;

public class ExperimentRunnerTests
{
    static readonly TransformerOptions Tiny = new() { Layers = 1, Width = 16, Heads = 2 };

    static Experiment Shrink(Experiment experiment) => experiment with
    {
        Histories = new GenerationPlan { Tasks = experiment.Histories.Tasks, Algorithm = experiment.Histories.Algorithm, Histories = 20, Steps = Math.Max(200, 2 * experiment.Histories.Tasks.Horizon), Seed = 1 },
        Models = [.. experiment.Models.Select(model => model with
        {
            Plan = model.Plan with { Steps = 3, Batch = 4 },
            Options = model.Options switch
            {
                MultiHeadOptions rl => rl with { Transformer = Tiny, Context = 20 },
                CausalLmOptions lm => lm with { Transformer = Tiny, Context = 20 },
                var other => other,
            },
        })],
        Streams = 6,
        Episodes = Math.Min(experiment.Episodes, 2),
        First = 1,
        Last = 1,
    };

    public static TheoryData<string> Names { get; } = new(KnownExperiments.All.Select(experiment => experiment.Name));

    [SkippableTheory, MemberData(nameof(Names))]
    public void A_known_experiment_runs_to_its_report_and_is_not_done_twice(string name)
    {
        using var folder = new Folder();
        var experiment = Shrink(Catalogue.Experiment(name));
        experiment.Histories.Tasks.OrSkip();
        var first = ExperimentRunner.Run(new Silence(), experiment, folder["out"], CancellationToken.None);
        var rows = first.Report.Results().Where(row => row.Role is not null).ToArray();
        var compared = experiment.Models.Count + experiment.Baselines.Count;
        Assert.Equal(compared > 0 ? experiment.Splits.Count * compared : 1, rows.Length); // without models, the source itself
        Assert.All(rows, row => Assert.Equal(compared > 0 ? 6 : 20, row.Streams));
        Assert.Equal(experiment.Models.Count > 0, first.Report.Build().Sections.Any(section => section.Title == "Training"));

        var files = Files(folder["out"]);
        var again = new Silence();
        ExperimentRunner.Run(again, experiment, folder["out"], CancellationToken.None);
        Assert.Equal(experiment.Models.Count, again.Lines.Count(line => line.Contains("is trained already", StringComparison.Ordinal)));
        Assert.Equal(files, Files(folder["out"]));
    }

    [Fact]
    public void A_folder_of_another_experiment_is_refused()
    {
        using var folder = new Folder();
        var experiment = Shrink(KnownExperiments.DarkRoom);
        ExperimentRunner.Run(new Silence(), experiment, folder["out"], CancellationToken.None);
        var other = experiment with { Models = [experiment.Models[0] with { Plan = new TrainPlan { Steps = 4, Batch = 4 } }] };
        Assert.Contains("begun with another configuration", Assert.Throws<InvalidDataException>(
            () => ExperimentRunner.Run(new Silence(), other, folder["out"], CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    // Every file and when it was written
    static (string, DateTime)[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order().Select(file => (file, File.GetLastWriteTimeUtc(file)))];
}
