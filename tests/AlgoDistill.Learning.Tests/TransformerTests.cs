using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class TransformerTests
{
    static readonly TransformerOptions Small = new() { Layers = 2, Width = 16, Heads = 2 };

    [Fact]
    public void FusedAndPlainOperatorsAgree()
    {
        using var scope = NewDisposeScope();
        var (model, input) = (new Transformer(Small, 8, new Rng(1)), Input(3, 20, 16, 2));
        var fused = model.forward(input);
        var plain = model.to(ScalarType.Float64).forward(input.to(ScalarType.Float64));
        Assert.True((fused - plain).abs().max().item<double>() < 1e-5);
    }

    [Fact]
    public void ChangingATokenChangesNothingBeforeItAndNothingBeyondTheWindow()
    {
        using var scope = NewDisposeScope();
        var (model, input) = (new Transformer(Small with { Layers = 1 }, 5, new Rng(1)), Input(1, 20, 16, 2));
        var changed = input.clone();
        changed[.., 10] = -changed[.., 10];
        var difference = (model.forward(input) - model.forward(changed)).abs().sum(2).data<float>().ToArray();
        for (var t = 0; t < 20; t++) Assert.Equal(t is >= 10 and < 15, difference[t] > 0);
    }

    [Theory]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, true)]
    [InlineData(ScalarType.Float32, false)]
    public void StepsGiveTheRowsOfTheWholeSequenceAlsoAtDifferentTimesAndBeyondTheWindow(ScalarType type, bool cached)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        const int window = 18, streams = 3, length = 70;
        var (model, input) = (new Transformer(Small, window, new Rng(1)).to(type), Input(streams, length, 16, 2).to(type));
        var whole = model.forward(input);
        using StreamContext context = cached ? new KvCache(Small, streams, window, input) : new UncachedContext(Small, streams, input);
        var chance = new Rng(9);
        while (!context.Positions.ToArray().All(position => position == length))
        {
            // every stream is fed or left waiting at random, so that they are at different tokens
            var positions = context.Positions.ToArray();
            var fed = positions.Select(position => position < length && chance.NextInt(2) == 0).ToArray();
            var tokens = stack(positions.Select((position, stream) => fed[stream] ? input[stream, position] : zeros(16, dtype: type)).ToArray());
            var output = model.Step(tokens, context);
            for (var stream = 0; stream < streams; stream++)
                if (fed[stream]) Assert.True((output[stream] - whole[stream, positions[stream]]).abs().max().to(ScalarType.Float64).item<double>() < 1e-5);
            context.Advance(fed);
        }
    }

    [Fact]
    public void GradientsAgreeWithFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        var model = new Transformer(Small, 4, new Rng(1)).to(ScalarType.Float64);
        var (input, weight) = (Input(2, 7, 16, 2).to(ScalarType.Float64), Input(2, 7, 16, 3).to(ScalarType.Float64));
        Gradients.Check(model, () => (model.forward(input) * weight).sum(), perParameter: 4);
    }

    [Fact]
    public void TheSameSeedMakesTheSameWeights()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new Transformer(Small, 4, new Rng(5)), new Transformer(Small, 4, new Rng(5)));
        foreach (var ((name, a), (_, b)) in Weight.Of(first).Zip(Weight.Of(second))) Assert.True(a.bytes.SequenceEqual(b.bytes), name);
    }

    [Fact]
    public void AWidthThatTheHeadsDoNotDivideIsRefused() =>
        Assert.Contains("Width is 10 and Heads is 4", Assert.Throws<ArgumentException>(() => new Transformer(new() { Width = 10 }, 4, new Rng(0))).Message, StringComparison.Ordinal);

    static Tensor Input(int batch, int length, int width, ulong seed)
    {
        var rng = new Rng(seed);
        return tensor(Enumerable.Range(0, batch * length * width).Select(_ => (float)rng.NextGaussian()).ToArray()).view(batch, length, width);
    }
}
