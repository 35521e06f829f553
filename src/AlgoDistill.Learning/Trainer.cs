using System.Globalization;
using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>What one update did.</summary>
/// <param name="Step">Number of the update, from 1.</param>
/// <param name="Loss">The total loss before it.</param>
/// <param name="Heads">The unweighted loss of each head.</param>
/// <param name="LearningRate">The rate used.</param>
/// <param name="GradientNorm">Norm of all gradients before clipping.</param>
/// <param name="Tokens">Tokens in the batch.</param>
public sealed record TrainingStep(long Step, double Loss, IReadOnlyDictionary<string, double> Heads, double LearningRate, double GradientNorm, long Tokens);

/// <summary>The loss or a gradient is no longer a number; training has stopped.</summary>
/// <param name="step">Number of the update, from 1.</param>
/// <param name="loss">The loss.</param>
public sealed class DivergedException(long step, double loss) : Exception(string.Create(CultureInfo.InvariantCulture,
    $"training diverged at update {step}: the loss is {loss}; the last saved checkpoint is kept; try a lower LearningRate"));

/// <summary>Trains any objective, as an enumeration: logging, evaluating, saving and stopping are the caller's loop.</summary>
public sealed class Trainer : IDisposable
{
    const string Model = "model.", Optimizer = "optimizer.";
    readonly IObjective objective;
    readonly AdamWOptions options;
    readonly AdamW optimizer;
    readonly BatchQueue batches;
    readonly CudaGraph? graph;
    readonly Device device;
    readonly Precision precision;
    readonly long steps;
    readonly Rng rng;
    readonly DataParallel? ranks;
    TrainingBatch? batch;
    bool stopAsked, stopAgreed;
    string[] heads = [];

    /// <summary>
    /// A trainer at its first update. On CUDA, where <see cref="CudaSwitches.Graphs"/> is on, it records an update after the first few, and
    /// replays it from then on.
    /// </summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="options">The optimiser.</param>
    /// <param name="steps">Updates in all.</param>
    /// <param name="rng">Source of the chance inside the model (dropout): update t uses its split t.</param>
    /// <param name="ahead">
    /// Whether the next batch is prepared on another thread while this one trains, which changes no bit. Left out: where a core is idle
    /// meanwhile, which is with an accelerator, or when libtorch uses fewer threads than there are cores.
    /// </param>
    /// <param name="precision">What the model computes with.</param>
    /// <param name="ranks">The processes that train together, each with a trainer of the same values; nothing for one alone.</param>
    /// <exception cref="ArgumentException">The ranks cannot share the windows of an update evenly.</exception>
    public Trainer(IObjective objective, AdamWOptions options, long steps, Rng rng, bool? ahead = null, Precision precision = Precision.Float32, DataParallel? ranks = null)
    {
        (this.objective, this.options, this.steps, this.rng, this.precision, this.ranks) = (objective, options, steps, rng, precision, ranks);
        device = objective.Model.parameters().First().device;
        var idle = device.type != DeviceType.CPU || (ranks is null && get_num_threads() < Environment.ProcessorCount);
        batches = new BatchQueue(() => objective.CreateBatch(ranks?.Share ?? Share.Whole), steps, ahead ?? idle, device);
        optimizer = new AdamW(objective.Model.named_parameters(), options);
        if (CudaSwitches.Graphs && ranks is null && optimizer.IsRecordable) graph = new CudaGraph(Record, device);
    }

    /// <summary>Updates done.</summary>
    public long Done { get; private set; }

    /// <summary>On CUDA, why every kernel of an update is launched by itself; nothing where updates are replayed or yet to be recorded, and on a CPU.</summary>
    public string? EagerReason =>
        device.type != DeviceType.CUDA ? null : ranks is not null ? "several processes exchange gradients during each" : graph is null ? CudaSwitches.GraphsAreOff : graph.EagerReason;

