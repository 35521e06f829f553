using AlgoDistill.Torch;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor view(params long[] shape) => Call("aten::view", this, shape);
        public Tensor view(params ReadOnlySpan<long> shape) => WithSizes("aten::view", shape);
        public Tensor reshape(params long[] shape) => Call("aten::reshape", this, shape);
        public Tensor reshape(params ReadOnlySpan<long> shape) => WithSizes("aten::reshape", shape);
        public Tensor permute(params long[] permutation) => Call("aten::permute", this, permutation);
        public Tensor permute(params ReadOnlySpan<long> permutation) => WithSizes("aten::permute", permutation);
        public Tensor expand(params long[] sizes) => Call("aten::expand", this, sizes);
        public Tensor expand(params ReadOnlySpan<long> sizes) => WithSizes("aten::expand", sizes);
        public Tensor repeat(params long[] sizes) => Call("aten::repeat", this, sizes);
        public Tensor repeat(params ReadOnlySpan<long> sizes) => WithSizes("aten::repeat", sizes);
        public Tensor tile(long[] reps) => Call("aten::tile", this, reps);
        public Tensor flip(params long[] dims) => Call("aten::flip", this, dims);
        public Tensor flip(params ReadOnlySpan<long> dims) => WithSizes("aten::flip", dims);
        public Tensor expand_as(Tensor other) => Call("aten::expand_as", this, other);
        public Tensor view_as(Tensor other) => Call("aten::view_as", this, other);

        // A span cannot be an argument by itself: it is pinned for the length of the call.
        private Tensor WithSizes(string name, ReadOnlySpan<long> sizes)
        {
            fixed (long* items = sizes) return Call(name, this, Value.List(items, sizes.Length));
        }

        public Tensor transpose(long dim0, long dim1) => Call("aten::transpose.int", this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor t() => Call("aten::t", this);
        public Tensor T => Call("aten::numpy_T", this);
        public Tensor mT => Call("aten::mT", this);
        public Tensor unsqueeze(long dim) => Call("aten::unsqueeze", this, dim);
        public Tensor unsqueeze_(long dim) => Call("aten::unsqueeze_", this, dim);
        public Tensor squeeze(long? dim = null) => dim is { } one ? Call("aten::squeeze.dim", this, one) : Call("aten::squeeze", this);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call("aten::flatten.using_ints", this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => Call("aten::unflatten.int", this, dim, sizes, Value.Default);
        public Tensor contiguous() => Call("aten::contiguous", this);
        public Tensor movedim(long[] source, long[] destination) => Call("aten::movedim.intlist", this, source, destination);
        public Tensor roll(long shifts, long? dims = null) => Call("aten::roll", this, new[] { shifts }, dims is { } dim ? new[] { dim } : Array.Empty<long>());
        public Tensor unfold(long dimension, long size, long step) => Call("aten::unfold", this, dimension, size, step);
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Call("aten::as_strided", this, size, strides, storageOffset);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Call("aten::repeat_interleave.self_int", this, repeats, Value.Optional(dim), Value.Optional(output_size));

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Call("aten::repeat_interleave.self_Tensor", this, repeats, Value.Optional(dim), Value.Optional(output_size));

        public Tensor[] chunk(long chunks, long dim = 0L) => CallMany("aten::chunk", this, chunks, dim);
        public Tensor[] split(long size, int dim = 0) => CallMany("aten::split.Tensor", this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => CallMany("aten::split_with_sizes", this, sizes, dim);
        public Tensor[] unbind(long dimension = 0L) => CallMany("aten::unbind.int", this, dimension);

        public Tensor narrow(long dim, long start, long length) => Call("aten::narrow", this, dim, start, length);
        public Tensor select(long dim, long index) => Call("aten::select.int", this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Call("aten::slice.Tensor", this, dim, start, finish, step);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Call("aten::diagonal", this, offset, dim1, dim2);
        public Tensor diag(long diagonal = 0) => Call("aten::diag", this, diagonal);
        public Tensor tril(long diagonal = 0) => Call("aten::tril", this, diagonal);
        public Tensor triu(long diagonal = 0) => Call("aten::triu", this, diagonal);
    }
}
