// algodistill::feed_forward(Tensor input, Tensor expand, Tensor expand_bias, Tensor contract, Tensor contract_bias) -> Tensor
//
// gelu(input · expandᵀ + expand_bias) · contractᵀ + contract_bias over the last dimension W of input: expand is (F, W), contract (W, F). The
// exact gelu. What lies between the products is made and used block by block in the near caches; few rows go to PyTorch's own operators.
#include "../kernels/feed_forward.h"

#include "row_parts.h"

#include <tuple>

namespace algodistill {

namespace {

struct Weights {
  Tensor expand, expand_bias, contract, contract_bias;
};

Weights contiguous(const Weights& weights) {
  return {weights.expand.contiguous(), weights.expand_bias.contiguous(), weights.contract.contiguous(), weights.contract_bias.contiguous()};
}

bool worthwhile(const Tensor& input, const Weights& weights) {
  return has_kernel(input) && input.scalar_type() == weights.expand.scalar_type() && input.numel() > 0 &&
         input.numel() / input.size(-1) >= fewest_rows && weights.expand.numel() > 0;
}

void check(const Tensor& input, const Weights& weights) {
  int64_t width = input.dim() >= 1 ? input.size(-1) : 0, inner = weights.expand_bias.dim() == 1 ? weights.expand_bias.size(0) : 0;
  TORCH_CHECK(weights.expand.sizes() == at::IntArrayRef({inner, width}) && weights.contract.sizes() == at::IntArrayRef({width, inner}) &&
                  weights.contract_bias.sizes() == at::IntArrayRef({width}),
              "feed_forward: for an input of width ", width, " and ", inner, " inner values, the weights must be (", inner, ", ", width, ") and (",
              width, ", ", inner, ") and the last bias (", width, "), got ", weights.expand.sizes(), ", ", weights.contract.sizes(), " and ",
              weights.contract_bias.sizes());
}

template <typename T> FeedForwardLayer<T> layer(const Weights& weights) {
  return {linear_layer<T>(weights.expand, weights.expand_bias), linear_layer<T>(weights.contract, weights.contract_bias)};
}

int64_t row_count(const Tensor& input) { return input.numel() / input.size(-1); }

// Both weights, packed by `pack`.
template <typename T, typename Pack> std::pair<Scratch<T>, Scratch<T>> packed(const FeedForwardLayer<T>& layer, const Pack& pack) {
  std::pair<Scratch<T>, Scratch<T>> both(ALGODISTILL_DISPATCH(linear_packed_size, layer.expand),
                                         ALGODISTILL_DISPATCH(linear_packed_size, layer.contract));
  pack(layer.expand, both.first.data());
  pack(layer.contract, both.second.data());
  return both;
}

// The result and what goes into the gelu, (rows, inner).
std::tuple<Tensor, Tensor> forward(const Tensor& input, const Weights& weights) {
  int64_t rows = row_count(input), width = input.size(-1), inner = weights.expand.size(0);
  Tensor output = at::empty_like(input), hidden = at::empty({rows, inner}, input.options());
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "feed_forward", [&] {
    auto call = layer<scalar_t>(weights);
    auto panels = packed(call, [](const auto& part, scalar_t* memory) { ALGODISTILL_DISPATCH(linear_pack_forward, part, memory); });
    parallel_rows(rows, parts(rows), [&](int64_t, int64_t begin, int64_t end) {
      Scratch<scalar_t> scratch(ALGODISTILL_DISPATCH(feed_forward_scratch, call));
      ALGODISTILL_DISPATCH(feed_forward_forward, call, panels.first.data(), panels.second.data(), end - begin,
                           input.data_ptr<scalar_t>() + begin * width, hidden.data_ptr<scalar_t>() + begin * inner,
                           output.data_ptr<scalar_t>() + begin * width, scratch.data());
    });
  });
  return {output, hidden};
}

// The gradients of the input, of both weights and of both biases, in the operator's order.
variable_list backward(const Tensor& input, const Weights& weights, const Tensor& hidden, const Tensor& gradient) {
  int64_t rows = row_count(input), width = input.size(-1), inner = weights.expand.size(0);
  Tensor input_gradient = at::empty_like(input), expand = at::empty_like(weights.expand), contract = at::empty_like(weights.contract);
  Tensor expand_bias = at::empty({inner}, input.options()), contract_bias = at::empty({width}, input.options());
  AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "feed_forward_backward", [&] {
    auto call = layer<scalar_t>(weights);
    auto panels = packed(call, [](const auto& part, scalar_t* memory) { ALGODISTILL_DISPATCH(linear_pack_backward, part, memory); });
    PartSums<scalar_t> expand_sums(call.expand, parts(rows), input.options()), contract_sums(call.contract, parts(rows), input.options());
    parallel_rows(rows, parts(rows), [&](int64_t part, int64_t begin, int64_t end) {
      Scratch<scalar_t> scratch(ALGODISTILL_DISPATCH(feed_forward_scratch, call));
      ALGODISTILL_DISPATCH(feed_forward_backward, call, panels.first.data(), panels.second.data(), end - begin,
                           input.data_ptr<scalar_t>() + begin * width, hidden.data_ptr<scalar_t>() + begin * inner,
                           gradient.data_ptr<scalar_t>() + begin * width, input_gradient.data_ptr<scalar_t>() + begin * width,
                           expand_sums.places[part], contract_sums.places[part], scratch.data());
    });
    expand_sums.reduce(expand.data_ptr<scalar_t>(), expand_bias.data_ptr<scalar_t>());
    contract_sums.reduce(contract.data_ptr<scalar_t>(), contract_bias.data_ptr<scalar_t>());
  });
  return {input_gradient, expand, expand_bias, contract, contract_bias};
}

