using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class CachedAttentionOperatorTest
{
    [Theory]
    [InlineData(3, 2, 16, 40, 10000, 150)]
    [InlineData(1, 1, 8, 1, 0, 5)]
    [InlineData(2, 4, 9, 33, 0, 60)]
    [InlineData(2, 1, 64, 100, 10000, 90)]
    [InlineData(5, 3, 24, 7, 100, 40)]
    public void EachStreamAtItsOwnPositionGivesTheRowOfTheWholeSequence(int streams, int heads, int size, int window, double rotaryBase, int time)
    {
        using var scope = NewDisposeScope();
        manual_seed(time);
        var sequences = randn(streams, time, 3 * heads * size);
        var expected = CausalSelfAttentionOperatorTest.Plain(sequences.to(ScalarType.Float64), heads, rotaryBase, window);
        var (keys, values) = (zeros([streams, heads, (window + 15) / 16, size, 16]), zeros([streams, heads, window, size]));

        for (var step = 0; step < time; step++)
        {
            using var inner = NewDisposeScope();
            // Stream s starts s steps late: until then it repeats its first position, which starts it anew.
            var positions = Enumerable.Range(0, streams).Select(s => Math.Max(0L, step - s)).ToArray();
            var rows = tensor(positions).view(streams, 1, 1);
            var token = sequences.gather(1, rows.expand(streams, 1, 3 * heads * size)).squeeze(1);

            var output = Operators.Call("algodistill::cached_attention", token, keys, values, tensor(positions), heads, rotaryBase);

            var row = expected.gather(1, rows.expand(streams, 1, heads * size)).squeeze(1);
            Assert.InRange(OperatorCheck.RelativeError(output, row), 0, 1e-5);
        }
    }
}
