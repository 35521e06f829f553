using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Corpus;

public sealed class SaveAndLoad : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    private static Module<Tensor, Tensor> Network() => Sequential(("fc1", Linear(3, 5)), ("norm", LayerNorm(5)), ("fc2", Linear(5, 2)));

    [Fact]
    public void A_model_written_and_read_computes_the_same()
    {
        using var _ = NewDisposeScope();
        using var first = Network();
        using var second = Network();
        first.save(path);
        var loaded = new Dictionary<string, bool>();
        second.load(path, loadedParameters: loaded);

        Assert.All(loaded.Values, Assert.True);
        var x = randn(4, 3);
        Assert.True(first.call(x).Equals(second.call(x)));
    }

    [Fact]
    public void Parts_of_a_state_are_loaded_by_name()
    {
        using var _ = NewDisposeScope();
        using var first = Network();
        using var second = Network();
        var state = first.state_dict();
        state.Remove("fc2.bias");
        state["extra"] = zeros(1);

        var (missing_keys, unexpected_keyes) = second.load_state_dict(state, strict: false, skip: new[] { "fc1.bias" });
        Assert.Equal(new[] { "fc2.bias" }, missing_keys);
        Assert.Equal(new[] { "extra" }, unexpected_keyes);
        Assert.True(first.get_parameter("fc1.weight")!.Equals(second.get_parameter("fc1.weight")));
        Assert.False(first.get_parameter("fc1.bias")!.Equals(second.get_parameter("fc1.bias")));
    }

    [Fact]
    public void An_optimizer_goes_on_where_it_stopped()
    {
        using var _ = NewDisposeScope();
        using var first = Linear(2, 1);
        using var second = Linear(2, 1);
        second.load_state_dict(first.state_dict());
        using var before = optim.Adam(first.parameters(), lr: 0.1);
        using var after = optim.Adam(second.parameters(), lr: 0.1);
        void Step(Module<Tensor, Tensor> model, optim.Optimizer optimizer)
        {
            optimizer.zero_grad();
            model.call(ones(1, 2)).square().sum().backward();
            optimizer.step();
        }

        Step(first, before);
        second.load_state_dict(first.state_dict());
        before.save_state_dict(path);
        after.load_state_dict(path);
        Step(first, before);
        Step(second, after);
        Assert.True(first.weight.Equals(second.weight));
    }

    [Fact]
    public void A_tensor_is_a_file()
    {
        using var _ = NewDisposeScope();
        var x = randn(2, 3, dtype: float64);
        x.save(path);
        Assert.True(x.Equals(Tensor.load(path)));
    }
}
