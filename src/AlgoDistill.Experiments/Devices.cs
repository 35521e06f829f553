using TorchSharp;

namespace AlgoDistill.Experiments;

/// <summary>Where models are trained.</summary>
public static class Devices
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>An NVIDIA accelerator.</summary>
    public const string Cuda = "cuda";

    /// <summary>The accelerator called <paramref name="name"/>; nothing for the processor.</summary>
    /// <exception cref="ArgumentException">It is unknown, or this machine has none.</exception>
    internal static torch.Device? Parse(string name)
    {
        if (Require.OneOf(name, [Cpu, Cuda], "device") == Cpu) return null;
        return torch.cuda.is_available() ? torch.CUDA
            : throw new ArgumentException("the device is cuda, but this libtorch sees none; use cpu, or set LIBTORCH to a CUDA build");
    }
}
