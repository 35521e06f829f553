using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class CachedAttentionTests
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
        var expected = CausalSelfAttentionTests.Plain(sequences.to(ScalarType.Float64), heads, rotaryBase, window);
        var (keys, values) = (zeros([streams, heads, (window + 15) / 16, size, 16]), zeros([streams, heads, window, size]));

        for (var step = 0; step < time; step++)
        {
            using var inner = NewDisposeScope();
            // Stream s starts s steps late: until then it repeats its first position, which starts it anew.
            var positions = Enumerable.Range(0, streams).Select(s => Math.Max(0L, step - s)).ToArray();
            var rows = tensor(positions).view(streams, 1, 1);
            var token = sequences.gather(1, rows.expand(streams, 1, 3 * heads * size)).squeeze(1);

            var output = CachedAttention.Apply(token, keys, values, tensor(positions), heads, rotaryBase);

            var row = expected.gather(1, rows.expand(streams, 1, heads * size)).squeeze(1);
            Assert.InRange(KernelCheck.RelativeError(output, row), 0, 1e-5);
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

            var output = CachedAttention.Apply(token, keys, values, tensor(positions), heads, rotaryBase);

            for (var s = 0; s < streams; s++)
            {
                if (Draw(3) == 0) continue;       // it waits: its next token takes this one's place
                seen[s].Add(token[s].clone().MoveToOuterDisposeScope());
                var sequence = stack(seen[s].ToArray()).unsqueeze(0).to(ScalarType.Float64);
                var expected = CausalSelfAttentionTests.Plain(sequence, heads, rotaryBase, window)[0, -1];
                Assert.InRange(KernelCheck.RelativeError(output[s], expected), 0, 1e-5);
                if (Draw(40) == 0) seen[s].Clear();
            }
        }

        static int Draw(int count)
        {
            using var drawn = randint(0, count, [1]);
            return (int)drawn.item<long>();
        }
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        using var scope = NewDisposeScope();
        var (qkv, keys, values, positions) = (zeros(2, 24), zeros([2, 2, 1, 4, 16]), zeros([2, 2, 5, 4]), zeros([2], ScalarType.Int64));
        CachedAttention.Apply(qkv, keys, values, positions, 2, 100);
        Refused("the width a multiple of 5 heads; got (2, 24) of Float32", () => CachedAttention.Apply(qkv, keys, values, positions, 5, 100));
        Refused("values must be contiguous (2, 2, window, 4)", () => CachedAttention.Apply(qkv, keys, values.narrow(3, 0, 3), positions, 2, 100));
        Refused("keys must be contiguous (2, 2, 1, 4, 16)", () => CachedAttention.Apply(qkv, keys.narrow(4, 0, 8), values, positions, 2, 100));
        Refused("positions must be 2 int64 numbers; got (2) of Int32", () => CachedAttention.Apply(qkv, keys, values, positions.to(ScalarType.Int32), 2, 100));
        Refused("positions must not be negative; got -1", () => CachedAttention.Apply(qkv, keys, values, positions - 1, 2, 100));
        Refused("the rotary base must be 0, or above 1", () => CachedAttention.Apply(qkv, keys, values, positions, 2, 1));
        Refused("has no gradient; use no_grad", () => CachedAttention.Apply(qkv.clone().requires_grad_(), keys, values, positions, 2, 100));
        foreach (var place in new[] { 0, 1, 2, 3 })
        {
            Tensor At(int i, Tensor x) => i == place ? x.to(META) : x;
            Assert.Throws<ArgumentException>(() => CachedAttention.Apply(At(0, qkv), At(1, keys), At(2, values), At(3, positions), 2, 100));
        }

        static void Refused(string message, Action call) => Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }
}
