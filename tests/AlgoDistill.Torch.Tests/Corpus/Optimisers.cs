using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Corpus;

public class Optimisers
{
    [Fact]
    public void The_first_step_of_Adam_is_the_learning_rate_times_the_sign()
    {
        using var _ = NewDisposeScope();
        var p = new Parameter(tensor(new double[] { 1, -1, 5 }));
        using var optimizer = new Adam(new[] { p }, lr: 0.1);
        (p * tensor(new double[] { 3, -2, 0.01 })).sum().backward();
        optimizer.step();
        Assert.True(p.allclose(tensor(new double[] { 0.9, -0.9, 4.9 }), rtol: 1e-6));
    }

    [Fact]
    public void Decay_is_off_in_AdamW_unless_asked_for()
    {
        using var _ = NewDisposeScope();
        foreach (var decay in new[] { 0, 0.5 })
        {
            var p = new Parameter(tensor(new double[] { 2 }));
            using var optimizer = decay == 0 ? optim.AdamW(new[] { p }, lr: 0.1) : optim.AdamW(new[] { p }, lr: 0.1, weight_decay: decay);
            (p * 0).sum().backward();
            optimizer.step();
            Assert.Equal(2 * (1 - 0.1 * decay), p.item<double>(), 12);
        }
    }

    [Fact]
    public void Groups_have_their_own_rates_and_schedulers_move_both()
    {
        using var _ = NewDisposeScope();
        var (a, b) = (new Parameter(zeros(1, dtype: float64)), new Parameter(zeros(1, dtype: float64)));
        using var optimizer = optim.AdamW(new AdamW.ParamGroup[] { new(new[] { a }, lr: 0.1), new(new[] { b }, lr: 0.01) });
        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, epoch => 1.0 / (epoch + 1));

        for (var epoch = 1; epoch <= 3; epoch++)
        {
            optimizer.zero_grad();
            (a + b).sum().backward();
            optimizer.step();
            scheduler.step();
            var rates = scheduler.get_last_lr().ToArray();
            Assert.Equal(0.1 / (epoch + 1), rates[0], 12);
            Assert.Equal(0.01 / (epoch + 1), rates[1], 12);
        }
        Assert.Equal(-0.1 * (1 + 1 / 2.0 + 1 / 3.0), a.item<double>(), 6);
        Assert.Equal(10, a.item<double>() / b.item<double>(), 6);
    }

    [Fact]
    public void Warm_up_then_cosine()
    {
        using var _ = NewDisposeScope();
        using var optimizer = optim.SGD(new[] { new Parameter(zeros(1)) }, learningRate: 1.0);
        var warm = optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.5, end_factor: 1.0, total_iters: 2);
        var cosine = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 4);
        var both = optim.lr_scheduler.SequentialLR(optimizer, new[] { warm, cosine }, new[] { 2 });

        var rates = new List<double>();
        for (var epoch = 0; epoch < 6; epoch++)
        {
            rates.Add(optimizer.ParamGroups.First().LearningRate);
            both.step();
        }
        var expected = new[] { 0.5, 0.75, 1, (1 + Math.Cos(Math.PI / 4)) / 2, 0.5, (1 - Math.Cos(Math.PI / 4)) / 2 };
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], rates[i], 9);
    }

    [Fact]
    public void Clipping_returns_the_norm_and_bounds_the_gradient()
    {
        using var _ = NewDisposeScope();
        var p = new Parameter(tensor(new double[] { 3, 4 }));
        (p * p / 2).sum().backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_(new[] { p }, max_norm: 1.0), 9);
        Assert.Equal(1, p.grad!.norm().item<double>(), 5);
    }
}
