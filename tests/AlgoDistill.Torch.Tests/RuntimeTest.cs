using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class RuntimeTest
{
    [Fact]
    public void TheNumberOfThreadsIsSetAndRead()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
        Assert.Throws<ExternalException>(() => set_num_threads(0));
    }

    [Fact]
    public void TheDefaultTypeIsUsedForNewTensors()
    {
        using var scope = NewDisposeScope();
        set_default_dtype(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, zeros(1).dtype);
        set_default_dtype(ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
    }

    [Fact]
    public void DevicesAreParsedComparedAndNamed()
    {
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal(device("cuda"), device(TorchSharp.DeviceType.CUDA, 0));
        Assert.Contains("'gpu'", Assert.Throws<ArgumentException>(() => device("gpu")).Message);
    }

    [Fact]
    public void AskingForCudaWithoutCudaIsAnError()
    {
        if (cuda.is_available()) return;
        Assert.Equal(0, cuda.device_count());
        Assert.ThrowsAny<Exception>(() => zeros(1, device: CUDA));
        Assert.Contains("CUDA", Assert.Throws<ExternalException>(() => cuda.synchronize()).Message);
    }

    [Fact]
    public void DeterministicAlgorithmsAreASwitchThatIsSetBack()
    {
        using (use_deterministic_algorithms()) Assert.True(are_deterministic_algorithms_enabled());
        Assert.False(are_deterministic_algorithms_enabled());
        backends.cuda.matmul.allow_tf32 = true;
        Assert.True(backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = false;
    }

    [Fact]
    public void TheNativeLibraryIsFoundAboveTheProgramAndItsAbsenceNamesTheRemedy()
    {
        Assert.EndsWith("build/native/libalgodistill.so", NativeLocation.Find(null, AppContext.BaseDirectory));
        Assert.Contains("./algodistill setup", Assert.Throws<DllNotFoundException>(() => NativeLocation.Find(null, Path.GetTempPath())).Message);
        Assert.Contains("/nowhere.so", Assert.Throws<DllNotFoundException>(() => NativeLocation.Find("/nowhere.so", Path.GetTempPath())).Message);
    }

    [Fact]
    public void GradientModeBelongsToItsThread()
    {
        using var _ = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void TensorsAreMadeAndFreedOnManyThreadsAtOnce()
    {
        var before = LiveTensors.Count();
        Parallel.For(0, 4, worker =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var scope = NewDisposeScope();
                var x = full(8, (float)worker);
                Assert.Equal(16 * worker, (x + x).sum().item<float>());
            }
        });
        Assert.Equal(before, LiveTensors.Count());
    }
}
