namespace AlgoDistill.Bench.Measures;

/// <summary>The size of a model whose training is timed. The feed-forward width is four times the width.</summary>
/// <param name="Name">Name.</param>
/// <param name="Layers">Blocks L.</param>
/// <param name="Width">Width C.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Context">Tokens of a window, T: one a transition.</param>
/// <param name="Batch">Windows of an update.</param>
public sealed record BenchSize(string Name, int Layers, int Width, int Heads, int Context, int Batch)
{
    /// <summary>The sizes that are reported; the first is that of the model that the quick start trains.</summary>
    public static IReadOnlyList<BenchSize> All { get; } =
    [
        new("quickstart", 3, 64, 4, 100, 32),
        new("ad-small", 4, 64, 4, 200, 32),
        new("ad-medium", 4, 128, 4, 256, 8),
        new("ad-large", 6, 256, 8, 512, 4),
    ];

    /// <summary>The size of what is measured at one size alone.</summary>
    public static BenchSize Small => All[1];

    /// <summary>Tokens of an update.</summary>
    public long Tokens => (long)Context * Batch;

    /// <summary>
    /// Floating-point operations of an update, a multiplication and an addition counted as two, matrix products alone: forward once and
    /// backward twice, 3 · tokens · 2 · (L · (12 C² + (T + 1) · C) + C² + C · outputs). In a block, 4 C² are the four projections of
    /// attention, 8 C² the feed-forward layer and (T + 1) · C the scores and the weighted values over (T + 1) / 2 tokens on average;
    /// the last C² mixes the action into what the other heads read.
    /// </summary>
    /// <param name="outputs">Outputs of all heads.</param>
    public double FlopsPerUpdate(int outputs)
    {
        double c = Width;
        return 3.0 * Tokens * 2 * (Layers * (12 * c * c + (Context + 1) * c) + c * c + c * outputs);
    }
}
