using AlgoDistill.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>AdamW over all parameters in one call, with the clipping of the gradients' norm folded in.</summary>
public sealed class AdamW : IDisposable
{
    readonly AdamWOptions options;
    readonly (string Name, Parameter Value)[] parameters;
    readonly Tensor[] first, second;
    readonly double[] decays;

    /// <summary>An optimiser that has seen no gradient.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="options">Its hyper-parameters.</param>
    public AdamW(IEnumerable<(string name, Parameter parameter)> parameters, AdamWOptions options)
    {
        this.options = options;
        this.parameters = [.. parameters.Select(pair => (pair.name, pair.parameter))];
        first = [.. this.parameters.Select(pair => zeros_like(pair.Value).DetachFromDisposeScope())];
        second = [.. this.parameters.Select(pair => zeros_like(pair.Value).DetachFromDisposeScope())];
        decays = [.. this.parameters.Select(pair => pair.Value.dim() > 1 ? options.WeightDecay : 0)];
    }

    /// <summary>Running means of the gradients and of their squares, by parameter name, for a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Value)> State =>
        parameters.SelectMany((pair, i) => new[] { ($"first.{pair.Name}", first[i]), ($"second.{pair.Name}", second[i]) });

    /// <summary>One update from the parameters' gradients, which are then cleared.</summary>
    /// <param name="learningRate">Rate of this update.</param>
    /// <param name="step">Number of this update, from 1, for the bias correction.</param>
    /// <returns>Norm of all gradients together before clipping.</returns>
    public double Step(double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var active = Enumerable.Range(0, parameters.Length).Where(i => parameters[i].Value.grad is not null).ToArray();
        var values = active.Select(i => (Tensor)parameters[i].Value).ToArray();
        var gradients = active.Select(i => parameters[i].Value.grad!).ToArray();
        var norm = Operators.Exists("algodistill::adamw_") && values[0].device_type == DeviceType.CPU
            ? Operators.Call("algodistill::adamw_", values, gradients, Pick(first, active), Pick(second, active), learningRate, options.Beta1,
                options.Beta2, options.Epsilon, active.Select(i => decays[i]).ToArray(), step, options.MaxGradientNorm).item<double>()
            : PlainStep(active, values, gradients, learningRate, step);
        foreach (var (_, parameter) in parameters) parameter.grad = null;
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in first.Concat(second)) state.Dispose();
    }

    double PlainStep(int[] active, Tensor[] values, Tensor[] gradients, double learningRate, long step)
    {
        double norm = stack(gradients.Select(g => g.norm()).ToArray()).norm().item<float>();
        var scale = options.MaxGradientNorm > 0 && norm > options.MaxGradientNorm ? options.MaxGradientNorm / (norm + 1e-6) : 1;
        var correction1 = 1 - Math.Pow(options.Beta1, step);
        var correction2 = 1 - Math.Pow(options.Beta2, step);
        for (var k = 0; k < active.Length; k++)
        {
            var (i, gradient) = (active[k], gradients[k] * scale);
            values[k].mul_(1 - learningRate * decays[i]);
            first[i].mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
            second[i].mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
            values[k].addcdiv_(first[i], (second[i] / correction2).sqrt().add_(options.Epsilon), -learningRate / correction1);
        }

        return norm;
    }

    static Tensor[] Pick(Tensor[] all, int[] active) => [.. active.Select(i => all[i])];
}
