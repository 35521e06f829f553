#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

// The update of AdamW (Loshchilov and Hutter 2019) with its step's constants folded together.
struct AdamWConstants {
  double gradient_factor;   // clipping: min(1, max_norm / norm)
  double beta1, beta2, eps;
  double step_size;         // lr / (1 - beta1^step)
  double second_correction; // 1 / sqrt(1 - beta2^step)
};

#define ALGODISTILL_DECLARE(isa)                                                                                           \
  namespace isa {                                                                                                          \
  template <typename T> double sum_of_squares(const T* x, int64_t count);                                                  \
  template <typename T> void adamw_update(const AdamWConstants&, double decay, int64_t count, T* parameter, const T* gradient, \
                                          T* first, T* second);                                                            \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
