using AlgoDistill.Algorithms;
using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Models.Rl;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Bench.Measures;

/// <summary>Training of a <see cref="MultiHeadTransformer"/> without end, with batches made as in training: what benchmarks measure.</summary>
public sealed class BenchTraining : IDisposable
{
    const int Histories = 64;

    // Dark Room's spaces; what is in the windows does not matter for speed
    static readonly DarkRoom Tasks = new();

    readonly RlObjective objective;
    readonly Trainer trainer;
    readonly IEnumerator<TrainingStep> updates;

    /// <summary>A model before its first update.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="ahead">As <see cref="Trainer"/> has it.</param>
    /// <param name="ranks">As <see cref="Trainer"/> has it.</param>
    public BenchTraining(BenchSize size, bool? ahead = null, DataParallel? ranks = null)
    {
        Model = new(Observations, Actions, Options(size), new Rng(1));
        objective = new RlObjective(Model, Windows(size), size.Batch, new Rng(2));
        trainer = new Trainer(objective, Optimizer, 1 << 30, new Rng(3), ahead, ranks: ranks);
        updates = trainer.Train().GetEnumerator();
    }

    /// <summary>The optimiser's settings.</summary>
    public static AdamWOptions Optimizer { get; } = new();

    /// <summary>The model.</summary>
    public MultiHeadTransformer Model { get; }

    /// <summary>What the model observes.</summary>
    public static Space.Discrete Observations => (Space.Discrete)Tasks.Observations;

    /// <summary>What it chooses from.</summary>
    public static Space.Discrete Actions => (Space.Discrete)Tasks.Actions;

    /// <summary>Its shape.</summary>
    public static MultiHeadOptions Options(BenchSize size) => new()
    {
        Transformer = new TransformerOptions { Layers = size.Layers, Width = size.Width, Heads = size.Heads },
        Context = size.Context,
    };

    /// <summary>Windows of random play.</summary>
    public static HistoryWindows Windows(BenchSize size)
    {
        var goals = Tasks.Split(0).Train;
        var histories = Interaction.Run(Tasks, [.. Enumerable.Range(0, Histories).Select(goals.Cycle)], new UniformRandom(), 2 * size.Context, new Rng(0));
        return new HistoryWindows(histories, new WindowSettings { Length = size.Context });
    }

    /// <summary>Size of all gradients.</summary>
    public long GradientBytes => Weight.Of(Model).Sum(pair => pair.Value.numel() * pair.Value.element_size());

    /// <summary>One update.</summary>
    /// <returns>The loss before it.</returns>
    public double Update()
    {
        updates.MoveNext();
        return updates.Current.Loss;
    }

    /// <summary>An empty batch of the windows that it trains on.</summary>
    public RlBatch CreateBatch() => objective.CreateBatch(Share.Whole);

    /// <inheritdoc/>
    public void Dispose()
    {
        updates.Dispose();
        trainer.Dispose();
        Model.Dispose();
    }
}
