using AlgoDistill.Torch;
using TorchSharp.Utils;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor clone() => Call("aten::clone", this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Call("aten::copy_", this, source, nonBlocking);
        public Tensor alias() => Call("aten::alias", this);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor pin_memory() => Call("aten::pin_memory", this);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finish(Call("aten::to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(type, device, copy, disposeAfter, non_blocking);

        /// <summary>This tensor with another's type and device.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => Moved(other.dtype, other.device, copy: false, disposeAfter: false, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);

        private Tensor Moved(ScalarType type, Device device, bool copy, bool disposeAfter, bool nonBlocking) =>
            Finish(Call("aten::to.device", this, device, type, nonBlocking, copy), disposeAfter);

        private Tensor Finish(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }

        /// <summary>The only element, whose type must be the tensor's.</summary>
        public T item<T>() where T : unmanaged
        {
            if (!Holds<T>(dtype)) throw new ArgumentException($"item<{typeof(T).Name}>() was asked of a tensor of type {dtype}");
            if (numel() != 1) throw new ArgumentException($"item() needs a tensor of one element; this one has shape [{string.Join(", ", shape)}]");
            using var moved = device_type == DeviceType.CPU ? null : cpu();
            var value = *(T*)(moved ?? this).Pointer();
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar() => CallScalar("aten::item", this);

        /// <summary>The elements in memory on the CPU, in order.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (!Holds<T>(dtype)) throw new ArgumentException($"data<{typeof(T).Name}>() was asked of a tensor of type {dtype}");
            RequireCpu("data()");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The memory of a contiguous tensor on the CPU; it lives as long as the tensor does.</summary>
        public Span<byte> bytes
        {
            get
            {
                RequireCpu("bytes");
                if (!is_contiguous()) throw new InvalidOperationException("bytes needs a contiguous tensor; call contiguous() first");
                return new Span<byte>(Pointer(), checked((int)(numel() * ElementSize)));
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length) throw new ArgumentException($"{value.Length} bytes were given for a tensor of {target.Length} bytes");
                value.CopyTo(target);
            }
        }

        /// <summary>The first element's address; the caller keeps the tensor alive while it uses it.</summary>
        internal void* Pointer()
        {
            void* data;
            Native.Check(Native.TensorData(Handle, &data), "data_ptr");
            GC.KeepAlive(this);
            return data;
        }

        private void RequireCpu(string what)
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"{what} needs a tensor on the CPU; this one is on {device}; call cpu() first");
        }
    }
}
