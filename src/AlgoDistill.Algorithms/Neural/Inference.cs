using System.Runtime.InteropServices;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>Runs a network on observations of the host, without gradients.</summary>
sealed class Inference : IDisposable
{
    readonly FeatureEncoder encoder;
    readonly Func<Tensor, Tensor> network;
    readonly Input features; // (B, F)
    float[] outputs = [];

    /// <param name="encoder">Of the observations.</param>
    /// <param name="model">Owner of the network.</param>
    /// <param name="network">(B, F) to (B, K).</param>
    public Inference(FeatureEncoder encoder, nn.Module model, Func<Tensor, Tensor> network)
    {
        (this.encoder, this.network) = (encoder, network);
        features = new Input(ScalarType.Float32, model.parameters().First(), 1, encoder.Width);
    }

    /// <summary>(B, observation width) to (B, K); valid until the next call.</summary>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> observations)
    {
        if (observations.Length == 0) return [];
        features.Reshape(observations.Length / encoder.ObservationWidth, encoder.Width);
        encoder.Encode(observations, features.Values<float>());
        features.Upload();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var values = MemoryMarshal.Cast<byte, float>(network(features.Value).cpu().contiguous().bytes);
        if (outputs.Length < values.Length) outputs = new float[values.Length];
        values.CopyTo(outputs);
        return outputs.AsSpan(0, values.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => features.Dispose();
}
