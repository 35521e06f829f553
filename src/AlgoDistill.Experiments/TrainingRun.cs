using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Reports;
using TorchSharp;

namespace AlgoDistill.Experiments;

/// <summary>A model in training in a folder of its own, saved now and then, so that an interruption costs at most half a minute.</summary>
public sealed class TrainingRun : IDisposable
{
    const int UpdatesPerSave = 500;
    static readonly TimeSpan TimePerSave = TimeSpan.FromSeconds(30);

    readonly Trainable trainable;
    readonly Trainer trainer;
    readonly LossLog losses;
    readonly DataParallel? ranks;

    TrainingRun(RunFolder folder, RunConfiguration configuration, Trainable trainable, DataParallel? ranks, bool resume)
    {
        (Folder, Configuration, this.trainable, this.ranks) = (folder, configuration, trainable, ranks);
        var plan = configuration.Plan;
        trainer = new Trainer(trainable.Objective, plan.Optimizer, plan.Steps, new Rng(plan.Seed).Split(2), precision: plan.Precision, ranks: ranks);
        if (ranks is not null) Agree(ranks, configuration, trainable);
        if (resume && File.Exists(folder.CheckpointFile)) trainer.Restore(folder.CheckpointFile, configuration.Identity);
        losses = trainer.Done > 0 ? LossLog.Load(folder.LossFile, trainer.Done) : new LossLog();
    }

    /// <summary>Where the run lives.</summary>
    public RunFolder Folder { get; }

    /// <summary>What it is made by.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>Updates done.</summary>
    public long Done => trainer.Done;

    /// <inheritdoc cref="Trainer.EagerReason"/>
    public string? EagerReason => trainer.EagerReason;

    /// <summary>Numbers that are trained.</summary>
    public long Parameters => Weight.Of(trainable.Objective.Model).Sum(pair => pair.Value.numel());

    /// <summary>Where its batches come from.</summary>
    public HistoryWindows Windows => trainable.Windows;

    /// <summary>Begins a run.</summary>
    /// <param name="folder">Where it will live.</param>
    /// <param name="family">What kind of model it trains.</param>
    /// <param name="plan">How.</param>
    /// <param name="options">The model's record of options.</param>
    /// <param name="store">What is distilled.</param>
    /// <param name="device">Where it is trained, as <see cref="Devices"/> has it; ranks know their own.</param>
    /// <param name="ranks">The processes that train it together, all of which call this; nothing for one alone. Rank 0 writes.</param>
    /// <exception cref="InvalidDataException">The folder holds a run already.</exception>
    /// <exception cref="ArgumentException">The options do not fit together or the store, or the batch cannot be shared evenly.</exception>
    public static TrainingRun Start(RunFolder folder, IModelFamily family, TrainPlan plan, object options, HistoryStore store, string device = Devices.Cpu,
        DataParallel? ranks = null)
    {
        var leads = ranks is null or { Leads: true };
        if (leads && File.Exists(folder.ConfigurationFile))
            throw new InvalidDataException($"{folder.Path} holds a training run already; add --resume to go on with it, or name another folder");
        var (configuration, trainable) = Prepare(family, plan, options, store, device, ranks);
        if (leads) folder.Create(configuration.ToJson());
        return new TrainingRun(folder, configuration, trainable, ranks, resume: false);
    }

    /// <summary>Goes on with a run: the further updates have the same bits as if it had not stopped (on a CPU). As <see cref="Start"/>.</summary>
    /// <exception cref="InvalidDataException">The run was begun with other values (the message says which), or a file of it is damaged.</exception>
    public static TrainingRun Resume(RunFolder folder, IModelFamily family, TrainPlan plan, object options, HistoryStore store, string device = Devices.Cpu,
        DataParallel? ranks = null)
    {
        var begun = RunConfiguration.Read(folder);
        var (configuration, trainable) = Prepare(family, plan, options, store, device, ranks);
        if (begun.Difference(configuration) is { } difference)
            throw new InvalidDataException($"{folder.Path} was begun with another configuration: {difference}; resume with the values it began with, or name another folder");
        return new TrainingRun(folder, configuration, trainable, ranks, resume: true);
    }

    /// <summary>Does the remaining updates and saves; when interrupted, saves and ends early.</summary>
    /// <exception cref="DivergedException">The loss is not finite; the last checkpoint before it is kept.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; what was saved before is kept.</exception>
    public IEnumerable<TrainingStep> Train(CancellationToken cancellation = default)
    {
        if (trainer.Done == Configuration.Plan.Steps) yield break;
        var sinceSave = Stopwatch.StartNew();
        foreach (var step in trainer.Train(cancellation))
        {
            losses.Add(step);
            yield return step;
            if (step.Step % UpdatesPerSave != 0 && sinceSave.Elapsed < TimePerSave) continue;
            Save();
            sinceSave.Restart();
        }

        Save();
        DrawLosses();
        ranks?.Barrier();   // nobody ends before everything is saved
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        trainer.Dispose();
        trainable.Objective.Model.Dispose();
    }

    // The checkpoint comes last: whatever it says was done is in the other files already
    void Save()
    {
        if (ranks is { Leads: false }) return;
        try
        {
            losses.Save(Folder.LossFile);
            Weight.Save(trainable.Objective.Model, Folder.ModelFile);
            trainer.Save(Folder.CheckpointFile, Configuration.Identity);
        }
        catch (IOException error)
        {
            throw new IOException($"{Folder.Path} cannot be written after update {Done}: {error.Message}; what was saved before is kept", error);
        }
    }

    void DrawLosses()
    {
        if (ranks is { Leads: false } || losses.Rows.Count == 0) return;
        var model = (string)Configuration.Model["model"]!;
        LossFigure.Create("losses", $"Training loss of {model}", [RunReport.Losses(model, losses)]).Save(Folder.LossFigure);
    }

    static void Agree(DataParallel ranks, RunConfiguration configuration, Trainable trainable)
    {
        double mine = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(configuration.Identity)));
        if (ranks.Decide(mine) != mine) throw new InvalidDataException("its configuration or its histories are not those of rank 0");
        ranks.Synchronize(trainable.Objective.Model);
    }

    static (RunConfiguration, Trainable) Prepare(IModelFamily family, TrainPlan plan, object options, HistoryStore store, string device, DataParallel? ranks)
    {
        var (manifest, place) = (store.Manifest, ranks?.Device ?? Devices.Of(device));
        _ = (ranks?.Share ?? Share.Whole).Of(plan.Batch);
        if (!manifest.IsComplete)
            throw new InvalidDataException($"{store.Folder} has {manifest.Histories} of {manifest.Plan.Histories} histories; run its generate command again to complete it");
        var trainable = family.Create(options, plan, store);
        if (place.type != DeviceType.CPU) trainable.Objective.Model.to(place);
        return (new RunConfiguration { Family = family.Id, Store = store.Folder, Histories = manifest.Plan, Plan = plan, Model = trainable.Model }, trainable);
    }
}
