#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// y (rows, outputs) = x (rows, inputs) · weight (outputs, inputs)ᵀ + bias.
template <typename T> struct LinearLayer {
  int64_t inputs, outputs;
  const T* weight;
  const T* bias;  // null for none
};

// What one thread adds up over its rows: the gradient of the weight, in rows and columns rounded up, and of the bias behind it.
template <typename T> struct LinearSums {
  T *weight, *bias;
  int64_t step;   // of the weight's rows
};

#define ALGODISTILL_DECLARE(isa)                                                                                              \
  namespace isa {                                                                                                             \
  template <typename T> int64_t linear_packed_size(const LinearLayer<T>&);                                                    \
  /* A packed weight is so many panels, of which [begin, end) are packed by a call: the last one brings what lies behind them. */ \
  template <typename T> int64_t linear_panels_forward(const LinearLayer<T>&);                                                 \
  template <typename T> int64_t linear_panels_backward(const LinearLayer<T>&);                                                \
  template <typename T> void linear_pack_forward(const LinearLayer<T>&, T* packed, int64_t begin, int64_t end);               \
  template <typename T> void linear_pack_backward(const LinearLayer<T>&, T* packed, int64_t begin, int64_t end);              \
  template <typename T> int64_t linear_scratch(const LinearLayer<T>&);                                                        \
  template <typename T> int64_t linear_sums_size(const LinearLayer<T>&);                                                      \
  template <typename T> LinearSums<T> linear_sums(const LinearLayer<T>&, T* memory);                                          \
  template <typename T> void clear_sums(const LinearLayer<T>&, LinearSums<T>);                                                \
  template <typename T> void linear_forward(const LinearLayer<T>&, const T* packed, int64_t rows, const T* x, T* y, T* scratch);  \
  /* x_gradient = y_gradient · weight, and the sums y_gradientᵀ · x and Σ y_gradient, whatever they held before. */            \
  template <typename T> void linear_backward(const LinearLayer<T>&, const T* packed, int64_t rows, const T* x, const T* y_gradient, \
                                             T* x_gradient, LinearSums<T> sums, T* scratch);                                  \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
