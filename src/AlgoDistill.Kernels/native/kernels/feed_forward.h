#pragma once
#include "linear.h"

namespace algodistill {

// y = gelu(x · expandᵀ + bias) · contractᵀ + bias: expand is (inner, width), contract (width, inner).
template <typename T> struct FeedForwardLayer {
  LinearLayer<T> expand, contract;
};

#define ALGODISTILL_DECLARE(isa)                                                                                                   \
  namespace isa {                                                                                                                  \
  template <typename T> int64_t feed_forward_scratch(const FeedForwardLayer<T>&);                                                  \
  /* hidden (rows, inner) is kept for the backward pass: what goes into the gelu. Both are packed as linear_pack_forward does. */ \
  template <typename T> void feed_forward_forward(const FeedForwardLayer<T>&, const T* expand, const T* contract, int64_t rows,    \
                                                  const T* x, T* hidden, T* y, T* scratch);                                        \
  /* Packed as linear_pack_backward does. */                                                                                       \
  template <typename T> void feed_forward_backward(const FeedForwardLayer<T>&, const T* expand, const T* contract, int64_t rows,   \
                                                   const T* x, const T* hidden, const T* y_gradient, T* x_gradient,                \
                                                   LinearSums<T> expand_sums, LinearSums<T> contract_sums, T* scratch);            \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
