using System.Runtime.CompilerServices;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Call("aten::sum", this, type);

        // Without the priority, sum(0) would mean the scalar type 0, since the literal 0 converts to every enum.
        [OverloadResolutionPriority(1)]
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Call("aten::sum.dim_IntList", this, dim, keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Call("aten::sum.dim_IntList", this, dim, keepdim, type);

        public Tensor mean() => Call("aten::mean", this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Call("aten::mean.dim", this, dimensions, keepdim, type);

        public Tensor std(bool unbiased = true) => Call("aten::std", this, unbiased);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Call("aten::std.dim", As(type), dimensions, unbiased, keepdim);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Call("aten::std.dim", As(type), dim, unbiased, keepdim);
        public Tensor var(bool unbiased = true) => Call("aten::var", this, unbiased);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Call("aten::var.dim", As(type), dimensions, unbiased, keepdim);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Call("aten::var.dim", As(type), dim, unbiased, keepdim);

        private Tensor As(ScalarType? type) => type is { } other && other != dtype ? to(other) : this;

        public Tensor prod(ScalarType? type = null) => Call("aten::prod", this, type);

        [OverloadResolutionPriority(1)]
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Call("aten::prod.dim_int", this, dim, keepdim, type);
        public Tensor norm(float p = 2.0f) => Call("aten::norm.Scalar", this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Call("aten::norm.ScalarOpt_dim", this, p, dim, keepdim);

        public Tensor argmax() => Call("aten::argmax", this);
        public Tensor argmax(long dim, bool keepdim = false) => Call("aten::argmax", this, dim, keepdim);
        public Tensor argmin() => Call("aten::argmin", this);
        public Tensor argmin(long dim, bool keepdim = false) => Call("aten::argmin", this, dim, keepdim);
        public Tensor max() => Call("aten::max", this);
        public Tensor max(Tensor other) => Call("aten::maximum", this, other);
        public Tensor min() => Call("aten::min", this);
        public Tensor min(Tensor other) => Call("aten::minimum", this, other);
        public Tensor amax(params long[] dims) => Call("aten::amax", this, dims);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => @out is null ? Call("aten::amax", this, dims, keepdim) : Call("aten::amax.out", this, dims, keepdim, @out);
        public Tensor amin(params long[] dims) => Call("aten::amin", this, dims);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => @out is null ? Call("aten::amin", this, dims, keepdim) : Call("aten::amin.out", this, dims, keepdim, @out);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            var (values, indexes) = CallPair("aten::max.dim", this, dim, keepdim);
            return (values, indexes);
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            var (values, indexes) = CallPair("aten::min.dim", this, dim, keepdim);
            return (values, indexes);
        }

        public Tensor any() => Call("aten::any", this);
        public Tensor any(long dim, bool keepdim = false) => Call("aten::any.dim", this, dim, keepdim);
        public Tensor all() => Call("aten::all", this);
        public Tensor all(long dim, bool keepdim = false) => Call("aten::all.dim", this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? Call("aten::count_nonzero", this) : Call("aten::count_nonzero.dim_IntList", this, dims);

        public Tensor cumsum(long dim, ScalarType? type = null) => Call("aten::cumsum", this, dim, type);
        public Tensor cumprod(long dim, ScalarType? type = null) => Call("aten::cumprod", this, dim, type);
        public Tensor logsumexp(long dim, bool keepdim = false) => Call("aten::logsumexp", this, dim, keepdim);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Call("aten::softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call("aten::log_softmax.int", this, dim, dtype);
    }
}
