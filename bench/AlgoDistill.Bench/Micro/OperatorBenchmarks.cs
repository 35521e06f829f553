using AlgoDistill.Bench.Measures;
using AlgoDistill.Learning;
using BenchmarkDotNet.Attributes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Micro;

/// <summary>Each operator of a training step, forward and backward, at the first size.</summary>
[MemoryDiagnoser]
public class OperatorBenchmarks
{
    static readonly BenchSize Size = BenchSize.Small;
    readonly Linear expand = Initial.Linear(Size.Width, 4 * Size.Width, new Rng(1));
    readonly Linear contract = Initial.Linear(4 * Size.Width, Size.Width, new Rng(3));
    readonly LayerNorm norm = nn.LayerNorm(Size.Width);
    readonly Parameter table = Initial.Table(BenchTraining.Observations.Count, Size.Width, new Rng(2));
    Tensor stream = null!, qkv = null!, classes = null!, weights = null!;

    /// <summary>Makes inputs (batch, context, width) and the like.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        stream = Random(Size.Width);
        qkv = Random(3 * Size.Width);
        classes = randint(0, BenchTraining.Observations.Count, [Size.Tokens], dtype: ScalarType.Int64);
        weights = ones(Size.Tokens);
    }

    /// <summary>Causal attention.</summary>
    [Benchmark]
    public void Attention() => Backward(() => Operators.CausalSelfAttention(qkv, Size.Heads, 10_000, Size.Context));

    /// <summary>A linear layer from the width to four times the width.</summary>
    [Benchmark]
    public void Linear() => Backward(() => Operators.Linear(stream, expand));

    /// <summary>The feed-forward layer.</summary>
    [Benchmark]
    public void FeedForward() => Backward(() => Operators.FeedForward(stream, expand, contract));

    /// <summary>The residual stream's sum and normalisation.</summary>
    [Benchmark]
    public void Normalisation() => Backward(() => Operators.ResidualLayerNorm(stream, stream, norm).Normed);

    /// <summary>Rows of an embedding table.</summary>
    [Benchmark]
    public void Embedding() => Backward(() => Operators.EmbeddingSum([table], classes.view(-1, 1)));

    /// <summary>Cross-entropy over as many classes as there are columns in a token's width.</summary>
    [Benchmark]
    public void CrossEntropy() => Backward(() => Operators.CrossEntropy(stream.view(-1, Size.Width), classes, weights, 0));

    static Tensor Random(int width) => randn([Size.Batch, Size.Context, width]).requires_grad_();

    static void Backward(Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        forward().sum().backward();
    }
}
