using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

/// <summary>Small programs as a user of TorchSharp writes them.</summary>
public sealed class TrainingTest
{
    private sealed class Attention : Module<Tensor, Tensor>
    {
        private readonly Embedding tokens;
        private readonly LayerNorm norm;
        private readonly Linear qkv, output, head;
        private readonly long heads;

        public Attention(long vocabulary, long width, long heads) : base(nameof(Attention))
        {
            this.heads = heads;
            tokens = Embedding(vocabulary, width);
            norm = LayerNorm(width);
            qkv = Linear(width, 3 * width);
            output = Linear(width, width);
            head = Linear(width, vocabulary);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var _ = NewDisposeScope();
            var (b, t) = (input.size(0), input.size(1));
            var x = tokens.call(input);
            var parts = qkv.call(norm.call(x)).view(b, t, 3, heads, -1).permute(2, 0, 3, 1, 4);
            var y = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
            x = x + output.call(y.transpose(1, 2).reshape(b, t, -1));
            return head.call(F.gelu(x)).MoveToOuterDisposeScope();
        }
    }

    private static double[] Train(int steps, Action<int>? afterStep = null)
    {
        manual_seed(1);
        using var outer = NewDisposeScope();
        using var model = new Attention(vocabulary: 8, width: 16, heads: 2);
        using var optimizer = optim.AdamW(model.parameters(), lr: 0.01);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            using (NewDisposeScope())
            {
                // The next token repeats the one before: the model must look back by one.
                var input = randint(0, 8, [4, 9]);
                var logits = model.call(input)[.., 1..];
                var loss = F.cross_entropy(logits.reshape(-1, 8), input[.., ..8].reshape(-1));
                optimizer.zero_grad();
                loss.backward();
                nn.utils.clip_grad_norm_(model.parameters(), 1.0);
                optimizer.step();
                losses[step] = loss.item<float>();
            }
            afterStep?.Invoke(step);
        }
        return losses;
    }

    [Fact]
    public void TrainingIsTheSameForTheSameSeed() => Assert.Equal(Train(20), Train(20));

    [Fact]
    public void AThousandStepsLeaveNoTensorAndNoMemoryBehind()
    {
        const long megabyte = 1 << 20;
        long warmTensors = 0, warmBytes = 0, tensors = 0, bytes = 0;
        var losses = Train(1000, step =>
        {
            if (step == 200) (warmTensors, warmBytes) = (LiveTensors.Count(), Environment.WorkingSet);
            if (step == 999) (tensors, bytes) = (LiveTensors.Count(), Environment.WorkingSet);
        });

        Assert.Equal(warmTensors, tensors);
        Assert.InRange(bytes - warmBytes, long.MinValue, 16 * megabyte);
        Assert.True(losses[^50..].Average() < losses[..50].Average());
    }

    [Fact]
    public void APerceptronLearnsExclusiveOr()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        var y = tensor(new float[] { 0, 1, 1, 0 }).view(4, 1);
        var model = Sequential(("first", Linear(2, 8)), ("activation", Tanh()), ("second", Linear(8, 1)));
        var optimizer = optim.Adam(model.parameters(), 0.05);
        for (var i = 0; i < 200; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            F.mse_loss(model.call(x), y).backward();
            optimizer.step();
        }

        Assert.Equal([0f, 1f, 1f, 0f], model.call(x).round().abs().data<float>().ToArray());
    }

    [Fact]
    public void LeastSquaresBySgdFindsTheLine()
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        var x = rand(64, 1);
        var y = 3 * x - 1;
        var model = Linear(1, 1);
        var optimizer = optim.SGD(model.parameters(), 0.5);
        for (var i = 0; i < 300; i++)
        {
            optimizer.zero_grad();
            F.mse_loss(model.call(x), y).backward();
            optimizer.step();
        }

        Assert.Equal(3, model.weight.item<float>(), 1e-2);
        Assert.Equal(-1, model.bias!.item<float>(), 1e-2);
    }
}
