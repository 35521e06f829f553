using System.Runtime.InteropServices;
using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>What of CUDA can be held to its word without a device.</summary>
public sealed class CudaWithoutDeviceTests
{
    [Fact]
    public void WhatNoDeviceHasVerifiedIsOffUnlessItIsAskedFor()
    {
        Assert.Equal(Environment.GetEnvironmentVariable("ALGODISTILL_FUSED_CUDA") == "1", CudaSwitches.Fused);
        Assert.Equal(Environment.GetEnvironmentVariable("ALGODISTILL_CUDA_GRAPHS") == "1", CudaSwitches.Graphs);
        Assert.Equal(Environment.GetEnvironmentVariable("ALGODISTILL_CUDA_STREAMS") == "1", CudaSwitches.Streams);
        Assert.Contains("ALGODISTILL_CUDA_GRAPHS=1", CudaSwitches.GraphsAreOff, StringComparison.Ordinal);
    }

    [Fact]
    public void OnAProcessorAGraphRunsItsFunctionAndSaysWhy()
    {
        using var scope = NewDisposeScope();
        using var graph = new CudaGraph(inputs => [inputs[0] * 2], CPU, warmUps: 1);
        for (var call = 1; call < 4; call++) Assert.Equal(2f * call, graph.Run(full([1], (float)call))[0].item<float>());
        Assert.False(graph.IsRecorded);
        Assert.Contains("the device is cpu", graph.EagerReason!, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        Assert.Contains("cpu", Assert.Throws<CudaException>(() => new CudaStream(CPU)).Message, StringComparison.Ordinal);
        if (!cuda.is_available()) Assert.Throws<CudaException>(() => new CudaStream(new Device(DeviceType.CUDA, 0)));
    }

    [Fact]
    public void OperatorsOfCudaRefuseOtherDevices()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, 2, 12);
        Assert.Throws<ArgumentException>(() => RotarySplit.Apply(x, 2, ones(2, 2), ones(2, 2)));
        Assert.Throws<ArgumentException>(() => ResidualLayerNorm.Apply(x, null, ones(12), ones(12), 1e-5, ScalarType.Float32));
        Assert.False(Operators.FusedOnCuda(x));
    }

    [Fact]
    public unsafe void ArgumentsLieWhereTheDriverReadsThem()
    {
        using var x = ones(3);
        var arguments = new KernelArguments().Add((nint)42).Add(7).Add(0.5f).Add(x).Add((Tensor?)null).Add(-1L);
        var places = stackalloc void*[arguments.Count];
        Assert.Equal(6, arguments.Count);
        fixed (byte* first = arguments.Bytes)
        {
            arguments.Place(first, places);
            Assert.Equal((42, 7, 0.5f, 1f), (*(nint*)places[0], *(int*)places[1], *(float*)places[2], **(float**)places[3]));
            Assert.Equal((0, -1L), (*(nint*)places[4], *(long*)places[5]));
        }
    }

    [NvrtcTheory]
    [InlineData("rotary_split", "rotary_split.cu")]
    [InlineData("rotary_split_backward", "rotary_split.cu")]
    [InlineData("layer_norm", "layer_norm.cu")]
    [InlineData("layer_norm_backward", "layer_norm.cu")]
    public void TheTextsCompileForEveryTypeAndPack(string name, string file)
    {
        foreach (var type in (string[])["float", "bfloat16"])
            foreach (var lanes in (int[])[1, 4])
            {
                var definitions = CudaKernel.Define("LANES", lanes) + CudaKernel.Define("PACKS", 4) + CudaKernel.Define("VALUE", type) +
                    CudaKernel.Define("UPDATE", type) + CudaKernel.Define("NORMED", "bfloat16");
                Assert.Contains(name, System.Text.Encoding.Latin1.GetString(Nvrtc.Compile(name, new CudaKernel(name, file).Text(definitions), 90)), StringComparison.Ordinal);
            }
    }

    [NvrtcTheory]
    [InlineData("int x = ;")]
    public void AFaultInATextIsToldWithItsPlace(string text)
    {
        var error = Assert.Throws<CudaException>(() => Nvrtc.Compile("wrong", text, 90));
        Assert.IsAssignableFrom<ExternalException>(error);
        Assert.Contains("error", error.Message, StringComparison.Ordinal);
    }
}
