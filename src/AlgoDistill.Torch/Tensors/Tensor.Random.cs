using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Indices drawn with probabilities proportional to each row.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Call("aten::multinomial", this, num_samples, replacement, generator);

        public Tensor bernoulli(Generator? generator = null) => Call("aten::bernoulli", this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Call("aten::bernoulli_.float", this, p, generator);
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Call("aten::normal_", this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => Call("aten::uniform_", this, from, to, generator);
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Call("aten::exponential_", this, lambda, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => Call("aten::random_.from", this, (long)from, (long)to, generator);
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, value, dtype, device, requires_grad);
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(rows, columns, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(rows, columns, dtype ?? this.dtype, device ?? this.device, requires_grad);
    }
}
