using AlgoDistill.Bench.Measures;

namespace AlgoDistill.Bench.Tests;

public class SgemmTests
{
    [Fact]
    public void The_best_library_is_named()
    {
        using var sgemm = new Sgemm();
        for (var i = 0; i < 2; i++) sgemm.Measure();
        var (library, rate) = sgemm.Best();
        Assert.Contains(library, (string[])[Sgemm.LibTorch, Sgemm.OpenBlasName]);
        Assert.True(rate > 1e8);
    }

    [Fact]
    public void Openblas_multiplies()
    {
        if (!OpenBlas.IsInstalled) return;
        var product = new float[4];
        OpenBlas.Multiply(2, [1, 2, 3, 4], [5, 6, 7, 8], product, threads: 1);
        Assert.Equal([19, 22, 43, 50], product);
    }
}
