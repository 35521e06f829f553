// algodistill::causal_self_attention(Tensor qkv, int heads, float rotary_base=0, int window=0) -> Tensor
//
// qkv (B, T, 3C) is what one Linear gives: q | k | v along the last dimension, each of `heads` heads of size C / heads; the result is
// (B, T, C). Softmax of q·k / sqrt(size) over the keys 0 <= i - j < window (window 0: all the past). rotary_base > 0 turns q and k by
// their position t, pairing i with i + size/2, at the frequencies rotary_base^(-2i / size).
#include "../kernels/attention.h"

#include "ops.h"
#include "rotary.h"

#include <limits>
#include <tuple>

namespace algodistill {

namespace {

void check(const Tensor& qkv, int64_t heads, double rotary_base, int64_t window) {
  TORCH_CHECK(qkv.dim() == 3, "causal_self_attention: qkv must be (batch, time, 3 * width), got ", qkv.sizes());
  TORCH_CHECK(heads > 0 && qkv.size(2) % (3 * heads) == 0, "causal_self_attention: the last dimension of qkv, ", qkv.size(2),
              ", must be a multiple of 3 * heads = ", 3 * heads);
  int64_t size = qkv.size(2) / (3 * heads);
  TORCH_CHECK(rotary_base == 0 || (rotary_base > 1 && size % 2 == 0),
              "causal_self_attention: rotary_base must be 0 or above 1 with an even head size, got ", rotary_base, " and size ", size);
  TORCH_CHECK(window >= 0, "causal_self_attention: window must be 0 (unlimited) or positive, got ", window);
}

template <typename T> AttentionInput<T> input(const Tensor& qkv, int64_t heads, const Tensor& table, int64_t window) {
  int64_t time = qkv.size(1), size = qkv.size(2) / (3 * heads);
  const T* cosines = table.defined() ? table.data_ptr<T>() : nullptr;
  return {qkv.size(0), time, heads, size, window > 0 && window < time ? window : std::max<int64_t>(time, 1), qkv.data_ptr<T>(),
          cosines, cosines ? cosines + time * (size / 2) : nullptr};
}

Tensor table_for(const Tensor& qkv, int64_t heads, double rotary_base) {
  return rotary_base > 0 ? rotary_table(qkv.size(1), qkv.size(2) / (3 * heads), rotary_base, qkv.scalar_type()) : Tensor();
}

// The result (B, T, C) and the log-sums (B, heads, T) that the gradient needs.
std::tuple<Tensor, Tensor> forward(const Tensor& qkv, int64_t heads, const Tensor& table, int64_t window) {
  int64_t batch = qkv.size(0), time = qkv.size(1);
  Tensor output = at::empty({batch, time, qkv.size(2) / 3}, qkv.options()), log_sums = at::empty({batch, heads, time}, qkv.options());
  AT_DISPATCH_FLOATING_TYPES(qkv.scalar_type(), "causal_self_attention", [&] {
    auto in = input<scalar_t>(qkv, heads, table, window);
    AttentionOutput<scalar_t> out{output.data_ptr<scalar_t>(), log_sums.data_ptr<scalar_t>()};
    int64_t scratch = ALGODISTILL_DISPATCH(attention_scratch, in);
    at::parallel_for(0, batch * heads, 1, [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(attention_forward, in, out, begin, end, Scratch<scalar_t>(scratch).data());
    });
  });
  return {output, log_sums};
}

Tensor backward(const Tensor& qkv, const Tensor& output, const Tensor& log_sums, const Tensor& gradient, int64_t heads,
                const Tensor& table, int64_t window) {
  Tensor result = at::empty(qkv.sizes(), qkv.options());
  AT_DISPATCH_FLOATING_TYPES(qkv.scalar_type(), "causal_self_attention_backward", [&] {
    auto in = input<scalar_t>(qkv, heads, table, window);
    AttentionGradient<scalar_t> call{output.data_ptr<scalar_t>(), log_sums.data_ptr<scalar_t>(), gradient.data_ptr<scalar_t>(),
                                     result.data_ptr<scalar_t>()};
    int64_t scratch = ALGODISTILL_DISPATCH(attention_backward_scratch, in);
    at::parallel_for(0, qkv.size(0) * heads, 1, [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(attention_backward, in, call, begin, end, Scratch<scalar_t>(scratch).data());
    });
  });
  return result;
}

struct CausalSelfAttention : torch::autograd::Function<CausalSelfAttention> {
  static Tensor forward(AutogradContext* context, const Tensor& input, int64_t heads, double rotary_base, int64_t window) {
    at::AutoDispatchBelowADInplaceOrView guard;
    Tensor qkv = input.contiguous(), table = table_for(qkv, heads, rotary_base);
    auto [output, log_sums] = algodistill::forward(qkv, heads, table, window);
    context->save_for_backward({qkv, output, log_sums, table});
    context->saved_data["heads"] = heads;
    context->saved_data["window"] = window;
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    Tensor gradient = algodistill::backward(saved[0], saved[1], saved[2], gradients[0].contiguous(),
                                            context->saved_data["heads"].toInt(), saved[3], context->saved_data["window"].toInt());
    return {gradient, Tensor(), Tensor(), Tensor()};
  }
};

Tensor composition(const Tensor& qkv, int64_t heads, double rotary_base, int64_t window) {
  check(qkv, heads, rotary_base, window);
  int64_t batch = qkv.size(0), time = qkv.size(1), size = qkv.size(2) / (3 * heads);
  auto parts = qkv.view({batch, time, 3, heads, size}).permute({2, 0, 3, 1, 4}).unbind(0);
  Tensor query = parts[0], key = parts[1];
  if (rotary_base > 0) {
    Tensor table = rotary_table(time, size, rotary_base, at::kDouble).to(qkv.options());
    query = rotate(query, table);
    key = rotate(key, table);
  }
  Tensor position = at::arange(time, qkv.options().dtype(at::kLong)), distance = position.unsqueeze(1) - position.unsqueeze(0);
  Tensor hidden = window > 0 ? (distance < 0).logical_or(distance >= window) : distance < 0;
  Tensor scores = at::matmul(query, key.transpose(-2, -1)) / std::sqrt(static_cast<double>(size));
  scores = scores.masked_fill(hidden, -std::numeric_limits<double>::infinity());
  return at::matmul(at::softmax(scores, -1), parts[2]).transpose(1, 2).reshape({batch, time, heads * size});
}

Tensor causal_self_attention(const Tensor& qkv, int64_t heads, double rotary_base, int64_t window) {
  if (!has_kernel(qkv)) return composition(qkv, heads, rotary_base, window);
  check(qkv, heads, rotary_base, window);
  Tensor input = qkv.contiguous();
  return std::get<0>(forward(input, heads, table_for(input, heads, rotary_base), window));
}

Tensor causal_self_attention_autograd(const Tensor& qkv, int64_t heads, double rotary_base, int64_t window) {
  if (!has_kernel(qkv)) return composition(qkv, heads, rotary_base, window);
  check(qkv, heads, rotary_base, window);
  return CausalSelfAttention::apply(qkv, heads, rotary_base, window);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(algodistill, library) {
  library.def("causal_self_attention(Tensor qkv, int heads, float rotary_base=0, int window=0) -> Tensor");
}
TORCH_LIBRARY_IMPL(algodistill, CompositeImplicitAutograd, library) { library.impl("causal_self_attention", composition); }
TORCH_LIBRARY_IMPL(algodistill, CPU, library) { library.impl("causal_self_attention", causal_self_attention); }
TORCH_LIBRARY_IMPL(algodistill, AutogradCPU, library) { library.impl("causal_self_attention", causal_self_attention_autograd); }

}  // namespace algodistill
