using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>Adam (Kingma and Ba 2015) over a model's parameters, counting its steps.</summary>
sealed class Optimizer(nn.Module model, double epsilon, double maxGradientNorm) : IDisposable
{
    readonly AdamW adam = new(model.named_parameters(), new AdamWOptions
    {
        WeightDecay = 0,
        Beta2 = 0.999, // Kingma and Ba 2015
        Epsilon = epsilon,
        MaxGradientNorm = maxGradientNorm,
    });

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>One step down the gradient of <paramref name="loss"/>, a scalar. What other parameters gathered of it is theirs to clear.</summary>
    public void Step(Tensor loss, double learningRate)
    {
        loss.backward();
        Steps++;
        adam.Set(learningRate, Steps);
        adam.Step().Dispose();
    }

    /// <summary>Forgets what gradients the parameters have gathered.</summary>
    public void Clear() => adam.Clear();

    /// <inheritdoc/>
    public void Dispose() => adam.Dispose();
}
