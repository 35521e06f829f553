#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// qkv is (batch, time, 3 · heads · size), q | k | v along the last dimension; output and its gradient are (batch, time, heads · size).
template <typename T> struct AttentionInput {
  int64_t batch, time, heads, size;
  int64_t window;      // key j is visible to query i when 0 <= i - j < window
  const T* qkv;
  const T* cosines;    // (time, size / 2) rotary tables, or null for none
  const T* sines;
};

template <typename T> struct AttentionOutput {
  T* output;
  T* log_sums;         // (batch, heads, time): log2 Σ_j 2^s of the scores s in units of log 2
};

template <typename T> struct AttentionGradient {
  const T* output;
  const T* log_sums;
  const T* output_gradient;
  T* qkv_gradient;
};

// Work on the (batch, head) pairs [begin, end) with a scratch of the given number of elements, aligned to 64 bytes.
#define ALGODISTILL_DECLARE(isa)                                                                                            \
  namespace isa {                                                                                                           \
  template <typename T> int64_t attention_scratch(const AttentionInput<T>&);                                                \
  template <typename T> void attention_forward(const AttentionInput<T>&, AttentionOutput<T>, int64_t begin, int64_t end, T*);      \
  template <typename T> int64_t attention_backward_scratch(const AttentionInput<T>&);                                       \
  template <typename T> void attention_backward(const AttentionInput<T>&, AttentionGradient<T>, int64_t begin, int64_t end, T*);   \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
