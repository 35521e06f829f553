using System.Globalization;

namespace TorchSharp;

/// <summary>The kinds of devices, with libtorch's numbers.</summary>
public enum DeviceType { CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14 }

public static partial class torch
{
    /// <summary>Where a tensor lives. An index of -1 means the current device of its kind.</summary>
    public sealed class Device : IEquatable<Device>
    {
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = deviceType == DeviceType.CUDA ? Math.Max(index, 0) : -1;
        }

        /// <param name="description">"cpu", "cuda" or "cuda:1".</param>
        public Device(string description) : this(Parse(description.Split(':')[0], description), ParseIndex(description)) { }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType, deviceType), index) { }

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }

        public int index { get; }

        public bool Equals(Device? other) => other is not null && type == other.type && index == other.index;
        public override bool Equals(object? obj) => Equals(obj as Device);
        public override int GetHashCode() => HashCode.Combine(type, index);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
        }

        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string name, string description) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"no device is called '{description}'; devices are cpu, cuda, cuda:INDEX, mps and meta", nameof(description))
        };

        private static int ParseIndex(string description)
        {
            var parts = description.Split(':');
            if (parts.Length == 1) return -1;
            return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw new ArgumentException($"'{description}' is not a device; write cpu, cuda or cuda:INDEX", nameof(description));
        }
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static Device CUDA { get; } = new(DeviceType.CUDA);
    public static readonly Device META = new(DeviceType.META);

    public static Device device(string description) => new(description);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    // TorchSharp's API has one default device for the process; null is libtorch's own default, the CPU.
    private static Device? defaultDevice;

    public static void set_default_device(Device device) => defaultDevice = device;
    public static Device get_default_device() => defaultDevice ?? CPU;
}
