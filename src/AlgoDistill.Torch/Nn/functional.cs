using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

/// <summary>How a tensor is padded.</summary>
public enum PaddingModes { Zeros = 0, Reflect = 1, Replicate = 2, Circular = 3, Constant = 4 }

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of a batch.</summary>
        public enum Reduction : long { None, Mean, Sum }

        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Call("aten::linear", input, weights, bias);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Call("aten::layer_norm", input, normalized_shape, weight, bias, eps);

            /// <summary>The rows of <paramref name="weight"/> that <paramref name="x"/> numbers.</summary>
            internal static Tensor embedding(Tensor x, Tensor weight, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false)
            {
                if (max_norm is { } limit)
                    using (no_grad()) Run("aten::embedding_renorm_", weight, x, limit, norm_type);
                return Call("aten::embedding", weight, x, padding_idx ?? -1, scale_grad_by_freq, sparse);
            }

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();
            public static Tensor gelu(Tensor x) => x.gelu();
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? Call("aten::gelu_", x) : x.gelu();
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Call("aten::silu_", x) : x.silu();
            public static Tensor sigmoid(Tensor x) => x.sigmoid();
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Call("aten::softplus", x, beta, threshold);
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Call(inplace ? "aten::leaky_relu_" : "aten::leaky_relu", input, negative_slope);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Call(inplace ? "aten::elu_" : "aten::elu", x, alpha);
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);
            public static Tensor logsigmoid(Tensor x) => Call("aten::log_sigmoid", x);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Call(inplace ? "aten::dropout_" : "aten::dropout", input, p, training);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Call("aten::one_hot", x, num_classes);

            /// <param name="pad">Two numbers for each padded dimension, the last dimension first.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros => Call("aten::constant_pad_nd", input, pad, value),
                PaddingModes.Reflect => Call("aten::pad", input, pad, "reflect"),
                PaddingModes.Replicate => Call("aten::pad", input, pad, "replicate"),
                _ => Call("aten::pad", input, pad, "circular")
            };

            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1, double eps = 1e-12)
            {
                using var norm = Call("aten::norm.ScalarOpt_dim", input, p, new[] { dim }, true);
                using var bounded = norm.clamp_min(eps);
                return input / bounded;
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Call("aten::cosine_similarity", x1, x2, dim, eps);

            /// <summary>softmax(query keyᵀ / √d + mask) value, with dropout <paramref name="p"/> on the weights.</summary>
            /// <param name="attn_mask">Additive, or boolean with true where attention is allowed.</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null) throw new ArgumentException("give either a mask or is_casual, not both", nameof(attn_mask));
                return Exists("aten::scaled_dot_product_attention")
                    ? Call("aten::scaled_dot_product_attention", query, key, value, attn_mask, p, is_casual)
                    : Attention(query, key, value, attn_mask, p, is_casual);
            }

            // libtorch before 2.0 has no such operator.
            private static Tensor Attention(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal)
            {
                using var scope = NewDisposeScope();
                var scores = (query / Math.Sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
                if (causal) mask = ones(scores.size(-2), scores.size(-1), ScalarType.Bool, query.device).tril();
                if (mask?.dtype == ScalarType.Bool) scores = scores.masked_fill(mask.logical_not(), double.NegativeInfinity);
                else if (mask is not null) scores += mask;
                return dropout(scores.softmax(-1), p).matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
