// algodistill::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor
//
// input (…, I) times weight (O, I) transposed, plus bias (O). For many rows and a weight that fits a near cache, where a general matrix
// product wastes most of its time on packing and a second one on the bias's gradient; few rows go to PyTorch's own product.
#include "row_parts.h"

#include <tuple>

namespace algodistill {

namespace {

bool worthwhile(const Tensor& input, const Tensor& weight) {
  return has_kernel(input) && input.scalar_type() == weight.scalar_type() && input.dim() >= 2 && input.size(-1) > 0 &&
         input.numel() / input.size(-1) >= fewest_rows && weight.numel() > 0;
}

void check(const Tensor& input, const Tensor& weight, const OptionalTensor& bias) {
  TORCH_CHECK(weight.dim() == 2 && input.dim() >= 1 && input.size(-1) == weight.size(1), "linear: weight must be (outputs, ",
              input.dim() >= 1 ? input.size(-1) : 0, "), the last dimension of the input, got ", weight.sizes());
  TORCH_CHECK(!present(bias) || (bias->dim() == 1 && bias->size(0) == weight.size(0)), "linear: bias must be (", weight.size(0), "), got ",
              present(bias) ? bias->sizes() : at::IntArrayRef());
}

Tensor forward(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  auto sizes = input.sizes().vec();
  sizes.back() = weight.size(0);
  Tensor output = at::empty(sizes, input.options());
  int64_t rows = input.numel() / input.size(-1);
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "linear", [&] {
    auto layer = linear_layer<scalar_t>(weight, bias);
    Scratch<scalar_t> packed(ALGODISTILL_DISPATCH(linear_packed_size, layer));
    ALGODISTILL_DISPATCH(linear_pack_forward, layer, packed.data());
    parallel_rows(rows, parts(rows), [&](int64_t, int64_t begin, int64_t end) {
      Scratch<scalar_t> scratch(ALGODISTILL_DISPATCH(linear_scratch, layer));
      ALGODISTILL_DISPATCH(linear_forward, layer, packed.data(), end - begin, input.data_ptr<scalar_t>() + begin * layer.inputs,
                           output.data_ptr<scalar_t>() + begin * layer.outputs, scratch.data());
    });
  });
  return output;
}

// The gradients of input, weight and bias.
std::tuple<Tensor, Tensor, Tensor> backward(const Tensor& input, const Tensor& weight, const Tensor& gradient) {
  Tensor input_gradient = at::empty_like(input), weight_gradient = at::empty_like(weight);
  Tensor bias_gradient = at::empty({weight.size(0)}, weight.options());
  int64_t rows = input.numel() / input.size(-1);
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "linear_backward", [&] {
    auto layer = linear_layer<scalar_t>(weight, Tensor());
    Scratch<scalar_t> packed(ALGODISTILL_DISPATCH(linear_packed_size, layer));
    ALGODISTILL_DISPATCH(linear_pack_backward, layer, packed.data());
    PartSums<scalar_t> sums(layer, parts(rows), input.options());
    parallel_rows(rows, parts(rows), [&](int64_t part, int64_t begin, int64_t end) {
      Scratch<scalar_t> scratch(ALGODISTILL_DISPATCH(linear_scratch, layer));
      ALGODISTILL_DISPATCH(linear_backward, layer, packed.data(), end - begin, input.data_ptr<scalar_t>() + begin * layer.inputs,
                           gradient.data_ptr<scalar_t>() + begin * layer.outputs,
                           input_gradient.data_ptr<scalar_t>() + begin * layer.inputs, sums.places[part], scratch.data());
    });
    sums.reduce(weight_gradient.data_ptr<scalar_t>(), bias_gradient.data_ptr<scalar_t>());
  });
  return {input_gradient, weight_gradient, bias_gradient};
}

struct Linear : torch::autograd::Function<Linear> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight, const OptionalTensor& bias) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor x = input.contiguous(), w = weight.contiguous();
    context->save_for_backward({x, w});
    context->saved_data["biased"] = present(bias);
    return algodistill::forward(x, w, present(bias) ? bias->contiguous() : Tensor());
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    auto [input, weight, bias] = algodistill::backward(saved[0], saved[1], gradients[0].contiguous());
    return {input, weight, context->saved_data["biased"].toBool() ? bias : Tensor()};
  }
};

Tensor composition(const Tensor& input, const Tensor& weight, const OptionalTensor& bias) {
  check(input, weight, bias);
  return at::linear(input, weight, bias);
}

Tensor linear(const Tensor& input, const Tensor& weight, const OptionalTensor& bias) {
  if (!worthwhile(input, weight)) return composition(input, weight, bias);
  check(input, weight, bias);
  return forward(input.contiguous(), weight.contiguous(), present(bias) ? bias->contiguous() : Tensor());
}

Tensor linear_autograd(const Tensor& input, const Tensor& weight, const OptionalTensor& bias) {
  if (!worthwhile(input, weight)) return composition(input, weight, bias);
  check(input, weight, bias);
  return Linear::apply(input, weight, bias);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) { library.def("linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor"); }
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("linear", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("linear", linear); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("linear", linear_autograd); }

}  // namespace algodistill
