#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

template <typename T> struct CrossEntropyInput {
  int64_t classes;
  const T* logits;          // (rows, classes)
  const int64_t* targets;   // (rows), each in [0, classes) unless its weight is 0
  const T* weights;         // (rows), or null for ones
  double smoothing;         // the share of the target's probability that is spread over all classes
};

#define ALGODISTILL_DECLARE(isa)                                                                                              \
  namespace isa {                                                                                                             \
  /* Writes log Σ exp per row and returns Σ weight · loss over the rows. */                                                   \
  template <typename T> double cross_entropy_forward(const CrossEntropyInput<T>&, T* log_sums, int64_t begin, int64_t end);    \
  /* gradient (rows, classes) = scale · weight · (softmax - smoothed target). */                                              \
  template <typename T> void cross_entropy_backward(const CrossEntropyInput<T>&, const T* log_sums, double scale, T* gradient, \
                                                    int64_t begin, int64_t end);                                              \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
