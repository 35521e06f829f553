using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Corpus;

public class Attention
{
    private sealed class SelfAttention : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly int heads;
        private readonly Linear qkv_proj;
        private readonly Linear o_proj;

        public SelfAttention(int size, int heads) : base(nameof(SelfAttention))
        {
            this.heads = heads;
            qkv_proj = nn.Linear(size, 3 * size, hasBias: false);
            o_proj = nn.Linear(size, size, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor hidden, Tensor? mask)
        {
            using var _ = NewDisposeScope();
            var (batch, length, size) = (hidden.IntShape()[0], hidden.IntShape()[1], hidden.IntShape()[2]);
            var qkv = qkv_proj.forward(hidden);
            var query = qkv[.., .., ..size].view(batch, length, heads, size / heads).transpose(1, 2);
            var key = qkv[.., .., size..(2 * size)].view(batch, length, heads, size / heads).transpose(1, 2);
            var value = qkv[.., .., (2 * size)..].view(batch, length, heads, size / heads).transpose(1, 2);
            var weights = torch.matmul(query, key.transpose(2, 3)) / Math.Sqrt(size / heads);
            if (mask is not null) weights = weights + mask;
            weights = nn.functional.softmax(weights, dim: -1, dtype: ScalarType.Float32).to(hidden.dtype);
            weights = nn.functional.dropout(weights, 0.0, training: this.training);
            var output = torch.matmul(weights, value).transpose(1, 2).contiguous().reshape(batch, length, size);
            return o_proj.forward(output).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_causal_token_sees_no_later_one()
    {
        using var _ = NewDisposeScope();
        manual_seed(4);
        using var attention = new SelfAttention(8, 2);
        var mask = torch.full(new long[] { 5, 5 }, float.NegativeInfinity).triu(1);
        var x = torch.randn(2, 5, 8);
        var y = attention.call(x, mask);

        var changed = x.clone();
        changed[.., 3..] = torch.randn(2, 2, 8);
        var z = attention.call(changed, mask);
        Assert.True(y[.., ..3].allclose(z[.., ..3], 1e-5, 1e-6));
        Assert.False(y[.., 3..].allclose(z[.., 3..]));
    }

    [Fact]
    public void The_first_token_is_its_own_value_and_the_fused_function_agrees()
    {
        using var _ = NewDisposeScope();
        var (q, k, v) = (torch.randn(2, 3, 6, 4, dtype: float64), torch.randn(2, 3, 6, 4, dtype: float64), torch.randn(2, 3, 6, 4, dtype: float64));
        var y = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        Assert.True(y[.., .., 0].allclose(v[.., .., 0]));

        var scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / 2;
        var visible = torch.ones(6, 6, dtype: ScalarType.Bool).tril();
        var expected = scores.masked_fill(visible.logical_not(), float.NegativeInfinity).softmax(-1).matmul(v);
        Assert.True(y.allclose(expected));
        Assert.True(nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: visible).allclose(expected));
    }
}