    /// <summary>Does the remaining updates, one for each element taken.</summary>
    /// <param name="cancellation">Ends the enumeration after the update in progress; that of one rank ends those of all after the same update.</param>
    /// <exception cref="DivergedException">The loss or the gradient is not finite; the parameters are then of no use.</exception>
    public IEnumerable<TrainingStep> Train(CancellationToken cancellation = default)
    {
        objective.Model.train();
        stopAgreed = false;
        while (Done < steps && !(ranks is null ? cancellation.IsCancellationRequested : stopAgreed))
        {
            stopAsked = cancellation.IsCancellationRequested;
            yield return Update();
        }
    }

    TrainingStep Update()
    {
        using var scope = NewDisposeScope();
        var draw = rng.Split((ulong)Done);
        using var chance = manual_seed((long)((ranks is null ? draw : draw.Split((ulong)ranks.Rank)).NextUInt64() >> 1));
        batch = batches.Take(Done);
        var rate = options.RateAt(Done, steps);
        optimizer.Set(rate, Done + 1);
        var measured = graph is null ? Descend(batch.Loss) : graph.Run([.. batch.Inputs.Select(input => input.Value)])[0];
        var values = measured.cpu().data<double>().ToArray();                       // the only wait for the device
        var (total, norm) = (values[0], values[^1]);
        if (!double.IsFinite(total) || !double.IsFinite(norm)) throw new DivergedException(Done + 1, double.IsFinite(total) ? norm : total);
        var losses = new Dictionary<string, double>(heads.Length);
        for (var i = 0; i < heads.Length; i++) losses.Add(heads[i], values[i + 1]);
        stopAgreed = ranks is not null && values[^2] > 0;
        return new TrainingStep(++Done, total, losses, rate, norm, ranks is null ? batch.TokenCount : (long)values[^3]);
    }

    // One update: the total loss, the heads' losses, what ranks say besides, and the gradients' norm, float64 on the device
    Tensor Descend(Func<Loss> compute)
    {
        var loss = Compute(compute);
        if (heads.Length == 0) heads = [.. loss.Heads.Select(head => head.Head)];
        var losses = ranks is null ? Backward(loss) : ranks.Backward(objective.Model, batch!, loss, stopAsked);
        var norm = optimizer.Step();
        using var frozen = no_grad();
        return cat([losses, norm.to(ScalarType.Float64).view(1)]);
    }

    static Tensor Backward(Loss loss)
    {
        loss.Total.backward();
        using var frozen = no_grad();
        return stack([.. loss.Heads.Select(head => head.Value).Prepend(loss.Total).Select(value => value.to(ScalarType.Float64))]);
    }

    Loss Compute(Func<Loss> compute)
    {
        using var narrow = precision == Precision.Bfloat16 ? new MixedPrecision() : null;
        return compute();
    }

    // Recorded work reads the recording's inputs; an interrupted recording may have left gradients
    IReadOnlyList<Tensor> Record(IReadOnlyList<Tensor> inputs)
    {
        optimizer.Clear();
        return [Descend(() => batch!.LossOf(inputs))];
    }

    /// <summary>Saves weights, optimiser and step in one safetensors file, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">The run's configuration as text, compared when the checkpoint is loaded.</param>
    public void Save(string path, string configuration) =>
        SafeTensors.Save(path, [.. State()],
            new Dictionary<string, string> { ["step"] = Done.ToString(CultureInfo.InvariantCulture), ["configuration"] = configuration });

    /// <summary>Goes on from a checkpoint: the further updates have the same bits as if training had not stopped (on a CPU).</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or is of another configuration or another model.</exception>
    public void Restore(string path, string configuration)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafeTensors.Load(path);
        if (metadata.GetValueOrDefault("configuration") != configuration)
            throw new InvalidDataException($"{path} was made with another configuration; resume with the settings that the run began with, or choose another folder");
        Weight.Copy(tensors, State(), path);
        Done = long.Parse(metadata["step"], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        graph?.Dispose();
        batches.Dispose();
        optimizer.Dispose();
    }

    IEnumerable<(string Name, Tensor Value)> State() =>
        Weight.Of(objective.Model).Select(pair => (Model + pair.Name, pair.Value)).Concat(optimizer.State.Select(pair => (Optimizer + pair.Name, pair.Value)));
}
