using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Peers;

/// <summary>TorchSharp's own clip_grad_norm_ and optim.AdamW.</summary>
sealed class EagerAdamW : IPeerOptimizer
{
    readonly Parameter[] parameters;
    readonly double clip;
    readonly optim.Optimizer optimizer;

    public EagerAdamW(nn.Module network, AdamWOptions options)
    {
        (parameters, clip) = ([.. network.parameters()], options.MaxGradientNorm);
        optimizer = optim.AdamW(new[] { Group(decays: true, options.WeightDecay), Group(decays: false, 0) });

        // Matrices decay, biases and normalisations do not
        TorchSharp.Modules.AdamW.ParamGroup Group(bool decays, double decay) => new(parameters.Where(parameter => parameter.dim() > 1 == decays),
            options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, decay);
    }

    public void Step()
    {
        nn.utils.clip_grad_norm_(parameters, clip);
        optimizer.step();
        optimizer.zero_grad();
    }

    public void Dispose() => optimizer.Dispose();
}
