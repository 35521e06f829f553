using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class EmbeddingSumOperatorTest
{
    private static Tensor Plain(Tensor[] tables, Tensor indices)
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
        OperatorCheck.AssertEqual(x => Operators.Call("algodistill::embedding_sum", x, indices), x => Plain(x, indices),
            [.. entries.Select(count => randn(count, width))]);
    }

    [Fact]
    public void AnIndexOutsideItsTableIsNamed()
    {
        using var scope = NewDisposeScope();
        var tables = new[] { zeros(3, 2), zeros(4, 2) };
        var indices = tensor(new[] { 0L, 1L, 2L, 4L }).view(2, 2);
        var error = Assert.Throws<ExternalException>(() => Operators.Call("algodistill::embedding_sum", tables, indices));
        Assert.Contains("index 4 of field 1 is outside its table of 4 entries", error.Message);
    }
}
