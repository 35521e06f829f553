#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

enum class Activation : int32_t { Tanh, Relu };

#define ALGODISTILL_DECLARE(isa)                                                                                    \
  namespace isa {                                                                                                   \
  /* In place. */                                                                                                   \
  template <typename T> void activate(Activation, int64_t count, T* x);                                             \
  /* gradient *= the slope where the activation gave `value`. */                                                    \
  template <typename T> void activation_backward(Activation, int64_t count, const T* value, T* gradient);           \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
