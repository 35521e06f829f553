using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Corpus;

public class Regression
{
    [Fact]
    public void Gradient_descent_finds_the_least_squares_solution()
    {
        using var _ = NewDisposeScope();
        manual_seed(7);
        var x = randn(64, 3, dtype: float64);
        var y = x.matmul(tensor(new double[,] { { 1 }, { -2 }, { 0.5 } })) + 0.1 * randn(64, 1, dtype: float64);
        using var model = Linear(3, 1, hasBias: false, dtype: float64);
        using var optimizer = optim.SGD(model.parameters(), learningRate: 0.1, momentum: 0.9);
        var loss = MSELoss();

        var first = double.NaN;
        for (var step = 0; step < 500; step++)
        {
            using var scope = NewDisposeScope();
            var error = loss.call(model.call(x), y);
            if (step == 0) first = error.item<double>();
            optimizer.zero_grad();
            error.backward();
            optimizer.step();
        }

        // Xᵀ(y − Xw) = 0 at the solution.
        var residual = x.t().matmul(y - x.matmul(model.weight.t()));
        Assert.True(residual.abs().max().item<double>() < 1e-8);
        Assert.True(loss.call(model.call(x), y).item<double>() < first / 10);
    }

    [Fact]
    public void A_classifier_learns_separable_classes_in_shuffled_batches()
    {
        using var _ = NewDisposeScope();
        manual_seed(11);
        var x = randn(256, 2);
        var labels = (x[.., 0] + x[.., 1] > 0).to(int64);
        using var data = torch.utils.data.TensorDataset(x, labels);
        using var loader = torch.utils.data.DataLoader(data, 32, shuffle: true, seed: 5);
        using var model = Sequential(("fc1", Linear(2, 16)), ("act", ReLU()), ("fc2", Linear(16, 2)), ("out", LogSoftmax(1)));
        using var optimizer = optim.Adam(model.parameters(), lr: 0.02);

        for (var epoch = 0; epoch < 15; epoch++)
            foreach (var batch in loader)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = functional.nll_loss(model.call(batch[0]), batch[1]);
                loss.backward();
                optimizer.step();
            }

        using var grad = no_grad();
        var accuracy = model.call(x).argmax(1).eq(labels).to(float32).mean().item<float>();
        Assert.InRange(accuracy, 0.95f, 1);
    }
}
