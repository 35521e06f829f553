using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Corpus;

public class CustomModule
{
    private sealed class Affine : Module<Tensor, Tensor>
    {
        private readonly Parameter scale;
        private readonly Tensor offset;
        private readonly Linear mix;
        private readonly ModuleList<Module<Tensor, Tensor>> layers;

        public Affine(long size) : base("Affine")
        {
            scale = Parameter(full(size, 2f));
            offset = torch.arange(size, dtype: float32);
            mix = Linear(size, size, hasBias: false);
            layers = ModuleList<Module<Tensor, Tensor>>(ReLU(), Identity());
            register_buffer("calls", zeros(1), persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var _ = NewDisposeScope();
            var x = mix.forward(input) * scale + offset;
            foreach (var layer in layers) x = layer.call(x);
            return x.MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Fields_become_the_state()
    {
        using var scope = NewDisposeScope();
        using var module = new Affine(3);

        Assert.Equal(new[] { "mix.weight", "offset", "scale" }, module.state_dict().Keys.OrderBy(key => key));
        Assert.Equal(new[] { "mix.weight", "scale" }, module.named_parameters().Select(p => p.name).OrderBy(name => name));
        Assert.Equal(new[] { "calls", "offset" }, module.named_buffers().Select(b => b.name).OrderBy(name => name));
        Assert.Equal(new[] { "layers", "mix" }, module.named_children().Select(c => c.name).OrderBy(name => name));
        Assert.Equal(12, module.parameters().Sum(p => p.numel()));
        Assert.True(module.has_parameter("mix.weight") && module.has_buffer("offset"));
    }

    [Fact]
    public void The_forward_pass_is_what_it_says()
    {
        using var scope = NewDisposeScope();
        using var module = new Affine(3);
        module.apply(m => { if (m is Linear linear) using (no_grad()) init.constant_(linear.weight, 1); });

        var y = module.call(tensor(new float[,] { { 1, 2, 3 }, { -1, -1, 0 } }));
        Assert.Equal(new float[] { 12, 13, 14, 0, 0, 0 }, y.data<float>().ToArray());
        module.eval();
        Assert.False(module.training);
        module.train();
        Assert.All(module.named_children(), child => Assert.True(child.module.training));
    }
}
