using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>TorchSharp's scalars outlive what its collector says of them, for as long as an operator may read them.</summary>
public sealed unsafe class ScalarTests
{
    const int Count = 1000;

    [Fact]
    public void A_disposed_scalar_can_still_be_read()
    {
        Assert.True(Native.IsPresent);
        var handle = typeof(Scalar).GetProperty("Handle", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var read = (delegate* unmanaged<nint, double>)NativeLibrary.GetExport(Libtorch.Open("LibTorchSharp"), "THSTorch_scalar_to_float64");
        var handles = Enumerable.Range(0, Count).Select(i =>
        {
            using Scalar scalar = i + 0.5;
            return (nint)handle.GetValue(scalar)!;
        }).ToArray();
        for (var i = 0; i < Count; i++) Assert.Equal(i + 0.5, read(handles[i]));
    }

    [Fact]
    public void Operators_with_temporary_scalars_are_right_while_another_thread_collects()
    {
        using var scope = NewDisposeScope();
        var done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        var sum = zeros(1, float64);
        for (var i = 0; i < 2000; i++) sum.add_(0.5 * ones(1, float64) + 2);
        Volatile.Write(ref done, true);
        collector.Join();
        Assert.Equal(2.5 * 2000, sum.item<double>());
    }
}
