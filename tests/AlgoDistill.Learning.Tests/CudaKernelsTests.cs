using AlgoDistill.Kernels.Cuda;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>The kernels for CUDA against the plain operators, results and gradients, whether they are switched on or not.</summary>
public sealed class CudaKernelsTests : IDisposable
{
    const double Base = 100;
    readonly IDisposable scope = NewDisposeScope();

    public CudaKernelsTests() => manual_seed(1);

    public void Dispose() => scope.Dispose();

    [CudaFact]
    public void OperatorsTakeThemWhereTheyAreSwitchedOn()
    {
        Assert.Equal(CudaSwitches.Fused, Operators.FusedOnCuda(ones(1, device: CUDA)));
        Assert.False(Operators.FusedOnCuda(ones(1, device: CUDA, dtype: ScalarType.Float64)));
    }

    [CudaTheory]
    [InlineData(2, 7, 3, 16, 7)]
    [InlineData(1, 1, 1, 2, 1)]
    [InlineData(3, 33, 5, 12, 4)]
    [InlineData(2, 128, 12, 64, 128)]
    public void Attention(int batch, int length, int heads, int size, int window)
    {
        var qkv = randn(batch, length, 3 * heads * size, device: CUDA).requires_grad_();
        var narrow = qkv.detach().to_type(ScalarType.BFloat16).requires_grad_();
        Tensor[] outer = [randn(batch, length, heads * size, device: CUDA)];
        foreach (var (input, mixed) in new[] { (qkv, false), (narrow, true) })
            Compare(x => [PlainOperators.CausalSelfAttention(x[0], heads, Base, window)], x => [Attend(x[0], heads, window)], [input], outer, mixed);
    }

    [CudaTheory]
    [InlineData(31, true, true)]
    [InlineData(64, false, true)]
    [InlineData(768, true, false)]
    [InlineData(768, true, true)]
    [InlineData(770, false, false)]
    [InlineData(4096, true, true)]
    public void Normalisation(int width, bool updated, bool sumGradient)
    {
        var norm = Random(width);
        var (residual, update) = (randn(3, 700, width, device: CUDA).requires_grad_(), randn(3, 700, width, device: CUDA).requires_grad_());
        var narrow = update.detach().to_type(ScalarType.BFloat16).requires_grad_();
        Tensor[] outer = sumGradient ? [randn_like(residual), randn_like(residual)] : [randn_like(residual)];
        Tensor[] inputs = [residual, norm.weight!, norm.bias!];
        Check(updated ? [.. inputs, update] : inputs, mixed: false);
        Check(updated ? [.. inputs, narrow] : inputs, mixed: true);

        void Check(Tensor[] of, bool mixed) => Compare(
            x => Normed(PlainOperators.ResidualLayerNorm(x[0], x.ElementAtOrDefault(3), norm)), x => Normed(Normalise(x[0], x.ElementAtOrDefault(3), norm)), of, outer, mixed);

        Tensor[] Normed((Tensor Sum, Tensor Normed) of) => sumGradient ? [of.Normed, of.Sum] : [of.Normed];
    }

    [CudaFact]
    public void UnderMixedPrecisionWhatIsNormedIsNarrowAndGradientsHaveTheirInputsTypes()
    {
        var norm = Random(64);
        var (residual, update) = (randn(5, 64, device: CUDA).requires_grad_(), randn(5, 64, device: CUDA, dtype: ScalarType.BFloat16).requires_grad_());
        Assert.Equal(ScalarType.Float32, Normalise(residual, update, norm).Normed.dtype);
        using (new MixedPrecision())
        {
            var (sum, normed) = Normalise(residual, update, norm);
            Assert.Equal((ScalarType.Float32, ScalarType.BFloat16), (sum.dtype, normed.dtype));
            (sum.sum() + normed.sum()).backward();
        }

        Assert.Equal((ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float32), (residual.grad!.dtype, update.grad!.dtype, norm.weight!.grad!.dtype));
        using (no_grad()) Assert.Equal(0, Normalise(zeros([0, 64], device: CUDA), null, norm).Normed.numel());
    }

