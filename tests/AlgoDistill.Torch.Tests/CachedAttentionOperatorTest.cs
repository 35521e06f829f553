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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void StreamsThatWaitAndBeginAnewAtRandomSeeTheirOwnTokensAlone(int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var (streams, heads, window) = (1 + Draw(5), 1 + Draw(4), 1 + Draw(50));
        var rotaryBase = Draw(2) * 100.0;
        var size = rotaryBase > 0 ? 2 + 2 * Draw(20) : 1 + Draw(40);
        // what was never written must not be read
        var keys = full([streams, heads, (window + 15) / 16, size, 16], double.NaN, dtype: ScalarType.Float32);
        var values = full([streams, heads, window, size], double.NaN, dtype: ScalarType.Float32);
        var seen = Enumerable.Range(0, streams).Select(_ => new List<Tensor>()).ToArray();

        for (var step = 0; step < 80; step++)
        {
            using var inner = NewDisposeScope();
            var token = randn(streams, 3 * heads * size);
            var positions = seen.Select(tokens => (long)tokens.Count).ToArray();

            var output = Operators.Call("algodistill::cached_attention", token, keys, values, tensor(positions), heads, rotaryBase);

            for (var s = 0; s < streams; s++)
            {
                if (Draw(3) == 0) continue;       // it waits: its next token takes this one's place
                seen[s].Add(token[s].clone().MoveToOuterDisposeScope());
                var sequence = stack(seen[s].ToArray()).unsqueeze(0).to(ScalarType.Float64);
                var expected = CausalSelfAttentionOperatorTest.Plain(sequence, heads, rotaryBase, window)[0, -1];
                Assert.InRange(OperatorCheck.RelativeError(output[s], expected), 0, 1e-5);
                if (Draw(40) == 0) seen[s].Clear();
            }
        }

        static int Draw(int count)
        {
            using var drawn = randint(0, count, [1]);
            return (int)drawn.item<long>();
        }
    }
}
