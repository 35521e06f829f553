#pragma once
#include <stdint.h>

#include "isa.h"

namespace algodistill {

#define ALGODISTILL_DECLARE(isa)                                                                                             \
  namespace isa {                                                                                                            \
  /* result = Σ_i rows[which[i]], rows of `columns` elements; a negative index adds nothing. */                              \
  template <typename T> void sum_rows(int64_t columns, const T* rows, const int64_t* which, int64_t count, T* result);        \
  /* result (rows, columns) = Σ_f tables[f][indices[row][f]]. */                                                             \
  template <typename T> void embedding_sum(int64_t columns, const T* const* tables, int64_t fields, const int64_t* indices,   \
                                           int64_t rows, T* result);                                                         \
  }
ALGODISTILL_FOR_EACH_ISA(ALGODISTILL_DECLARE)
#undef ALGODISTILL_DECLARE

}  // namespace algodistill
