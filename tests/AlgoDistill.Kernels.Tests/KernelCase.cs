using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Kernels.Tests;

/// <summary>A kernel with a gradient behind one face, for the laws that hold for all: inputs of float32, and what it makes of them.</summary>
/// <param name="Inputs">Draws inputs.</param>
/// <param name="Fused">The kernel; a constant argument is made to fit the inputs.</param>
/// <param name="Plain">The same function of TorchSharp's own operators.</param>
sealed record KernelCase(Func<Tensor[]> Inputs, Func<Tensor[], Tensor> Fused, Func<Tensor[], Tensor> Plain)
{
    const int Rows = 70, Width = 12, Classes = 5;

    static readonly long[] Targets = [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];
    static readonly long[] Indices = [.. Enumerable.Range(0, 2 * Rows).Select(place => place % 6L - 1)];

    public static IReadOnlyDictionary<string, KernelCase> All { get; } = new Dictionary<string, KernelCase>
    {
        ["attention"] = new(() => [randn(2, 35, 3 * 8)], x => CausalSelfAttention.Apply(x[0], 2, 100, int.MaxValue), x => CausalSelfAttentionTests.Plain(x[0], 2, 100, int.MaxValue)),
        ["attention to a window"] = new(() => [randn(2, 35, 3 * 8)], x => CausalSelfAttention.Apply(x[0], 2, 0, 4), x => CausalSelfAttentionTests.Plain(x[0], 2, 0, 4)),
        ["linear"] = new(() => [randn(Rows, Width), randn(5, Width), randn(5)], x => FusedLinear.Apply(x[0], x[1], x[2]), x => F.linear(x[0], x[1], x[2])),
        ["linear without bias"] = new(() => [randn(Rows, Width), randn(5, Width)], x => FusedLinear.Apply(x[0], x[1], null), x => F.linear(x[0], x[1])),
        ["feed-forward"] = new(() => [randn(Rows, Width), randn(20, Width), randn(20), randn(Width, 20), randn(Width)],
            x => FeedForward.Apply(x[0], x[1], x[2], x[3], x[4]), x => F.linear(F.gelu(F.linear(x[0], x[1], x[2])), x[3], x[4])),
        ["norm"] = new(() => [randn(Rows, Width), randn(Width), randn(Width)],
            x => ResidualLayerNorm.Apply(x[0], null, x[1], x[2]).Normed, x => F.layer_norm(x[0], [Width], x[1], x[2])),
        ["residual and norm"] = new(() => [randn(Rows, Width), randn(Width), randn(Width), randn(Rows, Width)],
            x => Both(ResidualLayerNorm.Apply(x[0], x[3], x[1], x[2])), x => Both((x[0] + x[3], F.layer_norm(x[0] + x[3], [Width], x[1], x[2])))),
        ["cross-entropy"] = new(() => [randn(Rows, Classes)], x => CrossEntropy.Apply(x[0], tensor(Targets), ones(Rows, dtype: x[0].dtype), 0.1),
            x => F.cross_entropy(x[0], tensor(Targets), label_smoothing: 0.1)),
        ["embeddings"] = new(() => [randn(5, Width), randn(5, Width)], x => EmbeddingSum.Apply(x, Places()), x => EmbeddingSumTests.Plain(x, Places())),
    };

    public static TheoryData<string> Names => new(All.Keys);

    /// <summary>Inputs that want gradients.</summary>
    public Tensor[] Leaves() => [.. Inputs().Select(input => input.requires_grad_())];

    static Tensor Places()
    {
        using var flat = tensor(Indices);
        return flat.view(Rows, 2);
    }

    static Tensor Both((Tensor Sum, Tensor Normed) of)
    {
        var both = cat([of.Sum, of.Normed], -1);
        GC.KeepAlive(of);
        return both;
    }
}