    [CudaFact]
    public void ARecordedGraphReplaysThem()
    {
        var norm = Random(48);
        using var graph = new CudaGraph(x => Step(x, norm, Normalise, (qkv, heads, _, window) => Attend(qkv, heads, window)), CUDA, warmUps: 2);
        for (var call = 0; call < 5; call++)
        {
            Tensor[] inputs = [randn(2, 9, 144, device: CUDA), randn(2, 9, 48, device: CUDA)];
            var (actual, expected) = (graph.Run(inputs), Step(inputs, norm, PlainOperators.ResidualLayerNorm, PlainOperators.CausalSelfAttention));
            for (var i = 0; i < expected.Length; i++) Assert.InRange(Distance(expected[i], actual[i]), 0, 1e-4);
        }

        Assert.True(graph.IsRecorded, graph.EagerReason);
    }

    static Tensor Attend(Tensor qkv, int heads, int window)
    {
        var (cosine, sine) = RotaryTable.Of(qkv.shape[1], qkv.shape[2] / (3 * heads), Base, ScalarType.Float32, qkv.device);
        return PlainOperators.Attend(RotarySplit.Apply(MixedPrecision.Cast(qkv), heads, cosine, sine), window);
    }

    static (Tensor Sum, Tensor Normed) Normalise(Tensor residual, Tensor? update, LayerNorm norm) =>
        ResidualLayerNorm.Apply(residual, update, norm.weight!, norm.bias!, norm.eps, MixedPrecision.IsOn ? ScalarType.BFloat16 : ScalarType.Float32);

    // Attention and the norm after it, and the gradients of both inputs and the weight
    static Tensor[] Step(IReadOnlyList<Tensor> x, LayerNorm norm,
        Func<Tensor, Tensor?, LayerNorm, (Tensor Sum, Tensor Normed)> normalise, Func<Tensor, int, double, int, Tensor> attend)
    {
        var (qkv, residual) = (x[0].detach().requires_grad_(), x[1].detach().requires_grad_());
        norm.weight!.grad = norm.bias!.grad = null;
        var (sum, normed) = normalise(residual, attend(qkv, 3, Base, 9), norm);
        (sum.sin().sum() + normed.sin().sum()).backward();
        Tensor[] results = [sum.detach(), normed.detach(), qkv.grad!, residual.grad!, norm.weight.grad!.clone()];
        norm.weight.grad = norm.bias.grad = null;
        return results;
    }

    static LayerNorm Random(int width)
    {
        var norm = nn.LayerNorm(width, device: CUDA);
        using (no_grad())
        {
            norm.weight!.normal_();
            norm.bias!.normal_();
        }

        return norm;
    }

    static void Compare(Func<Tensor[], Tensor[]> plain, Func<Tensor[], Tensor[]> fused, Tensor[] inputs, Tensor[] outer, bool mixed)
    {
        var (expected, expectedGradients) = Run(plain, inputs, outer, mixed);
        var (actual, actualGradients) = Run(fused, inputs, outer, mixed);
        for (var i = 0; i < expected.Length; i++) Assert.InRange(Distance(expected[i], actual[i]), 0, mixed ? 2e-2 : 1e-5);
        for (var i = 0; i < expectedGradients.Length; i++)
        {
            Assert.Equal(inputs[i].dtype, actualGradients[i].dtype);
            Assert.InRange(Distance(expectedGradients[i], actualGradients[i]), 0, mixed ? 2e-2 : 1e-4);
        }
    }

    // What a function gives, and the gradients of Σ outer · result
    static (Tensor[] Results, Tensor[] Gradients) Run(Func<Tensor[], Tensor[]> function, Tensor[] inputs, Tensor[] outer, bool mixed)
    {
        foreach (var input in inputs) input.grad = null;
        Tensor[] results;
        using (mixed ? new MixedPrecision() : null) results = function(inputs);
        results.Zip(outer, (result, weight) => (result * weight).sum()).Aggregate((total, next) => total + next).backward();
        return (results, [.. inputs.Select(input => input.grad!.clone())]);
    }

    static double Distance(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (wide, other) = (expected.detach().to_type(ScalarType.Float64), actual.detach().to_type(ScalarType.Float64));
        return (wide - other).norm().item<double>() / Math.Max(1e-12, wide.norm().item<double>());
    }
}
