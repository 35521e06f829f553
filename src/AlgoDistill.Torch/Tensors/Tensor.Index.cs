using System.Runtime.CompilerServices;
using AlgoDistill.Torch;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [OverloadResolutionPriority(1)]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(value, [i1]);
        }

        [OverloadResolutionPriority(1)]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => Assign(value, [i1, i2]);
        }

        [OverloadResolutionPriority(1)]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => Assign(value, [i1, i2, i3]);
        }

        [OverloadResolutionPriority(1)]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(value, indices);
        }

        // Numbers convert to tensors too; the priorities keep x[1, tensor] an index by a number and a tensor.
        public Tensor this[params Tensor[] indices]
        {
            get => Call("aten::index.Tensor", this, Value.OptionalList(indices));
            set => Put(this, indices, value);
        }

        /// <summary>The part that the indices name: a view, unless tensors are among them.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = View(indices);
            if (tensors is null) return ReferenceEquals(view, this) ? alias() : view;
            var result = Call("aten::index.Tensor", view, Value.OptionalList(tensors));
            Drop(view);
            return result;
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Assign(value, indices);
            return alias();
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Call("aten::index_put_", this, Value.OptionalList(indices), value, accumulate);

        private void Assign(Tensor value, TensorIndex[] indices)
        {
            var (view, tensors) = View(indices);
            if (tensors is null) Run("aten::copy_", view, value);
            else Put(view, tensors, value);
            Drop(view);
        }

        private static void Put(Tensor target, Tensor?[] indices, Tensor value)
        {
            using var converted = value.to(target.dtype, target.device);
            Run("aten::index_put_", target, Value.OptionalList(indices), converted);
        }

        // Applies what makes a view, dimension by dimension; what is left are the tensors, by dimension of that view.
        private (Tensor View, Tensor?[]? Tensors) View(ReadOnlySpan<TensorIndex> indices)
        {
            var view = this;
            List<Tensor?>? tensors = null;
            var dimension = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                if (index.Kind == TensorIndex.Kinds.Ellipsis) dimension += (int)view.dim() - dimension - Covered(indices[(i + 1)..]);
                else if (index.Kind == TensorIndex.Kinds.Tensor) dimension = Place(index.Indices!, dimension, tensors ??= []);
                else if (index.Kind == TensorIndex.Kinds.Bool) throw new NotSupportedException("indexing by a single boolean is not supported; use a mask tensor");
                else view = Step(view, index, ref dimension);
            }
            return (view, tensors?.ToArray());
        }

        private Tensor Step(Tensor view, in TensorIndex index, ref int dimension)
        {
            var next = index.Kind switch
            {
                TensorIndex.Kinds.Single => view.select(dimension, index.Start!.Value),
                TensorIndex.Kinds.None => view.unsqueeze(dimension++),
                _ => Call("aten::slice.Tensor", view, dimension++, Value.Optional(index.Start), Value.Optional(index.Stop), index.Step ?? 1)
            };
            Drop(view);
            return next;
        }

        private void Drop(Tensor view)
        {
            if (!ReferenceEquals(view, this)) view.Dispose();
        }

        // A mask stands for as many dimensions as it has.
        private static int Place(Tensor indices, int dimension, List<Tensor?> tensors)
        {
            for (var covered = tensors.Sum(Covered); covered < dimension; covered++) tensors.Add(null);
            tensors.Add(indices);
            return dimension + Covered(indices);
        }

        private static int Covered(Tensor? indices) => indices?.dtype == ScalarType.Bool ? (int)indices.dim() : 1;

        private static int Covered(ReadOnlySpan<TensorIndex> indices)
        {
            var count = 0;
            foreach (var index in indices)
                if (index.Kind == TensorIndex.Kinds.Tensor) count += Covered(index.Indices);
                else if (index.Kind is TensorIndex.Kinds.Single or TensorIndex.Kinds.Slice) count++;
            return count;
        }
    }
}
