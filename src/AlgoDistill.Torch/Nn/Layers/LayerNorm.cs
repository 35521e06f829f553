using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>(x - mean) / √(variance + eps) over the last dimensions, times a weight, plus a bias (Ba et al. 2016).</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private readonly long[] normalizedShape;
        private readonly double eps;

        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            (normalizedShape, this.eps) = (normalized_shape, eps);
            if (!elementwise_affine) return;
            weight = new Parameter(ones(normalized_shape, dtype, device));
            if (!bias) return;
            this.bias = new Parameter(zeros(normalized_shape, dtype, device));
        }

        public Parameter? weight { get; set => Replace(nameof(weight), field = value); }
        public Parameter? bias { get; set => Replace(nameof(bias), field = value); }

        public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, normalizedShape, weight, bias, eps);
    }
}
