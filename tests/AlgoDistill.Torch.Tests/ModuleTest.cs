using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class ModuleTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("algodistill-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Linear up, down;
        private readonly LayerNorm norm;
        private readonly Tensor scale = ones(1);
        private readonly Parameter shift;

        [ComponentName(Name = "gate")]
        private readonly Linear renamed;

        public Block(long width) : base(nameof(Block))
        {
            (up, down, norm, renamed) = (Linear(width, 2 * width), Linear(2 * width, width, hasBias: false), LayerNorm(width), Linear(width, width));
            shift = new Parameter(zeros(width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var hidden = F.gelu(up.call(norm.call(input)));
            return (input + down.call(hidden) * scale + shift).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void FieldsAreRegisteredUnderTheirNamesOrTheNamesTheyAreGiven()
    {
        using var block = new Block(4);

        string[] names = [.. block.named_parameters().Select(pair => pair.name).Order()];
        Assert.Equal(["down.weight", "gate.bias", "gate.weight", "norm.bias", "norm.weight", "shift", "up.bias", "up.weight"], names);
        Assert.Equal(["scale"], block.named_buffers().Select(pair => pair.name));
        Assert.Equal(9, block.state_dict().Count);
    }

    [Fact]
    public void ASavedModuleLoadsIntoAnotherAndComputesTheSame()
    {
        using var scope = NewDisposeScope();
        using var first = new Block(4);
        using var second = new Block(4);
        var path = Path.Combine(folder, "block.dat");
        var x = randn(3, 4);
        Assert.False(first.call(x).allclose(second.call(x)));

        first.save(path);
        second.load(path);

        Assert.True(first.call(x).Equals(second.call(x)));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void TheFileHasTheLayoutThatTorchSharpReads()
    {
        using var linear = Linear(2, 1, hasBias: false);
        using (no_grad()) linear.weight.copy_(tensor(new[] { 1f, 2f }).view(1, 2));
        var stream = new MemoryStream();
        linear.save(new BinaryWriter(stream));

        byte[] expected = [1, 6, .. "weight"u8, 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefusedByName()
    {
        using var block = new Block(4);
        var state = block.state_dict();
        state.Remove("up.bias");
        state.Add("extra", zeros(1));

        var error = Assert.Throws<InvalidOperationException>(() => block.load_state_dict(state));
        Assert.Contains("missing: [up.bias], unexpected: [extra]", error.Message);
        var (missing, unexpected) = block.load_state_dict(state, strict: false);
        Assert.Equal(["up.bias"], missing);
        Assert.Equal(["extra"], unexpected);
    }

    [Fact]
    public void ConvertingAModuleKeepsItsParameterObjectsAndItsFields()
    {
        using var scope = NewDisposeScope();
        using var block = new Block(4);
        Parameter[] before = [.. block.parameters()];

        block.to(ScalarType.Float64);

        Assert.All(before.Zip(block.parameters()), pair => Assert.Same(pair.First, pair.Second));
        Assert.All(before, parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(before, parameter => Assert.True(parameter.is_leaf && parameter.requires_grad));
        Assert.Equal(ScalarType.Float64, block.call(randn(2, 4, ScalarType.Float64)).dtype);
    }

    [Fact]
    public void ParametersOutliveTheScopeInWhichTheirModuleWasMade()
    {
        Linear linear;
        using (NewDisposeScope()) linear = Linear(2, 2);

        Assert.Equal([2, 2], linear.weight.shape);
        linear.Dispose();
        Assert.True(linear.weight.IsInvalid);
    }

    [Fact]
    public void DropoutActsInTrainingOnly()
    {
        using var scope = NewDisposeScope();
        using var dropout = Sequential(("drop", Dropout(0.5)));
        var x = ones(1000);

        var dropped = dropout.call(x);
        Assert.Equal([0f, 2f], dropped.data<float>().ToArray().Distinct().Order());
        dropout.eval();
        Assert.True(dropout.call(x).Equals(x));
    }

    [Fact]
    public void AModuleIsFreedWithEverythingInIt()
    {
        var before = LiveTensors.Count();
        using (NewDisposeScope())
        {
            using var model = Sequential(new Block(4), new Block(4));
            model.call(randn(2, 4)).sum().backward();
            model.zero_grad();
        }
        Assert.Equal(before, LiveTensors.Count());
    }
}
