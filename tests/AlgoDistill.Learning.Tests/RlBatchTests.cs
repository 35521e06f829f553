using AlgoDistill.Data;
using AlgoDistill.Models.Rl;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class RlBatchTests
{
    static readonly NoiseTasks Tasks = new(new Space.Discrete(4, 2), new Space.Discrete(5));

    static readonly HistoryWindows Windows = new(
        [.. Enumerable.Range(0, 4).Select(i => Interaction.Run(Tasks, Tasks.Split(0).Train[0], new RandomActions(), 9 + i, new Rng((ulong)i)))], new() { Length = 10 });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AWindowHidesTheSameTokensWhoeverTakesIt(int tokensPerStep)
    {
        using var scope = NewDisposeScope();
        var model = Model(tokensPerStep, tokenMask: 0.3);
        var (whole, weight) = Loss(model, Share.Whole, step: 2);
        var parts = Enumerable.Range(0, 2).Select(rank => Loss(model, new Share(rank, 2), step: 2)).ToArray();
        Assert.Equal(whole, parts.Sum(part => part.Weight * part.Loss) / weight, 1e-6);
        Assert.NotEqual(whole, Loss(Model(tokensPerStep, tokenMask: 0), Share.Whole, step: 2).Loss);
    }

    [Fact]
    public void ItsWeightAndSizeAreThoseOfTheWindows()
    {
        using var scope = NewDisposeScope();
        using var batch = new RlObjective(Model(1, 0), Windows, 6, new Rng(2)).CreateBatch(Share.Whole);
        batch.Prepare(1);
        Assert.Equal(Enumerable.Range(6, 6).Sum(i => Windows[i].Length), batch.Weight);
        Assert.Equal(60, batch.TokenCount);
        Assert.Equal((6, 10), (batch.Size, batch.Length));
    }

    [Fact]
    public void TheTensorsOfABatchStayTheSame()
    {
        using var scope = NewDisposeScope();
        using var batch = new RlObjective(Model(1, 0), Windows, 6, new Rng(2)).CreateBatch(Share.Whole);
        batch.Prepare(0);
        var tensors = batch.Inputs.Select(input => input.Value).ToArray();
        batch.Prepare(1);
        Assert.All(batch.Inputs.Zip(tensors), pair => Assert.Same(pair.Second, pair.First.Value));
    }

    static MultiHeadTransformer Model(int tokensPerStep, double tokenMask) => new(Tasks.Observations, Tasks.Actions, new MultiHeadOptions
    {
        Transformer = new() { Layers = 1, Width = 16, Heads = 2 },
        Context = 10,
        TokensPerStep = tokensPerStep,
        TokenMask = tokenMask,
    }, new Rng(1));

    static (double Loss, double Weight) Loss(MultiHeadTransformer model, Share share, long step)
    {
        using var batch = new RlObjective(model, Windows, 6, new Rng(2)).CreateBatch(share);
        batch.Prepare(step);
        batch.Upload();
        return (batch.Loss().Total.item<float>(), batch.Weight);
    }
}
