using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

/// <summary>What CUDA alone does: on a machine that has it, and what is said and done on one that does not.</summary>
public sealed class CudaTest : IDisposable
{
    private static readonly Device Here = cuda.is_available() ? CUDA : CPU;
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void AGraphGivesWhatItsFunctionGivesForEveryCall()
    {
        using var graph = new CudaGraph(inputs => [inputs[0] * inputs[1] + inputs[1].sin()], Here, warmUps: 2);
        for (var call = 0; call < 6; call++)
        {
            var (x, y) = (randn(8, device: Here), randn(8, device: Here));
            var result = graph.Run(x, y)[0];
            Assert.True(result.allclose(x * y + y.sin()));
        }

        var (wider, factor) = (randn(3, 8, device: Here), randn(8, device: Here));
        Assert.True(graph.Run(wider, factor)[0].allclose(wider * factor + factor.sin()));
        Assert.Equal(cuda.is_available(), graph.IsRecorded);
        if (!graph.IsRecorded) Assert.Contains("the device is cpu", graph.EagerReason!, StringComparison.Ordinal);
    }

    [Fact]
    public void AGraphTrainsAsItsFunctionDoes()
    {
        var (weight, twin) = (ones([4, 4], device: Here).requires_grad_(), ones([4, 4], device: Here).requires_grad_());
        using var graph = new CudaGraph(inputs => [Descend(weight, inputs[0])], Here);
        for (var step = 0; step < 8; step++)
        {
            var x = randn(2, 4, device: Here);
            Assert.True(graph.Run(x)[0].allclose(Descend(twin, x), rtol: 1e-5));
            Assert.True(weight.allclose(twin, rtol: 1e-5));
        }
    }

    [Fact]
    public void WorkThatWaitsForTheDeviceRunsEagerlyAndTheReasonIsGiven()
    {
        using var graph = new CudaGraph(inputs => [inputs[0] * inputs[0].sum().item<float>()], Here, warmUps: 1);
        for (var call = 0; call < 4; call++) Assert.Equal(4, graph.Run(ones(4, device: Here))[0][0].item<float>());
        Assert.False(graph.IsRecorded);
        Assert.NotEmpty(graph.EagerReason!);
    }

    [Fact]
    public void AnErrorOfTheFunctionIsTheCallers()
    {
        using var graph = new CudaGraph(_ => throw new InvalidOperationException("mine"), Here, warmUps: 0);
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => graph.Run(ones(1, device: Here))).Message);
    }

    [Fact]
    public void TheFiguresOfMemoryFollowTensors()
    {
        if (!cuda.is_available())
        {
            CudaMemory.reset_peak_memory_stats();
            CudaMemory.empty_cache();
            Assert.Equal((0, 0, 0, 0), (CudaMemory.memory_allocated(), CudaMemory.max_memory_allocated(), CudaMemory.memory_reserved(), CudaMemory.max_memory_reserved()));
            return;
        }

        var before = CudaMemory.memory_allocated();
        CudaMemory.reset_peak_memory_stats();
        using (zeros([1 << 20], device: CUDA)) Assert.InRange(CudaMemory.memory_allocated() - before, 4 << 20, 5 << 20);
        Assert.Equal(before, CudaMemory.memory_allocated());
        Assert.InRange(CudaMemory.max_memory_allocated() - before, 4 << 20, 5 << 20);
        Assert.True(CudaMemory.max_memory_reserved() >= CudaMemory.memory_reserved());
        CudaMemory.empty_cache();
        Assert.True(CudaMemory.memory_reserved() >= CudaMemory.memory_allocated());
    }

    [Fact]
    public void WhatOneStreamCopiesFromPinnedMemoryAnotherReadsOnceItIsThere()
    {
        if (!cuda.is_available())
        {
            Assert.Contains("cuda", Assert.Throws<ExternalException>(() => new CudaStream(CUDA)).Message, StringComparison.OrdinalIgnoreCase);
            return;
        }

        var x = randn(1 << 20).pin_memory();
        using var side = new CudaStream(CUDA);
        Tensor there;
        using (side.Use()) there = x.to(CUDA, non_blocking: true);
        using var arrival = new CudaEvent(side);
        using (var current = CudaStream.Current(CUDA)) arrival.Block(current);
        Assert.True(x.Equals((there + 0).cpu()));
    }

    // One step of gradient descent in place; the loss before it
    private static Tensor Descend(Tensor weight, Tensor x)
    {
        weight.grad = null;
        var loss = nn.functional.linear(x, weight).square().mean();
        loss.backward();
        using (no_grad()) weight.sub_(weight.grad! * 0.1);
        weight.grad = null;
        return loss.detach();
    }
}
