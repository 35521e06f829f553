using AlgoDistill.Kernels;
using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>A multilayer perceptron with orthogonal starting weights, drawn from an <see cref="Rng"/>.</summary>
/// <remarks>It is one fused operator where there is one, whose bits do not depend on the number of threads, as those of fused layers do.</remarks>
sealed class Mlp : nn.Module<Tensor, Tensor>
{
    readonly ModuleList<Linear> hidden;
    readonly Linear head;
    readonly Activation activation;
    readonly (Tensor Weight, Tensor Bias)[] hiddenLayers, layers;

    /// <param name="inputs">Features F.</param>
    /// <param name="outputs">Outputs K.</param>
    /// <param name="options">Hidden layers.</param>
    /// <param name="headGain">Norm of the last layer's rows: small for a policy that starts near uniform.</param>
    /// <param name="rng">Source of the starting weights.</param>
    public Mlp(int inputs, int outputs, NetworkOptions options, double headGain, Rng rng) : base(nameof(Mlp))
    {
        activation = options.Activation;
        using var scope = NewDisposeScope();
        hidden = nn.ModuleList<Linear>([.. Enumerable.Range(0, options.Layers).Select(layer =>
            Initial.OrthogonalLinear(layer == 0 ? inputs : options.Width, options.Width, rng.Split((ulong)layer), Math.Sqrt(2)))]);
        head = Initial.OrthogonalLinear(options.Width, outputs, rng.Split((ulong)options.Layers), headGain);
        RegisterComponents();
        hiddenLayers = [.. hidden.Select(layer => (layer.weight!, layer.bias!))];
        layers = [.. hiddenLayers, (head.weight!, head.bias!)];
    }

    /// <summary>What the last hidden layer gives: (B, F) to (B, width).</summary>
    public Tensor Hidden(Tensor x)
    {
        if (Perceptron.Suits(x) && hiddenLayers.Length > 0) return Perceptron.Apply(x, hiddenLayers, Between, activateLast: true);
        foreach (var layer in hidden)
        {
            x = layer.forward(x);
            x = activation == Activation.Tanh ? x.tanh() : x.relu();
        }

        return x;
    }

    /// <summary>The last layer: (B, width) to (B, K).</summary>
    public Tensor Head(Tensor hidden) => head.forward(hidden);

    /// <summary>(B, F) to (B, K).</summary>
    public override Tensor forward(Tensor x) => Perceptron.Suits(x) ? Perceptron.Apply(x, layers, Between, activateLast: false) : Head(Hidden(x));

    PerceptronActivation Between => activation == Activation.Tanh ? PerceptronActivation.Tanh : PerceptronActivation.Relu;
}
