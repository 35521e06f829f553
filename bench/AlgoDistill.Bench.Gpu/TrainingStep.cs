using System.Diagnostics;
using AlgoDistill.Kernels.Cuda;
using AlgoDistill.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Gpu;

/// <summary>What is timed; peers.py has the same list.</summary>
sealed record ModelSize(int Layers, int Width, int Heads, int Context, int Batch)
{
    public static IReadOnlyList<ModelSize> Full { get; } = [new(4, 64, 4, 200, 32), new(8, 512, 8, 1024, 16), new(12, 768, 12, 1024, 32)];

    /// <summary>Small enough for a CPU.</summary>
    public static IReadOnlyList<ModelSize> Quick { get; } = [new(2, 16, 2, 8, 4)];

    public long Tokens => (long)Context * Batch;

    /// <summary>Operations of an update: linear layers and head, and the visible half of attention.</summary>
    public double Operations => Tokens * (72.0 * Width * Width * Layers + 6.0 * Width * TokenModel.Vocabulary + 7.0 * Width * (Context + 1) * Layers);
}

/// <summary>One line of the output, in milliseconds an update.</summary>
sealed record Timing(string Engine, string Mode, int Layers, int Width, long Tokens, double Operations, double Least, double Median, double Most, double Loss, string? Reason);

/// <summary>Times whole updates in bfloat16 mixed precision: forward, backward, clipping, AdamW.</summary>
sealed class TrainingStep(ModelSize size, Device device, int blocks, int updates)
{
    public Timing Run(bool graphed)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new TokenModel(new TransformerOptions { Layers = size.Layers, Width = size.Width, Heads = size.Heads }, size.Context);
        model.to(device);
        using var optimizer = new AdamW(model.named_parameters(), new AdamWOptions());
        using var graph = new CudaGraph(inputs => [Update(model, optimizer, inputs[0], inputs[1])], graphed ? device : CPU);
        var tokens = randint(0, TokenModel.Vocabulary, [size.Batch, size.Context], dtype: ScalarType.Int64, device: device);
        var targets = tokens.roll(-1, 1).view(-1);
        var done = 0;
        float loss = 0;
        double Block()
        {
            using var inner = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < updates; i++)
            {
                optimizer.Set(1e-3, ++done);
                var result = graph.Run(tokens, targets)[0];
                if (i == updates - 1) loss = result.item<float>();      // waits for the device
            }

            return clock.Elapsed.TotalMilliseconds / updates;
        }

        Block();
        var times = Enumerable.Range(0, blocks).Select(_ => Block()).Order().ToArray();
        return new("AlgoDistill", (graph.IsRecorded ? "graph" : "eager") + (CudaSwitches.Fused ? ", fused" : ""), size.Layers, size.Width, size.Tokens, size.Operations,
            times[0], times[blocks / 2], times[^1], loss, graphed ? graph.EagerReason : null);
    }

    static Tensor Update(TokenModel model, AdamW optimizer, Tensor tokens, Tensor targets)
    {
        using var scope = NewDisposeScope();
        optimizer.Clear();
        Tensor loss;
        using (new MixedPrecision()) loss = model.Loss(tokens, targets);
        loss.backward();
        optimizer.Step();
        return loss.detach().MoveToOuterDisposeScope();
    }
}