struct FeedForward : torch::autograd::Function<FeedForward> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& expand, const Tensor& expand_bias,
                        const Tensor& contract, const Tensor& contract_bias) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor x = input.contiguous();
    Weights weights = contiguous({expand, expand_bias, contract, contract_bias});
    auto [output, hidden] = algodistill::forward(x, weights);
    context->save_for_backward({x, hidden, weights.expand, weights.expand_bias, weights.contract, weights.contract_bias});
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    return algodistill::backward(saved[0], {saved[2], saved[3], saved[4], saved[5]}, saved[1], gradients[0].contiguous());
  }
};

Tensor plain(const Tensor& input, const Weights& weights) {
  check(input, weights);
  return at::linear(at::gelu(at::linear(input, weights.expand, weights.expand_bias)), weights.contract, weights.contract_bias);
}

Tensor composition(const Tensor& input, const Tensor& expand, const Tensor& expand_bias, const Tensor& contract, const Tensor& contract_bias) {
  return plain(input, {expand, expand_bias, contract, contract_bias});
}

Tensor feed_forward(const Tensor& input, const Tensor& expand, const Tensor& expand_bias, const Tensor& contract,
                    const Tensor& contract_bias) {
  Weights weights{expand, expand_bias, contract, contract_bias};
  if (!worthwhile(input, weights)) return plain(input, weights);
  check(input, weights);
  return std::get<0>(forward(input.contiguous(), contiguous(weights)));
}

Tensor feed_forward_autograd(const Tensor& input, const Tensor& expand, const Tensor& expand_bias, const Tensor& contract,
                             const Tensor& contract_bias) {
  Weights weights{expand, expand_bias, contract, contract_bias};
  if (!worthwhile(input, weights)) return plain(input, weights);
  check(input, weights);
  return FeedForward::apply(input, expand, expand_bias, contract, contract_bias);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def("feed_forward(Tensor input, Tensor expand, Tensor expand_bias, Tensor contract, Tensor contract_bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("feed_forward", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("feed_forward", feed_forward); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("feed_forward", feed_forward_autograd); }

}  // namespace algodistill
