using TorchSharp;

namespace AlgoDistill.Experiments;

/// <summary>Where models are trained.</summary>
public static class Devices
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>An NVIDIA accelerator.</summary>
    public const string Cuda = "cuda";

    /// <summary>The device called <paramref name="name"/>.</summary>
    /// <param name="name">One of the names above.</param>
    /// <param name="index">Which of this machine's accelerators.</param>
    /// <exception cref="ArgumentException">It is unknown, or this machine has none such.</exception>
    public static torch.Device Of(string name, int index = 0)
    {
        if (Require.OneOf(name, [Cpu, Cuda], "device") == Cpu) return torch.CPU;
        if (!torch.cuda.is_available()) throw new ArgumentException("the device is cuda, but this libtorch sees none; use cpu, or set LIBTORCH to a CUDA build");
        return index < torch.cuda.device_count() ? new torch.Device(DeviceType.CUDA, index)
            : throw new ArgumentException($"the device is cuda:{index}, but this machine has {torch.cuda.device_count()}; start one process for each");
    }
}
