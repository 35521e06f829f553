// algodistill::adamw_(Tensor(a!)[] parameters, Tensor[] gradients, Tensor(b!)[] first, Tensor(c!)[] second, float lr, float beta1,
//                     float beta2, float eps, float[] weight_decays, int step, float max_norm=0) -> Tensor
//
// One step of AdamW (Loshchilov and Hutter 2019) over all parameters: one pass for the norm of all gradients together, one for the
// update with clipping folded in. `first` and `second` are the running moments, `step` counts from 1, one weight decay per parameter;
// max_norm > 0 scales the gradients by min(1, max_norm / (norm + 1e-6)), as clip_grad_norm_ does, and leaves them as they are.
// Returns the norm before clipping, a float64 scalar on the parameters' device.
#include "../kernels/adamw.h"

#include "ops.h"

#include <cmath>
#include <vector>

namespace algodistill {

namespace {

// A stretch of one tensor, short enough to spread over threads and to add up in float.
struct Piece {
  size_t tensor;
  int64_t begin, end;
};

struct Moments {
  at::TensorList parameters, gradients, first, second;
  at::ArrayRef<double> decays;
};

void check(const Moments& lists, int64_t step) {
  size_t count = lists.parameters.size();
  TORCH_CHECK(lists.gradients.size() == count && lists.first.size() == count && lists.second.size() == count &&
                  lists.decays.size() == count,
              "adamw_: ", count, " parameters need as many gradients, first and second moments and weight decays, got ",
              lists.gradients.size(), ", ", lists.first.size(), ", ", lists.second.size(), " and ", lists.decays.size());
  TORCH_CHECK(step >= 1, "adamw_: step counts from 1, got ", step);
  for (size_t i = 0; i < count; i++)
    for (const Tensor& other : {lists.gradients[i], lists.first[i], lists.second[i]})
      TORCH_CHECK(other.sizes() == lists.parameters[i].sizes() && other.scalar_type() == lists.parameters[i].scalar_type(),
                  "adamw_: parameter ", i, " is ", lists.parameters[i].sizes(), " of ", lists.parameters[i].dtype(),
                  ", its gradient or moment ", other.sizes(), " of ", other.dtype());
}

bool all_have_kernels(const Moments& lists) {
  for (at::TensorList list : {lists.parameters, lists.first, lists.second})
    for (const Tensor& tensor : list)
      if (!has_kernel(tensor) || !tensor.is_contiguous()) return false;
  return true;
}

std::vector<Piece> split(at::TensorList tensors) {
  constexpr int64_t length = 1 << 14;
  std::vector<Piece> pieces;
  for (size_t i = 0; i < tensors.size(); i++)
    for (int64_t begin = 0; begin < tensors[i].numel(); begin += length)
      pieces.push_back({i, begin, std::min(begin + length, tensors[i].numel())});
  return pieces;
}

double norm(const std::vector<Tensor>& gradients, const std::vector<Piece>& pieces) {
  std::vector<double> squares(pieces.size());
  at::parallel_for(0, pieces.size(), 2, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++)
      AT_DISPATCH_FLOATING_TYPES(gradients[pieces[i].tensor].scalar_type(), "adamw_norm", [&] {
        const scalar_t* data = gradients[pieces[i].tensor].data_ptr<scalar_t>();
        squares[i] = ALGODISTILL_DISPATCH(sum_of_squares, data + pieces[i].begin, pieces[i].end - pieces[i].begin);
      });
  });
  double sum = 0;
  for (double square : squares) sum += square;
  return std::sqrt(sum);
}

Tensor adamw_kernel(const Moments& lists, AdamWConstants constants, double lr, double max_norm) {
  std::vector<Tensor> gradients;
  for (const Tensor& gradient : lists.gradients) gradients.push_back(gradient.contiguous());
  auto pieces = split(lists.parameters);
  double length = norm(gradients, pieces);
  if (max_norm > 0 && !(length + 1e-6 < max_norm)) constants.gradient_factor = max_norm / (length + 1e-6);  // NaN stays NaN
  at::parallel_for(0, pieces.size(), 2, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      auto [tensor, from, to] = pieces[i];
      AT_DISPATCH_FLOATING_TYPES(lists.parameters[tensor].scalar_type(), "adamw_", [&, tensor = tensor, from = from, to = to] {
        ALGODISTILL_DISPATCH(adamw_update, constants, 1 - lr * lists.decays[tensor], to - from,
                             lists.parameters[tensor].data_ptr<scalar_t>() + from, gradients[tensor].data_ptr<scalar_t>() + from,
                             lists.first[tensor].data_ptr<scalar_t>() + from, lists.second[tensor].data_ptr<scalar_t>() + from);
      });
    }
  });
  for (at::TensorList list : {lists.parameters, lists.first, lists.second})
    for (const Tensor& tensor : list)
      if (!tensor.is_inference()) tensor.unsafeGetTensorImpl()->bump_version();
  return at::scalar_tensor(length, at::TensorOptions(at::kDouble));
}

Tensor composition(const Moments& lists, const AdamWConstants& constants, double lr, double max_norm) {
  Tensor square;
  for (const Tensor& gradient : lists.gradients) {
    Tensor own = gradient.to(at::kDouble).square().sum();
    square = square.defined() ? square + own.to(square.device()) : own;
  }
  Tensor length = square.sqrt(), factor = max_norm > 0 ? (max_norm / (length + 1e-6)).clamp_max(1.0) : at::ones_like(length);
  for (size_t i = 0; i < lists.parameters.size(); i++) {
    Tensor parameter = lists.parameters[i].detach(), first = lists.first[i], second = lists.second[i];
    Tensor gradient = lists.gradients[i] * factor.to(parameter.options());
    first.mul_(constants.beta1).add_(gradient, 1 - constants.beta1);
    second.mul_(constants.beta2).addcmul_(gradient, gradient, 1 - constants.beta2);
    parameter.mul_(1 - lr * lists.decays[i])
        .addcdiv_(first, second.sqrt().mul_(constants.second_correction).add_(constants.eps), -constants.step_size);
  }
  return length;
}

Tensor adamw_(at::TensorList parameters, at::TensorList gradients, at::TensorList first, at::TensorList second, double lr, double beta1,
              double beta2, double eps, at::ArrayRef<double> weight_decays, int64_t step, double max_norm) {
  at::NoGradGuard no_gradient;
  Moments lists{parameters, gradients, first, second, weight_decays};
  check(lists, step);
  if (parameters.empty()) return at::scalar_tensor(0.0, at::TensorOptions(at::kDouble));
  AdamWConstants constants{1.0, beta1, beta2, eps, lr / (1 - std::pow(beta1, step)), 1 / std::sqrt(1 - std::pow(beta2, step))};
  return all_have_kernels(lists) ? adamw_kernel(lists, constants, lr, max_norm) : composition(lists, constants, lr, max_norm);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def(
      "adamw_(Tensor(a!)[] parameters, Tensor[] gradients, Tensor(b!)[] first, Tensor(c!)[] second, float lr, float beta1, float beta2, "
      "float eps, float[] weight_decays, int step, float max_norm=0) -> Tensor");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeExplicitAutograd, library) { library.impl("adamw_", adamw_); }

}  // namespace algodistill
