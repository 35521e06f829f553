using AlgoDistill.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Linear = TorchSharp.Modules.Linear;
using Parameter = TorchSharp.Modules.Parameter;

namespace AlgoDistill.Bench.Gpu;

/// <summary>Embedded tokens, a transformer, one head: the network that peers.py builds too.</summary>
sealed class TokenModel : Module
{
    public const int Vocabulary = 64;
    readonly Parameter table;
    readonly Transformer transformer;
    readonly Linear head;

    public TokenModel(TransformerOptions options, int context) : base(nameof(TokenModel))
    {
        var rng = new Rng(1);
        table = Initial.Table(Vocabulary, options.Width, rng.Split(0));
        transformer = new Transformer(options, context, rng.Split(1));
        head = Initial.Linear(options.Width, Vocabulary, rng.Split(2));
        RegisterComponents();
    }

    /// <summary>Mean cross-entropy of targets, int64 (B · T), after tokens, int64 (B, T).</summary>
    public Tensor Loss(Tensor tokens, Tensor targets)
    {
        var (batch, length) = (tokens.shape[0], tokens.shape[1]);
        var embedded = Operators.EmbeddingSum([table], tokens.view(-1, 1)).view(batch, length, -1);
        var logits = Operators.Linear(transformer.forward(embedded).view(batch * length, -1), head);
        return Operators.CrossEntropy(logits, targets, ones([batch * length], device: tokens.device), 0);
    }
}
