using AlgoDistill.Data;
using AlgoDistill.Models.Lm;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class LmBatchTests
{
    static readonly NoiseTasks Tasks = new(new Space.Discrete(12), new Space.Discrete(11));     // one or two digits

    static readonly HistoryWindows Windows = new(
        [.. Enumerable.Range(0, 4).Select(i => Interaction.Run(Tasks, Tasks.Split(0).Train[0], new RandomActions(), 9 + i, new Rng((ulong)i)))], new() { Length = 10 });

    [Fact]
    public void OneShapeForAllBatchesChangesNoLoss()
    {
        using var scope = NewDisposeScope();
        var model = new CausalLm(Tasks.Observations, Tasks.Actions, new CausalLmOptions
        {
            Transformer = new() { Layers = 1, Width = 16, Heads = 2 }, Context = 10, Tokens = 700, Format = "ad-rlhf", Tokenizer = "byte",
        }, new Rng(1));
        using var exact = new LmObjective(model, Windows, 3).CreateBatch(Share.Whole);
        using var padded = new LmObjective(model, Windows, 3, fixedShape: true).CreateBatch(Share.Whole);
        var tensors = padded.Inputs.Select(input => input.Value).ToArray();
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(Loss(exact, step), Loss(padded, step), 1e-5);
            Assert.Equal(exact.Weight, padded.Weight);
            if (step > 0) Assert.All(padded.Inputs.Zip(tensors), pair => Assert.Same(pair.Second, pair.First.Value));
            tensors = [.. padded.Inputs.Select(input => input.Value)];
        }

        Assert.Equal(3 * 700, padded.TokenCount);
        Assert.True(exact.TokenCount < padded.TokenCount);
    }

    static float Loss(TrainingBatch batch, long step)
    {
        batch.Prepare(step);
        batch.Upload();
        return batch.Loss().Total.item<float>();
    }
}
