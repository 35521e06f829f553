#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// Rows of `columns` elements; pointers may be null where noted.
template <typename T> struct LayerNormForward {
  int64_t columns;
  double eps;
  const T *residual, *update;  // update: null for none, then the sum is the residual itself
  const T *weight, *bias;
  T *sum, *normed;             // sum: null with update
  T *means, *scales;           // (rows): mean and 1 / sqrt(variance + eps)
};

template <typename T> struct LayerNormBackward {
  int64_t columns;
  const T *sum, *means, *scales, *weight;
  const T *sum_gradient, *normed_gradient;  // sum_gradient: null for none
  T* gradient;                              // of residual and update alike
};

#define ALGODISTILL_DECLARE(isa)                                                                                     \
  namespace isa {                                                                                                    \
  template <typename T> void layer_norm_forward(const LayerNormForward<T>&, int64_t begin, int64_t end);             \
  /* Adds the rows' share of the gradients of weight and bias to the two rows of weight_bias (2, columns). */        \
  template <typename T> void layer_norm_backward(const LayerNormBackward<T>&, int64_t begin, int64_t end, T* weight_bias); \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
