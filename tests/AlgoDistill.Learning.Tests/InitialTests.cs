using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public class InitialTests
{
    [Theory, InlineData(7, 7), InlineData(20, 5), InlineData(5, 20), InlineData(1, 3), InlineData(300, 64)]
    public void Orthogonal_weights_are_orthogonal_and_of_norm_gain(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var layer = Initial.OrthogonalLinear(inputs, outputs, new Rng(1), gain: 3);
        var weight = layer.weight.detach();
        var products = outputs <= inputs ? weight.matmul(weight.transpose(0, 1)) : weight.transpose(0, 1).matmul(weight);
        var identity = nn.functional.one_hot(arange(Math.Min(inputs, outputs))).to(ScalarType.Float32);
        Assert.True(products.allclose(identity * 9, rtol: 0, atol: 1e-5), $"{products}");
        Assert.Equal(0, layer.bias!.detach().norm().item<float>());
    }

    [Fact]
    public void A_seed_names_the_weights()
    {
        using var scope = NewDisposeScope();
        float[] Weights(ulong seed) => [.. Initial.OrthogonalLinear(6, 4, new Rng(seed)).weight.data<float>()];
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }
}
