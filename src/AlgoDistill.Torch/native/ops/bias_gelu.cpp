// algodistill::bias_gelu(Tensor input, Tensor bias) -> Tensor
//
// gelu(input + bias), the exact form x Φ(x), with the bias along the last dimension.
#include "../kernels/gelu.h"

#include "ops.h"

#include <tuple>

namespace algodistill {

namespace {

void check(const Tensor& input, const Tensor& bias) {
  TORCH_CHECK(input.dim() >= 1 && bias.dim() == 1 && bias.size(0) == input.size(-1),
              "bias_gelu: the bias must be (width) = (", input.dim() >= 1 ? input.size(-1) : 0, "), got ", bias.sizes());
}

int64_t rows(const Tensor& input) { return input.size(-1) > 0 ? input.numel() / input.size(-1) : 0; }

Tensor forward(const Tensor& input, const Tensor& bias) {
  Tensor output = at::empty_like(input);
  int64_t columns = input.size(-1);
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "bias_gelu", [&] {
    const scalar_t *x = input.data_ptr<scalar_t>(), *b = bias.data_ptr<scalar_t>();
    scalar_t* y = output.data_ptr<scalar_t>();
    parallel_chunks(rows(input), [&](int64_t, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(bias_gelu_forward, columns, b, x + begin * columns, y + begin * columns, end - begin);
    });
  });
  return output;
}

// The gradients of input and bias.
std::tuple<Tensor, Tensor> backward(const Tensor& input, const Tensor& bias, const Tensor& output_gradient) {
  int64_t columns = input.size(-1);
  Tensor gradient = at::empty_like(input), parts = at::zeros({chunks(rows(input)), columns}, input.options());
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "bias_gelu_backward", [&] {
    const scalar_t *x = input.data_ptr<scalar_t>(), *b = bias.data_ptr<scalar_t>(), *dy = output_gradient.data_ptr<scalar_t>();
    scalar_t *dx = gradient.data_ptr<scalar_t>(), *db = parts.data_ptr<scalar_t>();
    parallel_chunks(rows(input), [&](int64_t chunk, int64_t begin, int64_t end) {
      int64_t from = begin * columns;
      ALGODISTILL_DISPATCH(bias_gelu_backward, columns, b, x + from, dy + from, dx + from, db + chunk * columns, end - begin);
    });
  });
  return {gradient, parts.sum(0)};
}

struct BiasGelu : torch::autograd::Function<BiasGelu> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& bias) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor x = input.contiguous(), b = bias.contiguous();
    context->save_for_backward({x, b});
    return algodistill::forward(x, b);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    auto [input, bias] = algodistill::backward(saved[0], saved[1], gradients[0].contiguous());
    return {input, bias};
  }
};

Tensor composition(const Tensor& input, const Tensor& bias) {
  check(input, bias);
  return at::gelu(input + bias);
}

Tensor bias_gelu(const Tensor& input, const Tensor& bias) {
  if (!has_kernel(input)) return composition(input, bias);
  check(input, bias);
  return forward(input.contiguous(), bias.contiguous());
}

Tensor bias_gelu_autograd(const Tensor& input, const Tensor& bias) {
  if (!has_kernel(input)) return composition(input, bias);
  check(input, bias);
  return BiasGelu::apply(input, bias);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) { library.def("bias_gelu(Tensor input, Tensor bias) -> Tensor"); }
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("bias_gelu", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("bias_gelu", bias_gelu); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("bias_gelu", bias_gelu_autograd); }

}  // namespace algodistill
