using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Laws that every model keeps, over every kind of space.</summary>
public sealed class ModelContractTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("models").FullName;

    public static TheoryData<string> Models => new(TestModel.All.Keys);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void TheLossOfOneBatchGoesToItsFloor(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        using var trainer = new Trainer(model.Objective(batch: 2, fixedBatch: true), new() { LearningRate = 1e-2, WeightDecay = 0 }, 150, new Rng(1));
        var steps = trainer.Train().ToArray();
        if (model.Actions is Space.Discrete) Assert.True(steps[^1].Heads["action"] < 0.05, $"{name}: {steps[^1].Heads["action"]}");
        else Assert.True(steps[^1].Heads["action"] < steps[0].Heads["action"] - 1, $"{name}: {steps[0].Heads["action"]} to {steps[^1].Heads["action"]}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void GradientsAgreeWithFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        model.Module.to(ScalarType.Float64);
        using var batch = model.Objective(batch: 2, fixedBatch: true).CreateBatch(Share.Whole);
        batch.Prepare(0);
        batch.Upload();
        Gradients.Check(model.Module, () => batch.Loss().Total, perParameter: 2);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void SharesHaveTheLossesOfTheWholeBatchTogether(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        model.Module.to(ScalarType.Float64);
        var objective = model.Objective(batch: 6, fixedBatch: false);
        const long step = 5;
        var (whole, weight) = Losses(Share.Whole);
        var parts = Enumerable.Range(0, 3).Select(rank => Losses(new Share(rank, 3))).ToArray();
        Assert.Equal(weight, parts.Sum(part => part.Weight));
        for (var head = 0; head < whole.Length; head++)
            Assert.Equal(whole[head], parts.Sum(part => part.Weight * part.Losses[head]) / weight, 1e-9);

        (double[] Losses, double Weight) Losses(Share share)
        {
            using var batch = objective.CreateBatch(share);
            batch.Prepare(step);
            batch.Upload();
            return ([.. batch.Loss().Heads.Select(head => head.Value.item<double>())], batch.Weight);
        }
    }

    [Fact]
    public void ABatchThatCannotBeSharedIsRefused()
    {
        using var scope = NewDisposeScope();
        var objective = TestModel.All["rl, grid"]().Objective(batch: 6, fixedBatch: false);
        Assert.Contains("6 windows cannot be shared by 4", Assert.Throws<ArgumentException>(() => objective.CreateBatch(new Share(0, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("Rank is 4; allowed is 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => new Share(4, 4)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheSameSeedPlaysTheSameHistory(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        var first = model.Play(streams: 3, steps: 25, new Rng(4));
        var second = model.Play(streams: 3, steps: 25, new Rng(4));
        foreach (var (a, b) in first.Zip(second))
        {
            Assert.Equal(a.Columns.Actions, b.Columns.Actions);
            Assert.Equal(a.Columns.LogProbabilities, b.Columns.LogProbabilities);
            Assert.All(Enumerable.Range(0, a.Length), row => Assert.True(model.Actions.Contains(a.Action(row))));
            Assert.All(a.Columns.Updates, update => Assert.Equal(0, update));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ASavedAndLoadedModelPlaysTheSameHistory(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        var run = new RunFolder(folder);
        run.Create(new() { ["model"] = model.Configuration });
        Weight.Save(model.Module, run.ModelFile);
        var (before, after) = (model.Play(2, 15, new Rng(4)), model.Loaded(run).Play(2, 15, new Rng(4)));
        foreach (var (a, b) in before.Zip(after)) Assert.Equal(a.Columns.LogProbabilities, b.Columns.LogProbabilities);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ActingStepByStepGivesTheProbabilitiesOfTheWholeContext(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        foreach (var history in model.Play(streams: 3, steps: TestModel.Context, new Rng(4)))
        {
            var whole = model.ActionLogProbabilities(history);
            for (var row = 0; row < history.Length; row++) Assert.Equal(whole[row], history.Columns.LogProbabilities[row], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ActingWithTheCacheAndByReadingEverythingAgainChoosesTheSameActions(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.Narrow[name]();
        var steps = name.Contains("bytes", StringComparison.Ordinal) ? 5 : 3 * TestModel.Context;   // the window slides: each ring goes round
        var (cached, uncached) = (model.Play(3, steps, new Rng(4)), model.Play(3, steps, new Rng(4), cached: false));
        foreach (var (with, without) in cached.Zip(uncached))
            for (var row = 0; row < steps; row++)
            {
                if (model.Actions is Space.Discrete) Assert.Equal(without.Action(row).ToArray(), with.Action(row).ToArray());
                else Assert.Equal(without.Action(row)[0], with.Action(row)[0], 1e-3f);               // a real number; of -99 to 99
                Assert.Equal(without.Columns.LogProbabilities[row], with.Columns.LogProbabilities[row], 1e-5);
            }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatComesLaterChangesNothingBefore(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        var history = model.Play(1, TestModel.Context, new Rng(4))[0];
        var before = model.ActionLogProbabilities(history);
        const int changed = 7;
        history.Columns.Rewards[changed] = 1 - history.Columns.Rewards[changed];
        var after = model.ActionLogProbabilities(history);
        Assert.Equal(before[..(changed + 1)], after[..(changed + 1)]);
        Assert.NotEqual(before[(changed + 1)..], after[(changed + 1)..]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WeightsOfAnotherShapeAreRefused(string name)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        var path = Path.Combine(folder, "weights.safetensors");
        SafeTensors.Save(path, [.. Weight.Of(model.Module).Select(pair => (pair.Name, pair.Name == Weight.Of(model.Module).First().Name ? ones(1, 1) : pair.Value))], new Dictionary<string, string>());
        Assert.Contains("does not fit the model", Assert.Throws<InvalidDataException>(() => Weight.Load(model.Module, path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void AnAgentForOtherSpacesIsRefused(string name)
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => TestModel.All[name]().Algorithm.CreateAgent(new Space.Discrete(77), new Space.Discrete(5), 1, new Rng(0)));
    }
}
