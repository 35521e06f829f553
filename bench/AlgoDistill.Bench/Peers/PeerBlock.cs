using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Bench.Peers;

/// <summary>A pre-norm block with libtorch's own attention.</summary>
sealed class PeerBlock : Module
{
    readonly int heads;
    readonly LayerNorm attentionNorm, feedForwardNorm;
    readonly Linear queryKeyValue, project, expand, contract;

    public PeerBlock(int width, int heads) : base(nameof(PeerBlock))
    {
        this.heads = heads;
        (attentionNorm, feedForwardNorm) = (LayerNorm(width), LayerNorm(width));
        (queryKeyValue, project) = (Linear(width, 3 * width), Linear(width, width));
        (expand, contract) = (Linear(width, 4 * width), Linear(4 * width, width));
        RegisterComponents();
    }

    /// <summary>(B, T, C) to the same.</summary>
    /// <param name="x">The residual stream.</param>
    /// <param name="cosine">Of each position's angles: (T, C / heads).</param>
    /// <param name="sine">Theirs, negative in the first half: (T, C / heads).</param>
    public Tensor Forward(Tensor x, Tensor cosine, Tensor sine)
    {
        var (batch, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = queryKeyValue.forward(attentionNorm.forward(x)).view(batch, length, 3, heads, width / heads).split([2L, 1L], 2);
        var turned = Turn(parts[0].permute(2, 0, 3, 1, 4), cosine, sine).unbind(0);                                         // (B, H, T, D) each
        var attended = F.scaled_dot_product_attention(turned[0], turned[1], parts[1].squeeze(2).transpose(1, 2), is_casual: true);
        x = x + project.forward(attended.transpose(1, 2).reshape(batch, length, width));
        return x + contract.forward(F.gelu(expand.forward(feedForwardNorm.forward(x))));
    }

    // Queries and keys at once; rolling by half exchanges the halves that are turned together
    static Tensor Turn(Tensor x, Tensor cosine, Tensor sine) => (x * cosine).addcmul(x.roll(x.shape[^1] / 2, -1), sine, 1);
}
