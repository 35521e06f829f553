using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>What does not fit is said by an exception of the call itself, with the value and what is allowed, before there is a node.</summary>
public sealed class KernelArgumentTests
{
    static readonly Dictionary<string, (Action Call, string Message)> All = new()
    {
        ["attention: heads"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 30), 4, 0, 1), "a multiple of 4 heads; got (1, 2, 30) of Float32"),
        ["attention: no heads"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 30), 0, 0, 1), "a multiple of 0 heads"),
        ["attention: dimensions"] = (() => CausalSelfAttention.Apply(Wanted(2, 24), 2, 0, 1), "qkv must be (batch, time, 3 · width)"),
        ["attention: type"] = (() => CausalSelfAttention.Apply(zeros([1, 2, 24], ScalarType.BFloat16), 2, 0, 1), "got (1, 2, 24) of BFloat16"),
        ["attention: window"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 24), 2, 0, 0), "the window must be positive; got 0"),
        ["attention: base"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 24), 2, 0.5, 1), "the rotary base must be 0, or above 1 with an even head size; got 0.5 and size 4"),
        ["attention: odd size"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 18), 2, 100, 1), "got 100 and size 3"),
        ["attention: base is no number"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 24), 2, double.NaN, 1), "got NaN and size 4"),
        ["attention: device"] = (() => CausalSelfAttention.Apply(Away(1, 2, 24), 2, 0, 1), "in numbers of the processor"),
        ["attention: no width"] = (() => CausalSelfAttention.Apply(Wanted(1, 2, 0), 2, 0, 1), "got (1, 2, 0)"),
        ["linear: nothing"] = (() => FusedLinear.Apply(Wanted(60, 0), Wanted(5, 0), null), "got (5, 0)"),
        ["feed-forward: nothing"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(0, 4), Wanted(0), Wanted(4, 0), Wanted(4)), "0 inner values"),
        ["linear: width"] = (() => FusedLinear.Apply(Wanted(60, 7), Wanted(5, 8), null), "got (5, 8) of Float32 and (60, 7) of Float32"),
        ["linear: type"] = (() => FusedLinear.Apply(Wanted(60, 7), zeros(5, 7, dtype: ScalarType.Float64), null), "got (5, 7) of Float64"),
        ["linear: bias"] = (() => FusedLinear.Apply(Wanted(60, 7), Wanted(5, 7), Wanted(6)), "bias must be (5) of Float32; got (6) of Float32"),
        ["linear: no dimension"] = (() => FusedLinear.Apply(ones([]).requires_grad_(), Wanted(5, 7), null), "weight must be (outputs, inputs)"),
        ["linear: device of the weight"] = (() => FusedLinear.Apply(Wanted(60, 7), Away(5, 7), null), "on the processor"),
        ["linear: device of the bias"] = (() => FusedLinear.Apply(Wanted(60, 7), Wanted(5, 7), Away(5)), "bias must be"),
        ["feed-forward: expand"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(8, 5), Wanted(8), Wanted(4, 8), Wanted(4)), "the weights must be (8, 4) and (4, 8)"),
        ["feed-forward: contract"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(8, 4), Wanted(8), Wanted(4, 9), Wanted(4)), "(4, 9) of Float32"),
        ["feed-forward: bias"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(8, 4), Wanted(8), Wanted(4, 8), Wanted(5)), "the last bias (4)"),
        ["feed-forward: type"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(8, 4), Wanted(8), Wanted(4, 8), zeros(4, dtype: ScalarType.Float64)), "all must be Float32 on the processor; got (4) of Float64 on CPU"),
        ["feed-forward: device"] = (() => FeedForward.Apply(Wanted(60, 4), Wanted(8, 4), Away(8), Wanted(4, 8), Wanted(4)), "on the processor"),
        ["norm: weight"] = (() => ResidualLayerNorm.Apply(Wanted(3, 4), null, Wanted(5), Wanted(4)), "weight and bias must be (4) of the type of residual, (3, 4) of Float32; got (5) of Float32"),
        ["norm: update"] = (() => ResidualLayerNorm.Apply(Wanted(3, 4), Wanted(4, 4), Wanted(4), Wanted(4)), "got (3, 4) of Float32 and (4, 4) of Float32"),
        ["norm: type"] = (() => ResidualLayerNorm.Apply(Wanted(3, 4), zeros(3, 4, dtype: ScalarType.Float64), Wanted(4), Wanted(4)), "(3, 4) of Float64"),
        ["norm: no dimension"] = (() => ResidualLayerNorm.Apply(ones([]).requires_grad_(), null, Wanted(1), Wanted(1)), "weight and bias must be (0)"),
        ["norm: device of the update"] = (() => ResidualLayerNorm.Apply(Wanted(3, 4), Away(3, 4), Wanted(4), Wanted(4)), "residual and update must"),
        ["norm: device of the bias"] = (() => ResidualLayerNorm.Apply(Wanted(3, 4), null, Wanted(4), Away(4)), "weight and bias must"),
        ["cross-entropy: dimensions"] = (() => CrossEntropy.Apply(Wanted(6), zeros([6], ScalarType.Int64), ones(6), 0), "logits must be (rows, classes)"),
        ["cross-entropy: targets"] = (() => CrossEntropy.Apply(Wanted(6, 3), zeros([6], ScalarType.Int32), ones(6), 0), "targets must be 6 int64 numbers; got (6) of Int32"),
        ["cross-entropy: weights"] = (() => CrossEntropy.Apply(Wanted(6, 3), zeros([6], ScalarType.Int64), ones(5), 0), "weights must be 6 numbers of Float32; got (5) of Float32"),
        ["cross-entropy: smoothing"] = (() => CrossEntropy.Apply(Wanted(6, 3), zeros([6], ScalarType.Int64), ones(6), 1.5), "label smoothing must be in [0, 1]; got 1.5"),
        ["cross-entropy: target"] = (() => CrossEntropy.Apply(Wanted(6, 3), full([6], -1, ScalarType.Int64), ones(6), 0), "target -1 of row 0 is no class; allowed is 0 to 2"),
        ["cross-entropy: device of the targets"] = (() => CrossEntropy.Apply(Wanted(6, 3), zeros([6], ScalarType.Int64, META), ones(6), 0), "targets must be"),
        ["cross-entropy: device of the weights"] = (() => CrossEntropy.Apply(Wanted(6, 3), zeros([6], ScalarType.Int64), Away(6), 0), "weights must be"),
        ["embeddings: no tables"] = (() => EmbeddingSum.Apply([], zeros([6, 0], ScalarType.Int64)), "one field a table, of which there are 0"),
        ["embeddings: fields"] = (() => EmbeddingSum.Apply([Wanted(3, 4)], zeros([6, 2], ScalarType.Int64)), "of which there are 1; got (6, 2) of Int64"),
        ["embeddings: widths"] = (() => EmbeddingSum.Apply([Wanted(3, 4), Wanted(3, 5)], zeros([6, 2], ScalarType.Int64)), "got (3, 5) of Float32 beside (3, 4) of Float32"),
        ["embeddings: index"] = (() => EmbeddingSum.Apply([Wanted(3, 4)], full([6, 1], 3, ScalarType.Int64)), "index 3 of row 0, field 0, is outside its table of 3 entries"),
        ["embeddings: device of the indices"] = (() => EmbeddingSum.Apply([Wanted(3, 4)], zeros([6, 1], ScalarType.Int64, META)), "indices must be"),
    };

    public static TheoryData<string> Faults => new(All.Keys);

    [Theory]
    [MemberData(nameof(Faults))]
    public void AFaultIsNamedByTheCall(string fault)
    {
        using var scope = NewDisposeScope();
        var (call, message) = All[fault];
        var error = Assert.ThrowsAny<ArgumentException>(call);
        Assert.True(error.GetType() == typeof(ArgumentException) || error is ArgumentOutOfRangeException, error.ToString());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(is_grad_enabled());     // what was begun is undone
    }

    [Fact]
    public void AfterAFaultTheNextCallIsRight()
    {
        using var scope = NewDisposeScope();
        var logits = Wanted(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossEntropy.Apply(logits, full([2], 3, ScalarType.Int64), ones(2), 0));
        Assert.Null(logits.grad);
        CrossEntropy.Apply(logits, tensor(new[] { 0L, 2L }), ones(2), 0).backward();
        Assert.Equal([-1 / 3f, 1 / 6f, 1 / 6f, 1 / 6f, 1 / 6f, -1 / 3f], logits.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    static Tensor Wanted(params long[] shape) => zeros(shape, dtype: ScalarType.Float32).requires_grad_();

    static Tensor Away(params long[] shape) => zeros(shape, dtype: ScalarType.Float32, device: META);
}
