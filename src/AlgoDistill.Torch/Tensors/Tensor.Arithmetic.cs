using AlgoDistill.Torch;
using static AlgoDistill.Torch.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Call("aten::add.Tensor", this, target);
        public Tensor add(Tensor target, Scalar alpha) => Call("aten::add.Tensor", this, target, alpha);
        public Tensor add(Scalar scalar) => Call("aten::add.Scalar", this, scalar);
        public Tensor add_(Tensor target) => Call("aten::add_.Tensor", this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Call("aten::add_.Tensor", this, target, alpha);
        public Tensor add_(Scalar scalar) => Call("aten::add_.Scalar", this, scalar);

        public Tensor sub(Tensor target) => Call("aten::sub.Tensor", this, target);
        public Tensor sub(Scalar target) => Call("aten::sub.Scalar", this, target);
        public Tensor sub_(Tensor target) => Call("aten::sub_.Tensor", this, target);
        public Tensor sub_(Scalar target) => Call("aten::sub_.Scalar", this, target);

        public Tensor mul(Tensor target) => Call("aten::mul.Tensor", this, target);
        public Tensor mul(Scalar target) => Call("aten::mul.Scalar", this, target);
        public Tensor mul_(Tensor target) => Call("aten::mul_.Tensor", this, target);
        public Tensor mul_(Scalar target) => Call("aten::mul_.Scalar", this, target);
        public Tensor multiply(Tensor target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Call("aten::div.Tensor_mode", this, target, Rounding(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Call("aten::div.Scalar_mode", this, target, Rounding(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Call("aten::div_.Tensor_mode", this, target, Rounding(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Call("aten::div_.Scalar_mode", this, target, Rounding(rounding_mode));
        private static Value Rounding(RoundingMode mode) => mode == RoundingMode.None ? Value.None : mode.ToString();

        public Tensor floor_divide(Tensor other) => Call("aten::floor_divide", this, other);
        public Tensor floor_divide(Scalar other) => Call("aten::floor_divide.Scalar", this, other);
        public Tensor remainder(Tensor target) => Call("aten::remainder.Tensor", this, target);
        public Tensor remainder(Scalar scalar) => Call("aten::remainder.Scalar", this, scalar);
        public Tensor fmod(Tensor target) => Call("aten::fmod.Tensor", this, target);
        public Tensor fmod(Scalar scalar) => Call("aten::fmod.Scalar", this, scalar);

        public Tensor pow(Tensor exponent) => Call("aten::pow.Tensor_Tensor", this, exponent);
        public Tensor pow(Scalar exponent) => Call("aten::pow.Tensor_Scalar", this, exponent);
        public Tensor pow_(Scalar exponent) => Call("aten::pow_.Scalar", this, exponent);
        public Tensor square() => Call("aten::square", this);
        public Tensor sqrt() => Call("aten::sqrt", this);
        public Tensor sqrt_() => Call("aten::sqrt_", this);
        public Tensor rsqrt() => Call("aten::rsqrt", this);
        public Tensor reciprocal() => Call("aten::reciprocal", this);

        public Tensor neg() => Call("aten::neg", this);
        public Tensor neg_() => Call("aten::neg_", this);
        public Tensor abs() => Call("aten::abs", this);
        public Tensor sign() => Call("aten::sign", this);
        public Tensor exp() => Call("aten::exp", this);
        public Tensor exp_() => Call("aten::exp_", this);
        public Tensor expm1() => Call("aten::expm1", this);
        public Tensor log() => Call("aten::log", this);
        public Tensor log_() => Call("aten::log_", this);
        public Tensor log1p() => Call("aten::log1p", this);
        public Tensor log2() => Call("aten::log2", this);
        public Tensor log10() => Call("aten::log10", this);
        public Tensor sin() => Call("aten::sin", this);
        public Tensor cos() => Call("aten::cos", this);
        public Tensor tan() => Call("aten::tan", this);
        public Tensor tanh() => Call("aten::tanh", this);
        public Tensor tanh_() => Call("aten::tanh_", this);
        public Tensor atan() => Call("aten::atan", this);
        public Tensor erf() => Call("aten::erf", this);
        public Tensor floor() => Call("aten::floor", this);
        public Tensor ceil() => Call("aten::ceil", this);
        public Tensor round(long decimals = 0) => Call("aten::round.decimals", this, decimals);
        public Tensor trunc() => Call("aten::trunc", this);
        public Tensor sigmoid() => Call("aten::sigmoid", this);
        public Tensor relu() => Call("aten::relu", this);
        public Tensor relu_() => Call("aten::relu_", this);
        public Tensor gelu() => Call("aten::gelu", this);
        public Tensor silu() => Call("aten::silu", this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call("aten::clamp", this, Value.Optional(min), Value.Optional(max));
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Call("aten::clamp_", this, Value.Optional(min), Value.Optional(max));
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_min(Scalar min) => Call("aten::clamp_min", this, min);
        public Tensor clamp_max(Scalar max) => Call("aten::clamp_max", this, max);
        public Tensor maximum(Tensor other) => Call("aten::maximum", this, other);
        public Tensor minimum(Tensor other) => Call("aten::minimum", this, other);
        public Tensor lerp(Tensor end, Tensor weight) => Call("aten::lerp.Tensor", this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Call("aten::lerp_.Tensor", this, end, weight);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcmul", this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcmul_", this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcdiv", this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Call("aten::addcdiv_", this, tensor1, tensor2, value);

        public Tensor matmul(Tensor target) => Call("aten::matmul", this, target);
        public Tensor mm(Tensor target) => Call("aten::mm", this, target);
        public Tensor bmm(Tensor batch2) => Call("aten::bmm", this, batch2);
        public Tensor mv(Tensor target) => Call("aten::mv", this, target);
        public Tensor dot(Tensor target) => Call("aten::dot", this, target);
        public Tensor outer(Tensor vec2) => Call("aten::outer", this, vec2);

        /// <summary>beta × this + alpha × mat1 mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Call("aten::addmm", this, mat1, mat2, beta, alpha);

        /// <summary>beta × this + alpha × batch1 batch2, matrix by matrix.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Call("aten::baddbmm", this, batch1, batch2, beta, alpha);
    }
}
