#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

#define ALGODISTILL_DECLARE(isa)                                                                                              \
  namespace isa {                                                                                                             \
  /* output = gelu(input + bias), rows of `columns` elements. */                                                              \
  template <typename T> void bias_gelu_forward(int64_t columns, const T* bias, const T* input, T* output, int64_t rows);       \
  /* gradient = output_gradient · gelu'(input + bias), which is also added up over the rows into bias_gradient (columns). */  \
  template <typename T> void bias_gelu_backward(int64_t columns, const T* bias, const T* input, const T* output_gradient,     \
                                                T* gradient, T* bias_gradient, int64_t rows);                                 \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
