using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Corpus;

public class Transfer
{
    [Fact]
    public void Types_change_values_as_they_must()
    {
        using var _ = NewDisposeScope();
        var x = tensor(new float[] { 1.75f, -1.75f, 0 });
        Assert.Equal(new long[] { 1, -1, 0 }, x.to(int64).data<long>().ToArray());
        Assert.Equal(new[] { true, true, false }, x.to(ScalarType.Bool).data<bool>().ToArray());
        Assert.Equal(ScalarType.BFloat16, x.to(bfloat16).dtype);
        Assert.Equal(ScalarType.Float64, x.to_type(ScalarType.Float64).dtype);
        Assert.Equal(2, ScalarType.Float16.ElementSize());
        Assert.Equal(ScalarType.Float32, (x + tensor(1L)).dtype);
    }

    [Fact]
    public void Models_and_tensors_go_to_the_device_at_hand()
    {
        using var _ = NewDisposeScope();
        var device = cuda.is_available() ? CUDA : CPU;
        using var model = Linear(4, 2).to(device).to(float64);
        var x = ones(3, 4, dtype: float64, device: device);
        var y = model.call(x).cpu();

        Assert.Equal(DeviceType.CPU, y.device_type);
        Assert.All(model.parameters(), p => Assert.True(p.is_leaf && p.requires_grad && p.dtype == ScalarType.Float64));
        var row = (model.weight.sum(1) + model.bias!).cpu();
        Assert.True(y.allclose(row.expand(3, 2)));
        Assert.Equal("cpu", torch.device("cpu").ToString());
        Assert.Equal(3, torch.device("cuda:3").index);
    }

    [Fact]
    public void New_tensors_have_the_default_type()
    {
        using var _ = NewDisposeScope();
        set_default_dtype(ScalarType.Float64);
        try { Assert.Equal(ScalarType.Float64, zeros(2).dtype); }
        finally { set_default_dtype(ScalarType.Float32); }
        Assert.Equal(ScalarType.Float32, zeros(2, 0).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
    }
}
