using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool is_leaf => Facts().IsLeaf != 0;

        public bool requires_grad
        {
            get => Facts().RequiresGrad != 0;
            set
            {
                Native.Check(Native.TensorSetRequiresGrad(Handle, value ? 1 : 0), nameof(requires_grad));
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The gradient that backward accumulated, or null. Every read makes a new handle to the same memory.</summary>
        public Tensor? grad
        {
            get
            {
                nint gradient;
                Native.Check(Native.TensorGrad(Handle, &gradient), nameof(grad));
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set
            {
                Native.Check(Native.TensorSetGrad(Handle, value?.Handle ?? 0), nameof(grad));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => Operators.Run("aten::retain_grad", this);

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach() => Operators.Call("aten::detach", this);
        public Tensor detach_() => Operators.Call("aten::detach_", this);
    }

    public static unsafe class autograd
    {
        /// <summary>Accumulates the gradients of the roots in their leaves, or in <paramref name="inputs"/> alone.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var roots = Handles(tensors, tensors.Count);
            var gradients = Handles(grad_tensors, tensors.Count);
            var leaves = Handles(inputs, inputs?.Count ?? 0);
            fixed (nint* first = roots, second = gradients, third = leaves)
                Native.Check(Native.Backward(first, second, roots.Length, third, leaves.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0), nameof(backward));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        /// <summary>The gradients of the outputs with respect to the inputs; with <paramref name="allow_unused"/>, null for an unused input.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var roots = Handles(outputs, outputs.Count);
            var gradients = Handles(grad_outputs, outputs.Count);
            var leaves = Handles(inputs, inputs.Count);
            var results = new nint[leaves.Length];
            fixed (nint* first = roots, second = gradients, third = leaves, fourth = results)
                Native.Check(Native.Grad(first, second, roots.Length, third, leaves.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, fourth), nameof(grad));
            GC.KeepAlive(outputs);
            GC.KeepAlive(grad_outputs);
            GC.KeepAlive(inputs);
            return [.. results.Select(handle => handle == 0 ? null! : new Tensor(handle))];
        }

        /// <summary>Until it is disposed, errors in backward name the operation at fault, and NaN gradients are errors.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static nint[] Handles(IList<Tensor>? tensors, int count)
        {
            var handles = new nint[count];
            if (tensors is null) return handles;
            if (tensors.Count != count)
                throw new ArgumentException($"{tensors.Count} gradients were given for {count} tensors", nameof(tensors));
            for (var i = 0; i < count; i++) handles[i] = tensors[i]?.Handle ?? 0;
            return handles;
        }
    }
}
