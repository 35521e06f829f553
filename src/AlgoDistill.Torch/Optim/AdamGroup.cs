using TorchSharp.Modules;

namespace AlgoDistill.Torch;

/// <summary>The settings that Adam and AdamW share.</summary>
public abstract class AdamGroup : ParamGroup
{
    private protected AdamGroup(IEnumerable<Parameter> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize) : base(parameters, lr)
    {
        Betas = (beta1, beta2);
        (Epsilon, WeightDecay, AmsGrad, Maximize) = (eps, weight_decay, amsgrad, maximize);
    }

    /// <summary>What is kept of the running means of the gradient and of its square in a step.</summary>
    public (double, double) Betas { get; set; }

    internal double Epsilon { get; }
    internal double WeightDecay { get; }
    internal bool AmsGrad { get; }
    internal bool Maximize { get; }
}
