using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class DataParallelTests
{
    const int Batch = 4, Update = 3;

    public static TheoryData<string> Models => new(TestModel.All.Keys);

    [Theory]
    [MemberData(nameof(Models))]
    public void RanksTogetherHaveTheLossAndTheGradientOfTheJointBatch(string name)
    {
        Check(name, ScalarType.Float64, 1e-13);
        Check(name, ScalarType.Float32, 1e-6);

        static void Check(string name, ScalarType type, double tolerance)
        {
            var whole = Alone(name, type);
            foreach (var part in Ranks.Run(2, ranks => Together(name, type, ranks)))
            {
                Assert.Equal(whole.Losses.Length + 2, part.Losses.Length);
                Assert.True(Distance(part.Losses[..^2], whole.Losses) <= tolerance, $"{name}: losses are {string.Join(", ", part.Losses)} instead of {string.Join(", ", whole.Losses)}");
                Assert.Equal(whole.Gradients.Keys, part.Gradients.Keys);
                var all = whole.Gradients.Keys.ToArray();
                Assert.True(Distance(all.SelectMany(key => part.Gradients[key]), all.SelectMany(key => whole.Gradients[key])) <= tolerance, $"{name} in {type}");
            }
        }
    }

    [Fact]
    public void ThreeRanksHaveTheSameBits()
    {
        var name = TestModel.All.Keys.First();
        var parts = Ranks.Run(3, ranks => Together(name, ScalarType.Float32, ranks, batch: 6));
        foreach (var part in parts) Assert.All(part.Gradients, pair => Assert.Equal(parts[0].Gradients[pair.Key], pair.Value));
    }

    [Fact]
    public void EveryRankHearsOfARankThatWantsToStop()
    {
        var name = TestModel.All.Keys.First();
        Assert.All(Ranks.Run(2, ranks => Together(name, ScalarType.Float32, ranks, stop: ranks.Rank == 1)), part => Assert.Equal(1, part.Losses[^1]));
        Assert.All(Ranks.Run(2, ranks => Together(name, ScalarType.Float32, ranks)), part => Assert.Equal(0, part.Losses[^1]));
    }

    [Fact]
    public void RanksBeginWithTheParametersAndTheDecisionsOfTheFirst()
    {
        var seen = Ranks.Run(2, ranks =>
        {
            var layer = Initial.Linear(3, 2, new Rng((ulong)ranks.Rank));
            ranks.Synchronize(layer);
            return (layer.weight.data<float>().ToArray(), ranks.Decide(0.1 + ranks.Rank));
        });
        var first = Initial.Linear(3, 2, new Rng(0)).weight.data<float>().ToArray();
        Assert.All(seen, rank => Assert.Equal(0.1, rank.Item2));
        Assert.All(seen, rank => Assert.Equal(first, rank.Item1));
    }

    static (double[] Losses, Dictionary<string, double[]> Gradients) Alone(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var model = TestModel.All[name]();
        model.Module.to(type);
        using var batch = model.RaggedObjective(Batch).CreateBatch(Share.Whole);
        batch.Prepare(Update);
        batch.Upload();
        var loss = batch.Loss();
        loss.Total.backward();
        return ([Number(loss.Total), .. loss.Heads.Select(head => Number(head.Value))], Gradients(model.Module));
    }

    static (double[] Losses, Dictionary<string, double[]> Gradients) Together(string name, ScalarType type, DataParallel ranks, int batch = Batch, bool stop = false)
    {
        var model = TestModel.All[name]();
        model.Module.to(type);
        using var part = model.RaggedObjective(batch).CreateBatch(ranks.Share);
        var losses = Array.Empty<double>();
        foreach (var step in new[] { 0, Update })   // the second gradient is to replace the first
        {
            part.Prepare(step);
            part.Upload();
            model.Module.zero_grad();
            losses = ranks.Backward(model.Module, part, part.Loss(), stop).data<double>().ToArray();
        }

        return (losses, Gradients(model.Module));
    }

    static Dictionary<string, double[]> Gradients(nn.Module model) =>
        Weight.Of(model).Where(pair => pair.Value.grad is not null).ToDictionary(pair => pair.Name, pair => pair.Value.grad!.to(ScalarType.Float64).view(-1).data<double>().ToArray());

    static double Number(Tensor scalar) => scalar.to(ScalarType.Float64).item<double>();

    static double Distance(IEnumerable<double> values, IEnumerable<double> expected) =>
        Math.Sqrt(values.Zip(expected, (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(b => b * b));
}
