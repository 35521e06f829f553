#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// Keys of 16 slots lie together, transposed, so that scores vectorise over slots and a ring is read in one sweep of memory.
constexpr int64_t key_block = 16;
constexpr int64_t key_blocks(int64_t window) { return (window + key_block - 1) / key_block; }

// One decoding step of `streams` independent sequences, each with a ring of the last `window` keys and values.
template <typename T> struct CachedAttentionStep {
  int64_t streams, heads, size, window;
  const T* qkv;               // (streams, 3 · heads · size)
  T* keys;                    // (streams, heads, key_blocks(window), size, key_block)
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
