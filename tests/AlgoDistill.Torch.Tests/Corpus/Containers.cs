using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Corpus;

public class Containers
{
    [Fact]
    public void A_sequential_is_its_steps_in_turn()
    {
        using var _ = NewDisposeScope();
        manual_seed(3);
        using var seq = Sequential(("lin1", Linear(4, 8)), ("relu", ReLU()), ("lin2", Linear(8, 2)));
        var x = randn(5, 4);

        var w = seq.state_dict();
        var expected = (x.matmul(w["lin1.weight"].t()) + w["lin1.bias"]).clamp(min: 0).matmul(w["lin2.weight"].t()) + w["lin2.bias"];
        Assert.True(seq.forward(x).allclose(expected, 1e-5, 1e-6));
        Assert.Equal(4 * 8 + 8 + 8 * 2 + 2, seq.parameters().Sum(p => p.numel()));
        Assert.Equal(3, seq.Count);
    }

    [Fact]
    public void Unnamed_steps_are_numbered_and_more_can_follow()
    {
        using var _ = NewDisposeScope();
        using var seq = Sequential(Linear(2, 2), Tanh());
        seq.append(Dropout(0.0)).append("head", Linear(2, 1));
        Assert.Equal(new[] { "0.weight", "0.bias", "head.weight", "head.bias" }, seq.named_parameters().Select(p => p.name));
        Assert.Equal(new long[] { 7, 1 }, seq.call(zeros(7, 2)).shape);
    }

    [Fact]
    public void Lists_and_dictionaries_of_modules()
    {
        using var _ = NewDisposeScope();
        using var list = ModuleList(Linear(2, 3), Linear(3, 4));
        list.append(Linear(4, 5));
        var x = ones(1, 2);
        foreach (var layer in list) x = layer.forward(x);
        Assert.Equal(new long[] { 1, 5 }, x.shape);
        Assert.Contains("2.bias", list.state_dict().Keys);

        using var dict = ModuleDict(("up", Linear(2, 4)), ("down", Linear(4, 2)));
        Assert.Equal(new[] { "up", "down" }, dict.Keys);
        Assert.Equal(4, dict["up"].out_features);

        using var parameters = ParameterList(Parameter(zeros(2)), Parameter(ones(3)));
        Assert.Equal(3f, parameters[1].sum().item<float>());
    }
}
