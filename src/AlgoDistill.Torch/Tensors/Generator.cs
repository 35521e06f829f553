using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers.</summary>
    public sealed unsafe class Generator : IDisposable
    {
        private nint handle;

        /// <summary>A stream of its own, that starts at <paramref name="seed"/>.</summary>
        public Generator(ulong seed = 0, Device? device = null) : this(device ?? CPU, shared: false) =>
            Native.Check(Native.GeneratorSetSeed(Handle, seed), "Generator");

        private Generator(Device device, bool shared)
        {
            this.device = device;
            fixed (nint* result = &handle)
                Native.Check(Native.Generator((int)device.type, device.index, shared ? 1 : 0, result), "Generator");
        }

        ~Generator() => Free();

        /// <summary>The process's own stream on the CPU.</summary>
        public static Generator Default => new(CPU, shared: true);

        public Device device { get; }

        internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.GeneratorSetSeed(Handle, (ulong)seed), nameof(manual_seed));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>The seed that the stream was started with.</summary>
        public long initial_seed() => (long)Native.GeneratorSeed(Handle);

        /// <summary>The stream's position, as bytes.</summary>
        public Tensor get_state()
        {
            nint state;
            Native.Check(Native.GeneratorState(Handle, &state), nameof(get_state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.GeneratorSetState(Handle, value.Handle), nameof(set_state));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var old = Interlocked.Exchange(ref handle, 0);
            if (old != 0) Native.GeneratorFree(old);
        }
    }

    /// <summary>Seeds the process's own streams, on all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.ManualSeed((ulong)seed), nameof(manual_seed));
        return Generator.Default;
    }

    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
