using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class FlatGradientsTests
{
    const int Long = 3 << 20;   // float32 numbers: three buckets

    [Fact]
    public void SumsAreOfEveryTypeAndOfMoreThanABucketAndReplaceTheLastOnes()
    {
        using var model = new Uneven();
        using var gradients = new FlatGradients(model);
        for (var update = 1; update <= 3; update++)
        {
            foreach (var parameter in model.All) parameter.grad = null;
            for (var i = 0; i < 2; i++) model.All[i].grad = full_like(model.All[i], update);
            Assert.Equal([1, 1, 0, 0], gradients.Gather());
            gradients.Sum(new Doubling(), [2, 2, 1, 0], divisor: 4);    // the third is another rank's
            Assert.All(Values(model.All[0]), value => Assert.Equal(update / 2.0, value));
            Assert.All(Values(model.All[1]), value => Assert.Equal(update / 2.0, value));
            Assert.Equal([0, 0], Values(model.All[2]));
            Assert.Null(model.All[3].grad);
        }
    }

    [Fact]
    public void OtherTypesAreRefused() =>
        Assert.Contains("Int64 cannot be added up", Assert.Throws<ArgumentException>(() => FlatGradients.Add(new Doubling(), ones(2, ScalarType.Int64))).Message, StringComparison.Ordinal);

    static double[] Values(Tensor parameter) => parameter.grad!.to(ScalarType.Float64).view(-1).data<double>().ToArray();

    sealed class Uneven : nn.Module
    {
        public Uneven() : base(nameof(Uneven))
        {
            for (var i = 0; i < All.Length; i++) register_parameter($"p{i}", All[i]);
        }

        public Parameter[] All { get; } =
            [new(zeros(Long)), new(zeros([3, 7], ScalarType.Float64)), new(zeros(2)), new(zeros(4))];
    }

    /// <summary>Two ranks of equal numbers.</summary>
    sealed class Doubling : ICollectives
    {
        public int Rank => 0;

        public int Size => 2;

        public void Sum(Span<float> values)
        {
            foreach (ref var value in values) value *= 2;
        }

        public void Sum(Span<double> values)
        {
            foreach (ref var value in values) value *= 2;
        }

        public void Broadcast(Span<byte> bytes) { }

        public void Barrier() { }
    }
}
