using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x Wᵀ + b.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>x Wᵀ + b; W and b start uniform within 1/√inputs.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            var bound = 1 / Math.Sqrt(inputSize);
            weight = new Parameter(empty(outputSize, inputSize, dtype, device));
            nn.init.uniform_(weight, -bound, bound);
            if (!hasBias) return;
            bias = new Parameter(empty(outputSize, dtype, device));
            nn.init.uniform_(bias, -bound, bound);
        }

        public long in_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get; set => Replace(nameof(weight), field = value); }
        public Parameter? bias { get; set => Replace(nameof(bias), field = value); }

        public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
    }
}
