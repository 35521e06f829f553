using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers on a device. Freed by <see cref="Dispose()"/>, by its dispose scope, or at last by the collector.</summary>
    public unsafe partial class Tensor : IDisposable
    {
        private static long totalCount;

        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            Interlocked.Increment(ref totalCount);
            DisposeScope.Innermost?.Add(this);
        }

        ~Tensor() => Free();

        /// <summary>How many tensors live in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The scope that will dispose the tensor.</summary>
        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int ScopeSlot { get; set; }

        /// <summary>libtorch's object; it is borrowed.</summary>
        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Tensor), "The tensor was disposed, by its own Dispose or by its dispose scope.");

        public bool IsInvalid => handle == 0;

        /// <summary>Takes over a handle of libtorch and its reference.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Free();
        }

        private void Free()
        {
            var old = Interlocked.Exchange(ref handle, 0);
            if (old == 0) return;
            Native.TensorFree(old);
            Interlocked.Decrement(ref totalCount);
        }

        /// <summary>Gives the reference to libtorch's object away; this object is then disposed.</summary>
        internal nint ReleaseHandle()
        {
            var released = Interlocked.Exchange(ref handle, 0);
            Interlocked.Decrement(ref totalCount);
            Dispose();
            return released;
        }

        /// <summary>Gives this object another tensor's memory and leaves that one disposed.</summary>
        internal void TakeOver(Tensor other)
        {
            var old = Interlocked.Exchange(ref handle, other.ReleaseHandle());
            Native.TensorFree(old);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        private TensorFacts Facts()
        {
            TensorFacts facts;
            Native.Check(Native.TensorFacts(Handle, &facts), "Tensor");
            GC.KeepAlive(this);
            return facts;
        }

        public long[] shape
        {
            get
            {
                var facts = Facts();
                var result = new ReadOnlySpan<long>(facts.Sizes, facts.Rank).ToArray();
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            var facts = Facts();
            var result = facts.Sizes[Wrap(dim, facts.Rank)];
            GC.KeepAlive(this);
            return result;
        }

        public long[] stride()
        {
            var facts = Facts();
            var result = new ReadOnlySpan<long>(facts.Strides, facts.Rank).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim)
        {
            var facts = Facts();
            var result = facts.Strides[Wrap(dim, facts.Rank)];
            GC.KeepAlive(this);
            return result;
        }

        public long dim() => Facts().Rank;
        public long ndim => Facts().Rank;
        public long Dimensions => Facts().Rank;
        public long numel() => Facts().Elements;
        public long NumberOfElements => Facts().Elements;
        public ScalarType dtype => (ScalarType)Facts().ScalarType;
        public long ElementSize => dtype.ElementSize();
        public long element_size() => ElementSize;
        public DeviceType device_type => (DeviceType)Facts().DeviceType;
        public int device_index => device.index;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_contiguous() => Facts().IsContiguous != 0;

        public Device device
        {
            get
            {
                var facts = Facts();
                return facts.DeviceType == (sbyte)DeviceType.CPU ? CPU : new Device((DeviceType)facts.DeviceType, facts.DeviceIndex);
            }
        }

        private static int Wrap(int dim, int rank) =>
            dim >= -rank && dim < rank ? (dim < 0 ? dim + rank : dim)
            : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"a tensor of {rank} dimensions has dimensions {-rank} to {rank - 1}");

        /// <summary>Whether the tensors have the same shape and values. Compare with null by <c>is null</c>: == compares elements.</summary>
        public bool Equals(Tensor? target) => target is not null && Operators.CallScalar("aten::equal", this, target).ToBoolean();

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
