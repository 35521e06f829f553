// algodistill::residual_layer_norm on CUDA (its schema and its equations: ../residual_layer_norm.cpp): the residual, weight and bias are
// float32, the update float32 or bfloat16. The sum is float32, and so is what is normed, except under autocast to bfloat16: then that is
// bfloat16, as the products of matrices want it. Inside, all is float32. Everything else goes to the composition.
#include "../residual_layer_norm.h"

#include "kernel.h"
#include "layer_norm_text.h"

#include <ATen/autocast_mode.h>

#include <algorithm>

namespace algodistill {

namespace {

constexpr int64_t most_parts = 1024;  // blocks of a backward pass: enough for the largest devices, few enough to add up

// A row's columns divided among a block: packs of `lanes` columns, up to four a thread where that many threads fit into a block.
struct Layout {
  Layout(int64_t columns, bool aligned) : lanes(aligned && columns % 4 == 0 ? 4 : 1) {
    int64_t all = columns / lanes;
    threads = std::min<int64_t>(1024, std::max(cuda::warp, cuda::round_up((all + 3) / 4, cuda::warp)));
    packs = std::max<int64_t>(1, (all + threads - 1) / threads);
  }

  std::string definitions(at::ScalarType update, at::ScalarType normed) const {
    return cuda::define("LANES", lanes) + cuda::define("PACKS", packs) + cuda::define("UPDATE", cuda::name_of(update)) +
           cuda::define("NORMED", cuda::name_of(normed));
  }

