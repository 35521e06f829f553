using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Updates of a transformer on CUDA: recorded against launched one by one, narrow against wide, and against the processor.</summary>
public sealed class CudaTrainingTests : IDisposable
{
    const int Width = 32, Length = 16, Updates = 12;
    readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [CudaFact]
    public void RecordedUpdatesAreThoseLaunchedOneByOne()
    {
        var (recorded, launched) = (Losses(CUDA, narrow: false, graphed: true), Losses(CUDA, narrow: false, graphed: false));
        for (var i = 0; i < Updates; i++) Assert.InRange(recorded[i], launched[i] - 1e-6 * Math.Abs(launched[i]), launched[i] + 1e-6 * Math.Abs(launched[i]));
    }

    [CudaFact]
    public void RecordedUpdatesInBfloat16AreThoseLaunchedOneByOne()
    {
        var (recorded, launched) = (Losses(CUDA, narrow: true, graphed: true), Losses(CUDA, narrow: true, graphed: false));
        for (var i = 0; i < Updates; i++) Assert.Equal(launched[i], recorded[i], 1e-6 * Math.Abs(launched[i]));
    }

    [CudaFact]
    public void Bfloat16IsCloseToFloat32AndBothToTheProcessor()
    {
        var (wide, narrow, processor) = (Losses(CUDA, narrow: false, graphed: false), Losses(CUDA, narrow: true, graphed: false), Losses(CPU, narrow: false, graphed: false));
        for (var i = 0; i < Updates; i++)
        {
            Assert.Equal(processor[i], wide[i], 1e-3 * Math.Abs(processor[i]));
            Assert.Equal(wide[i], narrow[i], 2e-2 * Math.Abs(wide[i]));
        }

        Assert.True(wide[^1] < wide[0]);
    }

    [Fact]
    public void OnTheProcessorTheSameUpdatesAreMadeAndTheLossFalls()
    {
        var losses = Losses(CPU, narrow: false, graphed: true);
        Assert.True(losses[^1] < losses[0], $"{losses[0]} to {losses[^1]}");
    }

    // Losses of updates on the same numbers, drawn on the processor
    static double[] Losses(Device device, bool narrow, bool graphed)
    {
        using var inner = NewDisposeScope();
        manual_seed(1);
        var inputs = Enumerable.Range(0, Updates).Select(_ => randn(4, Length, Width)).ToArray();
        var model = new Transformer(new TransformerOptions { Layers = 2, Width = Width, Heads = 4 }, Length, new Rng(1));
        model.to(device);
        using var optimizer = new AdamW(model.named_parameters(), new AdamWOptions());
        using var graph = new CudaGraph(x => [Update(model, optimizer, x[0], narrow)], graphed ? device : CPU);
        var losses = new double[Updates];
        for (var i = 0; i < Updates; i++)
        {
            optimizer.Set(1e-3, i + 1);
            losses[i] = graph.Run(inputs[i].to(device))[0].item<float>();
        }

        Assert.Equal(graphed && device.type == DeviceType.CUDA, graph.IsRecorded);
        model.Dispose();
        return losses;
    }

    // The mean squared distance of what comes out from what went in, one token ahead
    static Tensor Update(Transformer model, AdamW optimizer, Tensor x, bool narrow)
    {
        using var inner = NewDisposeScope();
        optimizer.Clear();
        Tensor output;
        using (narrow ? new MixedPrecision() : null) output = MixedPrecision.Widen(model.forward(x));
        var loss = (output - x.roll(-1, 1)).square().mean();
        loss.backward();
        optimizer.Step();
        return loss.detach().MoveToOuterDisposeScope();
    }
}
