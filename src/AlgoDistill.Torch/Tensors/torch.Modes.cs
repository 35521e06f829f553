using System.Runtime.InteropServices;
using AlgoDistill.Torch;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>The version of the libtorch that the native library was built for.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8((nint)Native.TorchVersion())!;

    /// <summary>Gradients are not recorded on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new SwitchGuard(Switch.GradMode, false);

    /// <summary>Gradients are recorded on this thread until the result is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new SwitchGuard(Switch.GradMode, enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new SwitchGuard(Switch.GradMode, mode);

    public static bool is_grad_enabled() => Native.Switch(Switch.GradMode, -1) != 0;

    /// <summary>Like no_grad and faster; tensors made inside can never be part of a recorded computation.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeGuard(mode);

    public static bool is_inference_mode_enabled() => Native.InferenceModeEnabled() != 0;

    /// <summary>Refuses operations that have no deterministic kernel, or with <paramref name="warn_only"/> warns of them.</summary>
    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false) =>
        new GuardPair(new SwitchGuard(Switch.Deterministic, mode), new SwitchGuard(Switch.DeterministicWarnOnly, warn_only));

    public static bool are_deterministic_algorithms_enabled() => Native.Switch(Switch.Deterministic, -1) != 0;

    public static void set_num_threads(int num) => Native.Check(Native.SetThreads(num), nameof(set_num_threads));

    public static int get_num_threads() => Native.Threads();

    private sealed class SwitchGuard(Switch which, bool on) : IDisposable
    {
        private readonly int before = Native.Switch(which, on ? 1 : 0);

        public void Dispose() => Native.Set(which, before);
    }

    private sealed class GuardPair(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            second.Dispose();
            first.Dispose();
        }
    }

    private sealed class InferenceModeGuard(bool on) : IDisposable
    {
        private nint guard = Native.InferenceModeEnter(on ? 1 : 0);

        public void Dispose()
        {
            var old = Interlocked.Exchange(ref guard, 0);
            if (old != 0) Native.InferenceModeExit(old);
        }
    }

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static int device_count() => Native.CudaDevices();

        /// <summary>Waits until the device has done its work.</summary>
        public static void synchronize(Device? device = null) => Native.Check(Native.CudaSynchronize(device?.index ?? -1), "cuda.synchronize");

        public static void manual_seed(long seed) => torch.manual_seed(seed);
        public static void manual_seed_all(long seed) => torch.manual_seed(seed);
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Whether float32 matrix products may use 10-bit mantissas on tensor cores.</summary>
                public static bool allow_tf32
                {
                    get => Native.Switch(Switch.CublasTf32, -1) != 0;
                    set => Native.Set(Switch.CublasTf32, value ? 1 : 0);
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.Switch(Switch.CudnnTf32, -1) != 0;
                set => Native.Set(Switch.CudnnTf32, value ? 1 : 0);
            }
        }
    }
}
