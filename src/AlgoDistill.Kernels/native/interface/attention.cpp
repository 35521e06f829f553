// Causal self-attention: qkv (batch, time, 3 · heads · size) is q | k | v along the last dimension, the output (batch, time, heads · size).
// A query i sees the keys 0 <= i - j < window. cosines and sines (time, size / 2) turn the pairs (i, i + size / 2) of q and k by their
// position; null turns nothing. log_sums (batch, heads, time) is kept for the gradient.
#include "../kernels/attention.h"

#include "library.h"

using namespace algodistill;

namespace {

template <typename T>
AttentionInput<T> input(int64_t batch, int64_t time, int64_t heads, int64_t size, int64_t window, const void* qkv, const void* cosines,
                        const void* sines) {
  return {batch, time, heads, size, window, static_cast<const T*>(qkv), static_cast<const T*>(cosines), static_cast<const T*>(sines)};
}

}  // namespace

ALGODISTILL_API int32_t algodistill_attention(int32_t wide, int64_t batch, int64_t time, int64_t heads, int64_t size, int64_t window,
                                              const void* qkv, const void* cosines, const void* sines, void* output, void* log_sums) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto in = input<T>(batch, time, heads, size, window, qkv, cosines, sines);
    AttentionOutput<T> out{static_cast<T*>(output), static_cast<T*>(log_sums)};
    int64_t scratch = ALGODISTILL_DISPATCH(attention_scratch, in);
    parallel_for(batch * heads, 1, [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(attention_forward, in, out, begin, end, Scratch<T>(scratch).data());
    });
  });
}

ALGODISTILL_API int32_t algodistill_attention_backward(int32_t wide, int64_t batch, int64_t time, int64_t heads, int64_t size, int64_t window,
                                                       const void* qkv, const void* cosines, const void* sines, const void* output,
                                                       const void* log_sums, const void* output_gradient, void* qkv_gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto in = input<T>(batch, time, heads, size, window, qkv, cosines, sines);
    AttentionGradient<T> call{static_cast<const T*>(output), static_cast<const T*>(log_sums), static_cast<const T*>(output_gradient),
                              static_cast<T*>(qkv_gradient)};
    int64_t scratch = ALGODISTILL_DISPATCH(attention_backward_scratch, in);
    parallel_for(batch * heads, 1, [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(attention_backward, in, call, begin, end, Scratch<T>(scratch).data());
    });
  });
}
