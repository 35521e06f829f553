using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>No kernel leaves tensors behind, and none is freed while it is read.</summary>
/// <remarks>TorchSharp's own operators do not keep their temporary operands, scalars among them, from the finaliser: what they read here is held.</remarks>
public sealed class KernelMemoryTests
{
    const int Calls = 200;
    const int Held = 16;            // what the last backward call of a thread may keep until the next

    public static TheoryData<string> Kernels => KernelCase.Names;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void InADisposeScopeNothingIsLeftBehind(string name)
    {
        var kernel = KernelCase.All[name];
        Train(kernel, 3);
        var before = LiveTensors.Count();
        Train(kernel, Calls);
        Assert.InRange(Tensor.TotalCount - before, -Held, Held);    // nothing waits for the collector
        Assert.InRange(LiveTensors.Count() - before, -Held, Held);

        static void Train(KernelCase kernel, int calls)
        {
            for (var call = 0; call < calls; call++)
            {
                using var scope = NewDisposeScope();
                kernel.Fused(kernel.Leaves()).square().sum().backward();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void WithoutAScopeTheCollectorFreesEverythingAndNothingTooEarly(string name)
    {
        var kernel = KernelCase.All[name];
        using var scope = NewDisposeScope();
        manual_seed(1);
        var leaves = kernel.Leaves();
        kernel.Fused(leaves).square().sum().backward();
        Tensor[] expected = [.. leaves.Select(leaf => leaf.grad!.clone())];
        var before = LiveTensors.Count();

        var wrong = WhileOthersCollect(() =>
        {
            var wrong = 0;
            var own = new Thread(() =>      // no scope there
            {
                for (var call = 0; call < 15; call++) wrong += Differs(kernel, leaves, expected);
            });
            own.Start();
            own.Join();
            return wrong;
        });

        Assert.Equal(0, wrong);
        Assert.InRange(LiveTensors.Count() - before, -Held, Held);
    }

    // Forward, a collection, backward; nothing but the graph and the collector holds what lies between
    static int Differs(KernelCase kernel, Tensor[] leaves, Tensor[] expected)
    {
        foreach (var leaf in leaves) leaf.grad = null;
        var output = kernel.Fused([.. leaves.Select(leaf => leaf.clone())]);
        var squares = output * output;
        var loss = squares.sum();
        GC.KeepAlive((output, squares));
        GC.Collect();       // others wait for the finalisers
        loss.backward();
        loss.Dispose();
        return leaves.Zip(expected, (leaf, gradient) =>
        {
            using var own = leaf.grad!;
            return own.allclose(gradient, rtol: 1e-4, atol: 1e-5) ? 0 : 1;
        }).Sum();
    }

    [Fact]
    public void ATemporaryInputLivesUntilTheKernelIsDone()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        manual_seed(2);
        var (x, weight, bias, norm) = (randn(6000, 64), randn(64, 256).t(), randn(256), randn(256));
        var expected = Normed(x, weight, bias, norm);
        for (var round = 0; round < 3; round++)
        {
            using var few = x.narrow(0, 0, 50);
            for (var call = 0; call < 60; call++) Normed(few, weight, bias, norm);
            Thread.Sleep(300);      // until what is called often is compiled anew: only then locals end with their last use
        }

        var wrong = WhileOthersCollect(() =>
        {
            var wrong = 0;
            var own = new Thread(() =>
            {
                using var frozen = no_grad();
                for (var call = 0; call < 60; call++)
                {
                    using var normed = Normed(x, weight, bias, norm);
                    if (!normed.allclose(expected, atol: 1e-4)) wrong++;
                }
            });
            own.Start();
            own.Join();
            return wrong;
        });

        Assert.Equal(0, wrong);
    }

    // The copies, and that of the weight in order, have no other owner
    static Tensor Normed(Tensor x, Tensor weight, Tensor bias, Tensor norm)
    {
        var normed = ResidualLayerNorm.Apply(FusedLinear.Apply(x.clone(), weight, bias.clone()), null, norm.clone(), bias.clone()).Normed;
        GC.KeepAlive((x, weight, bias, norm));
        return normed;
    }

    // Threads that make garbage, fill memory that was freed, and have it collected all the time
    static T WhileOthersCollect<T>(Func<T> work)
    {
        var done = false;
        Thread[] others = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                for (var k = 0; k < 20; k++) _ = ones(1 + k * 40);
                if (i == 0) GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }))];
        foreach (var thread in others) thread.Start();
        try
        {
            return work();
        }
        finally
        {
            Volatile.Write(ref done, true);
            foreach (var thread in others) thread.Join();
        }
    }
}
