using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A row of numbers for each of <paramref name="num_embeddings"/> indices.</summary>
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>A table whose rows indices look up; rows start normal, the padding row at zero.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long? paddingIndex;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleGradByFrequency, sparse;

        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype) : base(nameof(Embedding))
        {
            (paddingIndex, maxNorm, normType) = (padding_idx < 0 ? padding_idx + num_embeddings : padding_idx, max_norm, norm_type);
            (scaleGradByFrequency, this.sparse) = (scale_grad_by_freq, sparse);
            var table = new Parameter(empty(num_embeddings, embedding_dims, dtype, device));
            nn.init.normal_(table);
            if (paddingIndex is { } row)
                using (no_grad()) table[row] = zeros(embedding_dims, dtype, device);
            weight = table;
        }

        public Parameter? weight { get; set => Replace(nameof(weight), field = value); }

        public override Tensor forward(Tensor input) => nn.functional.embedding(input, weight!, paddingIndex, maxNorm, normType, scaleGradByFrequency, sparse);
    }
}