  int64_t lanes, packs, threads;
};

bool aligned(std::initializer_list<Tensor> tensors) { return std::all_of(tensors.begin(), tensors.end(), cuda::is_aligned); }

void* data(const Tensor& tensor) { return tensor.defined() ? tensor.data_ptr() : nullptr; }

int64_t rows_of(const Tensor& tensor) { return tensor.size(-1) > 0 ? tensor.numel() / tensor.size(-1) : 0; }

at::ScalarType normed_type() {
  return at::autocast::is_autocast_enabled(at::kCUDA) && at::autocast::get_autocast_dtype(at::kCUDA) == at::kBFloat16 ? at::kBFloat16
                                                                                                                      : at::kFloat;
}

struct Result {
  Tensor sum, normed, means, scales;
};

// All contiguous; the sum is the residual itself without an update.
Result forward(const Tensor& residual, const Tensor& update, const Tensor& weight, const Tensor& bias, double eps) {
  int64_t rows = rows_of(residual), columns = residual.size(-1);
  at::ScalarType type = normed_type();
  Result result{update.defined() ? at::empty_like(residual) : residual, at::empty_like(residual, residual.options().dtype(type)),
                at::empty({rows}, residual.options()), at::empty({rows}, residual.options())};
  Layout layout(columns, aligned({residual, update, weight, bias}));
  cuda::launch({"layer_norm", layer_norm_text}, layout.definitions(update.defined() ? update.scalar_type() : at::kFloat, type), residual.device(), rows,
               layout.threads, residual.data_ptr(), data(update), weight.data_ptr(), bias.data_ptr(), result.sum.data_ptr(),
               result.normed.data_ptr(), result.means.data_ptr(), result.scales.data_ptr(), static_cast<int>(columns),
               static_cast<float>(eps));
  return result;
}

struct Gradients {
  Tensor residual, update, weight_bias;  // like the inputs, and (2, columns)
};

// The gradient of an update of the residual's type is the residual's.
Gradients backward(const Result& saved, const Tensor& weight, const Tensor& sum_gradient, const Tensor& normed_gradient,
                   at::ScalarType update_type) {
  int64_t rows = rows_of(saved.sum), columns = saved.sum.size(-1), blocks = std::min(rows, most_parts);
  Tensor residual = at::empty_like(saved.sum), narrow;
  if (update_type != at::kFloat) narrow = at::empty_like(residual, residual.options().dtype(update_type));
  Tensor parts = at::empty({blocks, 2, columns}, residual.options());
  Layout layout(columns, aligned({saved.sum, weight, sum_gradient, normed_gradient}));
  cuda::launch({"layer_norm_backward", layer_norm_text}, layout.definitions(update_type, normed_gradient.scalar_type()), residual.device(), blocks,
               layout.threads, saved.sum.data_ptr(), saved.means.data_ptr(), saved.scales.data_ptr(), weight.data_ptr(),
               data(sum_gradient), normed_gradient.data_ptr(), residual.data_ptr(), data(narrow), parts.data_ptr(),
               static_cast<long long>(rows), static_cast<int>(columns));
  return {residual, narrow.defined() ? narrow : residual, parts.sum(0)};
}

Tensor contiguous(const Tensor& tensor) { return tensor.defined() ? tensor.contiguous() : tensor; }

struct ResidualLayerNorm : torch::autograd::Function<ResidualLayerNorm> {
  static variable_list forward(AutogradContext* context, const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                               const Tensor& bias, double eps) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor addend = present(update) ? update->contiguous() : Tensor(), scale = weight.contiguous();
    Result result = algodistill::forward(residual.contiguous(), addend, scale, bias.contiguous(), eps);
    context->save_for_backward({result.sum, result.means, result.scales, scale});
    context->saved_data["updated"] = addend.defined();
    context->saved_data["update_type"] = static_cast<int64_t>(addend.defined() ? addend.scalar_type() : at::kFloat);
    context->set_materialize_grads(false);
    return addend.defined() ? variable_list{result.normed, result.sum} : variable_list{result.normed};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    bool updated = context->saved_data["updated"].toBool();
    auto type = static_cast<at::ScalarType>(context->saved_data["update_type"].toInt());
    Tensor sum_gradient = updated ? contiguous(gradients[1]) : Tensor();
    if (!gradients[0].defined())
      return {sum_gradient, sum_gradient.defined() ? sum_gradient.to(type) : Tensor(), Tensor(), Tensor(), Tensor()};
    auto [residual, update, weight_bias] = algodistill::backward({saved[0], Tensor(), saved[1], saved[2]}, saved[3], sum_gradient,
                                                                 gradients[0].contiguous(), type);
    return {residual, updated ? update : Tensor(), weight_bias[0], weight_bias[1], Tensor()};
  }
};

// Whether the kernels are for these types and devices, and can be compiled.
bool fits(const Tensor& residual, const OptionalTensor& update, const Tensor& weight, const Tensor& bias) {
  auto is_float = [&](const Tensor& tensor) { return tensor.scalar_type() == at::kFloat && tensor.device() == residual.device(); };
  bool plain = is_float(residual) && is_float(weight) && is_float(bias);
  return plain && (!present(update) || (cuda::has_name(update->scalar_type()) && update->device() == residual.device())) &&
         cuda::can_compile();
}

template <bool differentiable>
std::tuple<Tensor, Tensor> residual_layer_norm(const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                                               const Tensor& bias, double eps) {
  if (!fits(residual, update, weight, bias)) return residual_layer_norm_composition(residual, update, weight, bias, eps);
  check_residual_layer_norm(residual, update, weight, bias);
  if constexpr (differentiable) {
    auto results = ResidualLayerNorm::apply(residual, update, weight, bias, eps);
    return {results.size() > 1 ? results[1] : residual, results[0]};
  } else {
    Tensor addend = present(update) ? update->contiguous() : Tensor();
    Result result = forward(residual.contiguous(), addend, weight.contiguous(), bias.contiguous(), eps);
    return {addend.defined() ? result.sum : residual, result.normed};
  }
}

}  // namespace

TORCH_LIBRARY_IMPL(algodistill, CUDA, library) { library.impl("residual_layer_norm", residual_layer_norm<false>); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCUDA, library) { library.impl("residual_layer_norm", residual_layer_norm<true>); }

}  // namespace algodistill
