// One decoding step of `streams` sequences that need not be in step with each other; see CachedAttentionStep for the layouts.
#include "../kernels/cached_attention.h"

#include <algorithm>

#include "library.h"

using namespace algodistill;

ALGODISTILL_API int32_t algodistill_cached_attention(int32_t wide, int64_t streams, int64_t heads, int64_t size, int64_t window,
                                                     const void* qkv, void* keys, void* values, const int64_t* positions,
                                                     const double* frequencies, void* output) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    CachedAttentionStep<T> step{streams, heads, size, window, static_cast<const T*>(qkv), static_cast<T*>(keys), static_cast<T*>(values),
                                positions, frequencies, static_cast<T*>(output)};
    int64_t scratch = ALGODISTILL_DISPATCH(cached_attention_scratch, step);
    parallel_for(streams * heads, std::max<int64_t>(1, grain_elements / (window * size)), [&](int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(cached_attention, step, begin, end, Scratch<T>(scratch).data());
    });
  });
}
