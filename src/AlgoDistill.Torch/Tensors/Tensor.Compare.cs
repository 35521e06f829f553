using AlgoDistill.Torch;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Call("aten::eq.Tensor", this, target);
        public Tensor eq(Scalar target) => Call("aten::eq.Scalar", this, target);
        public Tensor ne(Tensor target) => Call("aten::ne.Tensor", this, target);
        public Tensor ne(Scalar target) => Call("aten::ne.Scalar", this, target);
        public Tensor lt(Tensor target) => Call("aten::lt.Tensor", this, target);
        public Tensor lt(Scalar target) => Call("aten::lt.Scalar", this, target);
        public Tensor le(Tensor target) => Call("aten::le.Tensor", this, target);
        public Tensor le(Scalar target) => Call("aten::le.Scalar", this, target);
        public Tensor gt(Tensor target) => Call("aten::gt.Tensor", this, target);
        public Tensor gt(Scalar target) => Call("aten::gt.Scalar", this, target);
        public Tensor ge(Tensor target) => Call("aten::ge.Tensor", this, target);
        public Tensor ge(Scalar target) => Call("aten::ge.Scalar", this, target);

        public Tensor logical_and(Tensor other) => Call("aten::logical_and", this, other);
        public Tensor logical_or(Tensor other) => Call("aten::logical_or", this, other);
        public Tensor logical_xor(Tensor other) => Call("aten::logical_xor", this, other);
        public Tensor logical_not() => Call("aten::logical_not", this);
        public Tensor bitwise_and(Tensor other) => Call("aten::bitwise_and.Tensor", this, other);
        public Tensor bitwise_or(Tensor other) => Call("aten::bitwise_or.Tensor", this, other);
        public Tensor bitwise_xor(Tensor other) => Call("aten::bitwise_xor.Tensor", this, other);
        public Tensor bitwise_not() => Call("aten::bitwise_not", this);

        public Tensor isnan() => Call("aten::isnan", this);
        public Tensor isinf() => Call("aten::isinf", this);
        public Tensor isfinite() => Call("aten::isfinite", this);
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Call("aten::nan_to_num", this, nan, Value.Optional(posinf), Value.Optional(neginf));

        /// <summary>Element by element, whether |this - other| ≤ atol + rtol |other|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Call("aten::isclose", this, other, rtol, atol, nanEqual);

        /// <summary>Whether all elements are close.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            CallScalar("aten::allclose", this, target, rtol, atol, equal_nan).ToBoolean();

        /// <summary>Element by element, as <see cref="eq(Tensor)"/>; whole tensors are compared by <see cref="Equals(Tensor?)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
    }
}
