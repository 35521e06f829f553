using System.Globalization;
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
    readonly TrainingBatch batch;
    readonly long steps;
    readonly Rng rng;

    /// <summary>A trainer at its first update.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="options">The optimiser.</param>
    /// <param name="steps">Updates in all.</param>
    /// <param name="rng">Source of the chance inside the model (dropout): update t uses its split t.</param>
    public Trainer(IObjective objective, AdamWOptions options, long steps, Rng rng)
    {
        (this.objective, this.options, this.steps, this.rng) = (objective, options, steps, rng);
        optimizer = new AdamW(objective.Model.named_parameters(), options);
        batch = objective.CreateBatch(Share.Whole);
    }

    /// <summary>Updates done.</summary>
    public long Done { get; private set; }

    /// <summary>Does the remaining updates, one for each element taken.</summary>
    /// <param name="cancellation">Ends the enumeration after the update in progress.</param>
    /// <exception cref="DivergedException">The loss or the gradient is not finite.</exception>
    public IEnumerable<TrainingStep> Train(CancellationToken cancellation = default)
    {
        objective.Model.train();
        while (Done < steps && !cancellation.IsCancellationRequested) yield return Update();
    }

    TrainingStep Update()
    {
        using var scope = NewDisposeScope();
        manual_seed((long)(rng.Split((ulong)Done).NextUInt64() >> 1));
        batch.Prepare(Done);
        batch.Upload();
        var loss = batch.Loss();
        var total = loss.Total.item<float>();
        if (!float.IsFinite(total)) throw new DivergedException(Done + 1, total);
        var heads = loss.Heads.ToDictionary(head => head.Head, head => (double)head.Value.item<float>());
        loss.Total.backward();
        var rate = options.RateAt(Done, steps);
        var norm = optimizer.Step(rate, Done + 1);
        if (!double.IsFinite(norm)) throw new DivergedException(Done + 1, norm);
        return new TrainingStep(++Done, total, heads, rate, norm, batch.TokenCount);
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
        batch.Dispose();
        optimizer.Dispose();
    }

    IEnumerable<(string Name, Tensor Value)> State() =>
        Weight.Of(objective.Model).Select(pair => (Model + pair.Name, pair.Value)).Concat(optimizer.State.Select(pair => (Optimizer + pair.Name, pair.Value)));
}
