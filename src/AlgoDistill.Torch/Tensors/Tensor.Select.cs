using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) => Call("aten::gather", this, dim, index);
        public Tensor index_select(long dim, Tensor index) => Call("aten::index_select", this, dim, index);
        public Tensor masked_select(Tensor mask) => Call("aten::masked_select", this, mask);
        public Tensor take(Tensor index) => Call("aten::take", this, index);
        public Tensor take_along_dim(Tensor indices, long dim) => Call("aten::take_along_dim", this, indices, dim);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Call("aten::scatter.src", this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Call("aten::scatter_.src", this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Call("aten::scatter_add", this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Call("aten::scatter_add_", this, dim, index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Call("aten::index_add", this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Call("aten::index_add_", this, dim, index, source, alpha);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Call("aten::index_copy_", this, dim, index, source);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Call("aten::index_fill_.int_Scalar", this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => Call("aten::masked_fill.Scalar", this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Call("aten::masked_fill_.Scalar", this, mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Call("aten::masked_scatter", this, mask, value);
        public Tensor where(Tensor condition, Tensor y) => Call("aten::where.self", condition, this, y);
        public Tensor fill_(Scalar value) => Call("aten::fill_.Scalar", this, value);
        public Tensor zero_() => Call("aten::zero_", this);
        public Tensor nonzero() => Call("aten::nonzero", this);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            var (values, indices) = CallPair("aten::sort.stable", this, stable, dim, descending);
            return (values, indices);
        }

        public Tensor argsort(long dim = -1, bool descending = false) => Call("aten::argsort", this, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            var (values, indexes) = CallPair("aten::topk", this, k, dim, largest, sorted);
            return (values, indexes);
        }

        public Tensor bincount(Tensor? weights, long minlength = 0) => Call("aten::bincount", this, weights, minlength);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var results = dim is { } one
                ? CallMany("aten::unique_dim", this, one, sorted, return_inverse, return_counts)
                : CallMany("aten::_unique2", this, sorted, return_inverse, return_counts);
            return (results[0], Wanted(results[1], return_inverse), Wanted(results[2], return_counts));

            static Tensor? Wanted(Tensor result, bool wanted)
            {
                if (wanted) return result;
                result.Dispose();
                return null;
            }
        }
    }
}
