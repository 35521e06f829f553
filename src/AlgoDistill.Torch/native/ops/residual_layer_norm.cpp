// algodistill::residual_layer_norm(Tensor residual, Tensor? update, Tensor weight, Tensor bias, float eps=1e-05) -> (Tensor, Tensor)
//
// sum = residual + update (the residual itself without an update) and normed = (sum - mean) / sqrt(variance + eps) · weight + bias over
// the last dimension: the seam between two blocks of a pre-norm transformer in one pass over memory.
#include "../kernels/layer_norm.h"

#include "ops.h"
#include "residual_layer_norm.h"

namespace algodistill {

void check_residual_layer_norm(const Tensor& residual, const OptionalTensor& update, const Tensor& weight, const Tensor& bias) {
  TORCH_CHECK(residual.dim() >= 1 && weight.dim() == 1 && weight.size(0) == residual.size(-1) && bias.sizes() == weight.sizes(),
              "residual_layer_norm: weight and bias must be (width) = (", residual.size(-1), "), got ", weight.sizes(), " and ",
              bias.sizes());
  TORCH_CHECK(!present(update) || update->sizes() == residual.sizes(), "residual_layer_norm: residual and update must have one shape, got ",
              residual.sizes(), " and ", update->sizes());
}

std::tuple<Tensor, Tensor> residual_layer_norm_composition(const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                                                           const Tensor& bias, double eps) {
  check_residual_layer_norm(residual, update, weight, bias);
  Tensor sum = present(update) ? residual + *update : residual;
  return {sum, at::layer_norm(sum, {sum.size(-1)}, weight, bias, eps)};
}

namespace {

struct Result {
  Tensor sum, normed, means, scales;
};

Result forward(const Tensor& residual, const Tensor& update, const Tensor& weight, const Tensor& bias, double eps) {
  int64_t columns = residual.size(-1), rows = columns > 0 ? residual.numel() / columns : 0;
  Result result{update.defined() ? at::empty_like(residual) : residual, at::empty_like(residual), at::empty({rows}, residual.options()),
                at::empty({rows}, residual.options())};
  AT_DISPATCH_FLOATING_TYPES(residual.scalar_type(), "residual_layer_norm", [&] {
    LayerNormForward<scalar_t> call{columns, eps, residual.data_ptr<scalar_t>(), update.defined() ? update.data_ptr<scalar_t>() : nullptr,
                                    weight.data_ptr<scalar_t>(), bias.data_ptr<scalar_t>(),
                                    update.defined() ? result.sum.data_ptr<scalar_t>() : nullptr, result.normed.data_ptr<scalar_t>(),
                                    result.means.data_ptr<scalar_t>(), result.scales.data_ptr<scalar_t>()};
    parallel_chunks(rows, [&](int64_t, int64_t begin, int64_t end) { ALGODISTILL_DISPATCH(layer_norm_forward, call, begin, end); });
  });
  return result;
}

// The gradient of residual and update, and (2, width) of weight and bias.
std::tuple<Tensor, Tensor> backward(const Result& saved, const Tensor& weight, const Tensor& sum_gradient, const Tensor& normed_gradient) {
  int64_t columns = saved.sum.size(-1), rows = columns > 0 ? saved.sum.numel() / columns : 0;
  Tensor gradient = at::empty_like(saved.sum), parts = at::zeros({chunks(rows), 2, columns}, saved.sum.options());
  AT_DISPATCH_FLOATING_TYPES(saved.sum.scalar_type(), "residual_layer_norm_backward", [&] {
    LayerNormBackward<scalar_t> call{columns, saved.sum.data_ptr<scalar_t>(), saved.means.data_ptr<scalar_t>(),
                                     saved.scales.data_ptr<scalar_t>(), weight.data_ptr<scalar_t>(),
                                     sum_gradient.defined() ? sum_gradient.data_ptr<scalar_t>() : nullptr,
                                     normed_gradient.data_ptr<scalar_t>(), gradient.data_ptr<scalar_t>()};
    parallel_chunks(rows, [&](int64_t chunk, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(layer_norm_backward, call, begin, end, parts.data_ptr<scalar_t>() + chunk * 2 * columns);
    });
  });
  return {gradient, parts.sum(0)};
}

Tensor contiguous(const Tensor& tensor) { return tensor.defined() ? tensor.contiguous() : tensor; }

struct ResidualLayerNorm : torch::autograd::Function<ResidualLayerNorm> {
  static variable_list forward(AutogradContext* context, const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                               const Tensor& bias, double eps) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor scale = weight.contiguous(), addend = present(update) ? update->contiguous() : Tensor();
    Result result = algodistill::forward(residual.contiguous(), addend, scale, bias.contiguous(), eps);
    context->save_for_backward({result.sum, result.means, result.scales, scale});
    context->saved_data["updated"] = addend.defined();
    context->set_materialize_grads(false);
    return addend.defined() ? variable_list{result.normed, result.sum} : variable_list{result.normed};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    bool updated = context->saved_data["updated"].toBool();
    Tensor sum_gradient = updated ? contiguous(gradients[1]) : Tensor();
    if (!gradients[0].defined()) return {sum_gradient, sum_gradient, Tensor(), Tensor(), Tensor()};
    auto [gradient, weight_bias] =
        algodistill::backward({saved[0], Tensor(), saved[1], saved[2]}, saved[3], sum_gradient, gradients[0].contiguous());
    return {gradient, updated ? gradient : Tensor(), weight_bias[0], weight_bias[1], Tensor()};
  }
};

std::tuple<Tensor, Tensor> residual_layer_norm(const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                                               const Tensor& bias, double eps) {
  if (!has_kernel(residual)) return residual_layer_norm_composition(residual, update, weight, bias, eps);
  check_residual_layer_norm(residual, update, weight, bias);
  Tensor addend = present(update) ? update->contiguous() : Tensor();
  Result result = forward(residual.contiguous(), addend, weight.contiguous(), bias.contiguous(), eps);
  return {addend.defined() ? result.sum : residual, result.normed};
}

std::tuple<Tensor, Tensor> residual_layer_norm_autograd(const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                                                        const Tensor& bias, double eps) {
  if (!has_kernel(residual)) return residual_layer_norm_composition(residual, update, weight, bias, eps);
  check_residual_layer_norm(residual, update, weight, bias);
  auto results = ResidualLayerNorm::apply(residual, update, weight, bias, eps);
  return {results.size() > 1 ? results[1] : residual, results[0]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def("residual_layer_norm(Tensor residual, Tensor? update, Tensor weight, Tensor bias, float eps=1e-05) -> (Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("residual_layer_norm", residual_layer_norm_composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("residual_layer_norm", residual_layer_norm); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("residual_layer_norm", residual_layer_norm_autograd); }

}  // namespace algodistill
