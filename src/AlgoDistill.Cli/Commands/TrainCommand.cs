using System.CommandLine;
using System.Globalization;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill train</c>.</summary>
static class TrainCommand
{
    static readonly Argument<string> Model = new("MODEL") { Description = "rl or lm, as \"algodistill models\" lists them" };
    static readonly Option<string?> Store = new("--store") { Description = "The store to distil; with --resume the one that the run began with", HelpName = "STORE" };
    static readonly Option<string> Out = CommonOptions.Out("The run's folder", "RUN");
    static readonly Option<int?> Steps = new("--steps") { Description = "Updates; as --set Steps=N", HelpName = "N" };
    static readonly Option<ulong?> Seed = new("--seed") { Description = "Seed of all chance; as --set Seed=S", HelpName = "S" };
    static readonly Option<string> Device = new("--device") { Description = "cpu or cuda", HelpName = "DEVICE", DefaultValueFactory = _ => Devices.Cpu };
    static readonly Option<bool> TensorBoard = new("--tensorboard") { Description = "Write the losses for TensorBoard too, into RUN/tensorboard" };
    static readonly Option<bool> Resume = new("--resume") { Description = "Go on with a run that was interrupted" };

    static readonly Option<int> Processes = Job.Processes(usual: 1);

    public static Command Create()
    {
        var command = new Command("train", "Distil a store into a model")
        {
            Model, Store, Out, Steps, Seed, CommonOptions.Set, Device, Resume, TensorBoard, Processes, CommonOptions.Json,
        };
        Invocation.Set(command, invocation => Job.Run(invocation, Processes, invocation.Get(Device), Train));
        return command;
    }

    static void Train(Invocation invocation, DataParallel? ranks)
    {
        using var run = Open(invocation, ranks);
        var leads = ranks is null or { Leads: true };
        var monitor = leads ? invocation.Monitor : new Monitor(TextWriter.Null);
        var result = Training.Run(monitor, run, goOn: "the same command with --resume goes on from there", invocation.Cancellation,
            tensorBoard: leads && invocation.Get(TensorBoard));
        if (!leads) return;
        invocation.Print(result, () => string.Create(CultureInfo.InvariantCulture,
            $"{result.Run}: {result.Model}, {result.Steps} updates{(result.Loss is { } loss ? $", loss {loss:0.0000}, {result.TokensPerSecond:N0} tokens/s" : "")}"));
    }

    static TrainingRun Open(Invocation invocation, DataParallel? ranks)
    {
        var family = Catalogue.Model(invocation.Get(Model));
        var folder = new RunFolder(invocation.Get(Out));
        var resume = invocation.Get(Resume) && File.Exists(folder.ConfigurationFile);
        if (ranks is not null) resume = ranks.Decide(resume ? 1 : 0) > 0;   // before rank 0 makes the folder
        var begun = resume ? RunConfiguration.Read(folder) : null;
        if (begun is not null && begun.Family != family.Id)
            throw new ArgumentException($"{folder.Path} holds a model of kind {begun.Family}, not {family.Id}");
        var store = invocation.Parsed.GetValue(Store) ?? begun?.Store ?? throw new ArgumentException("Option '--store' is required");
        var (plan, options) = FlatSettings.With(begun?.Plan ?? new TrainPlan(), begun is null ? family.Options : family.ReadOptions(folder), Assignments(invocation));
        return resume ? TrainingRun.Resume(folder, family, plan, options, HistoryStore.Open(store), invocation.Get(Device), ranks)
            : TrainingRun.Start(folder, family, plan, options, HistoryStore.Open(store), invocation.Get(Device), ranks);
    }

    static IEnumerable<string> Assignments(Invocation invocation)
    {
        if (invocation.Parsed.GetValue(Steps) is { } steps) yield return string.Create(CultureInfo.InvariantCulture, $"Steps={steps}");
        if (invocation.Parsed.GetValue(Seed) is { } seed) yield return string.Create(CultureInfo.InvariantCulture, $"Seed={seed}");
        foreach (var assignment in invocation.Get(CommonOptions.Set)) yield return assignment;
    }
}
