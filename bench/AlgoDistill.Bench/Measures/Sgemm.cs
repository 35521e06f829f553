using static TorchSharp.torch;

namespace AlgoDistill.Bench.Measures;

/// <summary>
/// The rate of float32 matrix products, by libtorch and by OpenBLAS where that is installed: the better one is what a training step is held
/// to. On some processors they differ by a factor of two.
/// </summary>
sealed class Sgemm : IDisposable
{
    public const string LibTorch = "libtorch", OpenBlasName = "openblas";
    const int Size = 1024, Tries = 3;

    // OpenBLAS's threads ask for a core for a while after their last product
    static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    readonly Tensor left = ones(Size, Size).DetachFromDisposeScope(), right = ones(Size, Size).DetachFromDisposeScope();
    readonly float[] a = new float[Size * Size], b = new float[Size * Size], c = new float[Size * Size];
    readonly List<double> torchRates = [], blasRates = [];

    /// <summary>Measures both, between two blocks of something else.</summary>
    public void Measure()
    {
        using var frozen = no_grad();
        torchRates.Add(Rate(() => matmul(left, right).Dispose()));
        if (!OpenBlas.IsInstalled) return;
        blasRates.Add(Rate(() => OpenBlas.Multiply(Size, a, b, c, get_num_threads())));
        Thread.Sleep(Settling);
    }

    /// <summary>The library with the better median, and that.</summary>
    public (string Library, double FlopsPerSecond) Best()
    {
        var own = Ratio.Median([.. torchRates]);
        return blasRates.Count > 0 && Ratio.Median([.. blasRates]) is var other && other > own ? (OpenBlasName, other) : (LibTorch, own);
    }

    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }

    static double Rate(Action product) => 2.0 * Size * Size * Size / Enumerable.Range(0, Tries).Min(_ => Timing.Seconds(product));
}
