using AlgoDistill.Kernels.Cuda;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Recorded work against the same work launched one by one, and what a recording refuses.</summary>
public sealed class CudaGraphTests : IDisposable
{
    readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [CudaFact]
    public void AGraphGivesWhatItsFunctionGivesForEveryCall()
    {
        using var graph = new CudaGraph(inputs => [inputs[0] * inputs[1] + inputs[1].sin()], CUDA, warmUps: 2);
        for (var call = 0; call < 6; call++)
        {
            var (x, y) = (randn(8, device: CUDA), randn(8, device: CUDA));
            Assert.True(graph.Run(x, y)[0].allclose(x * y + y.sin()));
        }

        Assert.True(graph.IsRecorded, graph.EagerReason);
    }

    [CudaFact]
    public void InputsOfAnotherShapeEndTheReplays()
    {
        using var graph = new CudaGraph(inputs => [inputs[0] + 1], CUDA, warmUps: 0);
        Assert.True(graph.Run(zeros(8, device: CUDA))[0].allclose(ones(8, device: CUDA)));
        Assert.True(graph.IsRecorded, graph.EagerReason);
        Assert.True(graph.Run(zeros([3, 8], device: CUDA))[0].allclose(ones([3, 8], device: CUDA)));
        Assert.False(graph.IsRecorded);
        Assert.Contains("another shape", graph.EagerReason!, StringComparison.Ordinal);
    }

    [CudaFact]
    public void AGraphTrainsAsItsFunctionDoes()
    {
        var (weight, twin) = (ones([64, 64], device: CUDA).requires_grad_(), ones([64, 64], device: CUDA).requires_grad_());
        using var graph = new CudaGraph(inputs => [Descend(weight, inputs[0])], CUDA);
        for (var step = 0; step < 20; step++)
        {
            using var inner = NewDisposeScope();
            var x = randn(32, 64, device: CUDA);
            Assert.True(graph.Run(x)[0].allclose(Descend(twin, x), rtol: 1e-6));
            var others = randn(1 << 20, device: CUDA) * 2;      // memory that must not be the recording's
            Assert.True(weight.allclose(twin, rtol: 1e-6));
            Assert.True(others.isfinite().all().item<bool>());
        }

        Assert.True(graph.IsRecorded, graph.EagerReason);
    }

    [CudaTheory]
    [InlineData("waits")]
    [InlineData("draws")]
    public void WorkThatCannotBeRecordedRunsEagerlyAndTheReasonIsGiven(string what)
    {
        using var graph = new CudaGraph(inputs => [what == "waits" ? inputs[0] * inputs[0].sum().item<float>() : inputs[0] * 4 + rand(4, device: CUDA) * 0], CUDA, warmUps: 1);
        for (var call = 0; call < 4; call++) Assert.Equal(4, graph.Run(ones(4, device: CUDA))[0][0].item<float>());
        Assert.False(graph.IsRecorded);
        Assert.NotEmpty(graph.EagerReason!);
    }

    [CudaFact]
    public void AnErrorOfTheFunctionIsTheCallers()
    {
        using var graph = new CudaGraph(_ => throw new InvalidOperationException("mine"), CUDA, warmUps: 0);
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => graph.Run(ones(1, device: CUDA))).Message);
        Assert.True(ones(1, device: CUDA).cpu().item<float>() == 1);
    }

    [CudaFact]
    public void AnotherCurrentStreamIsRefused()
    {
        using var graph = new CudaGraph(inputs => [inputs[0] + 1], CUDA, warmUps: 0);
        using var side = new CudaStream(CUDA);
        using (side.Use()) graph.Run(ones(1, device: CUDA));
        Assert.Contains("default", graph.EagerReason!, StringComparison.Ordinal);
    }

    [CudaFact]
    public void MemoryThatWasGivenBackEndsTheReplays()
    {
        using var graph = new CudaGraph(inputs => [(inputs[0].expand(1 << 24) * 3).sum()], CUDA, warmUps: 1);
        for (var call = 0; call < 3; call++) graph.Run(ones(1, device: CUDA));
        Assert.True(graph.IsRecorded, graph.EagerReason);
        Assert.ThrowsAny<Exception>(() => empty([1L << 45], device: CUDA));     // more than there is: the allocator gives back what it can
        Assert.Equal(3f * (1 << 24), graph.Run(ones(1, device: CUDA))[0].item<float>());
        Assert.Contains("memory ran short", graph.EagerReason!, StringComparison.Ordinal);
    }

    [CudaFact]
    public void WhatOneStreamCopiesFromPinnedMemoryAnotherReadsOnceItIsThere()
    {
        var x = randn(1 << 20).pin_memory();
        using var side = new CudaStream(CUDA);
        Tensor there;
        using (side.Use()) there = x.to(CUDA, non_blocking: true);
        using (var arrival = side.Record()) arrival.BlockCurrent();
        Assert.True(x.Equals((there + 0).cpu()));
    }

    // One step of gradient descent in place; the loss before it
    static Tensor Descend(Tensor weight, Tensor x)
    {
        weight.grad = null;
        var loss = nn.functional.linear(x, weight).square().mean();
        loss.backward();
        using (no_grad()) weight.sub_(weight.grad! * 0.1);
        weight.grad = null;
        return loss.detach();
    }
}
