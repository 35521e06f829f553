using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class EmbeddingSumTests
{
    public static Tensor Plain(Tensor[] tables, Tensor indices)
    {
        var rows = tables.Select((table, field) =>
        {
            var index = indices.select(1, field);
            return table.index_select(0, index.clamp(0)) * (index >= 0).unsqueeze(1).to(table.dtype);
        });
        return rows.Aggregate((sum, next) => sum + next);
    }

    [Theory]
    [InlineData(500, 64, new[] { 7, 81, 5 })]
    [InlineData(10, 9, new[] { 3 })]
    [InlineData(1, 33, new[] { 4, 4 })]
    public void ValueAndGradientAreThoseOfTheLookups(int rows, int width, int[] entries)
    {
        using var scope = NewDisposeScope();
        manual_seed(width);
        var indices = stack(entries.Select(count => randint(-1, count, [rows])).ToArray(), 1);
        if (rows == 1) indices.fill_(1);
        KernelCheck.AssertEqual(x => EmbeddingSum.Apply(x, indices), x => Plain(x, indices),
            [.. entries.Select(count => randn(count, width))]);
    }

    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (table, indices, weights) = (randn(9, 33).requires_grad_(), randint(-1, 9, [2000, 1]), randn(2000, 33));
        var gradients = KernelCheck.WithThreads(1, 2).Select(_ =>
        {
            table.grad = null;
            (EmbeddingSum.Apply([table], indices) * weights).sum().backward();
            return table.grad!.clone();
        }).ToArray();
        Assert.True(gradients[0].eq(gradients[1]).all().item<bool>());
    }

    [Fact]
    public void AnIndexOutsideItsTableIsNamed()
    {
        using var scope = NewDisposeScope();
        var indices = tensor(new[] { 0L, 1L, 2L, 4L }).view(2, 2);
        foreach (var table in new[] { zeros(3, 2), zeros(3, 2).requires_grad_() })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddingSum.Apply([table, zeros(4, 2)], indices));
            Assert.Contains("index 4 of row 1, field 1, is outside its table of 4 entries", error.Message, StringComparison.Ordinal);
        }
    }
}
