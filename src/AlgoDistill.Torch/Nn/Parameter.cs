using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A parameter that shares the memory of <paramref name="data"/>.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns: a leaf, that its module registers and its optimiser changes.</summary>
    public sealed class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true) : base(Leaf(data))
        {
            if (requires_grad) this.requires_grad = true;
        }

        private static unsafe nint Leaf(Tensor data)
        {
            using var leaf = data.detach();
            return leaf.ReleaseHandle();
        }
    }
}
