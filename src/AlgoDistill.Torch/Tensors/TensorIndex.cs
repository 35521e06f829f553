namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of several: a number, a range, a tensor, a mask, a new dimension, or all dimensions between.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kinds : byte { None, Single, Slice, Ellipsis, Bool, Tensor }

        internal Kinds Kind { get; private init; }
        internal long? Start { get; private init; }
        internal long? Stop { get; private init; }
        internal long? Step { get; private init; }
        internal Tensor? Indices { get; private init; }

        /// <summary>All dimensions that the other indices leave.</summary>
        public static readonly TensorIndex Ellipsis = new() { Kind = Kinds.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None;

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null;

        /// <summary>A whole dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Kinds.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice(Range range) => range;

        public static TensorIndex Single(long? index) => index is { } one ? new() { Kind = Kinds.Single, Start = one } : None;

        public static TensorIndex Bool(bool value) => new() { Kind = Kinds.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Kinds.Tensor, Indices = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static implicit operator TensorIndex(Range range) => Slice(
            range.Start is { IsFromEnd: true, Value: 0 } ? long.MaxValue : Signed(range.Start),
            range.End is { IsFromEnd: true, Value: 0 } ? null : Signed(range.End));

        private static long Signed(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
