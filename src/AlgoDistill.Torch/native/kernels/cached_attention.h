#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// One decoding step of `streams` independent sequences, each with a ring of the last `window` keys and values.
template <typename T> struct CachedAttentionStep {
  int64_t streams, heads, size, window;
  const T* qkv;               // (streams, 3 · heads · size)
  T* keys;                    // (streams, heads, size, window): transposed, so that scores vectorise over the ring
  T* values;                  // (streams, heads, window, size)
  const int64_t* positions;   // (streams): tokens that the stream has seen before this one
  const double* frequencies;  // (size / 2) rotary angles per position, or null for none
  T* output;                  // (streams, heads · size)
};

// Work on the (stream, head) pairs [begin, end) with a scratch of the given number of elements.
#define ALGODISTILL_DECLARE(isa)                                                                                     \
  namespace isa {                                                                                                    \
  template <typename T> int64_t cached_attention_scratch(const CachedAttentionStep<T>&);                             \
  template <typename T> void cached_attention(const CachedAttentionStep<T>&, int64_t begin, int64_t end, T* scratch); \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
