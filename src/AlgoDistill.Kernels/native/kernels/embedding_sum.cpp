#include "embedding_sum.h"
#include "rows.h"

namespace algodistill::ISA {

namespace {

// result = or += row.
template <typename T> INLINE void take_row(int64_t columns, const T* row, T* result, bool first) {
  for_row<T>(columns, [&](int64_t i, auto at) { at.store(result + i, first ? at(row + i) : at(result + i) + at(row + i)); });
}

template <typename T> INLINE void clear_row(int64_t columns, T* result) {
  for (int64_t i = 0; i < columns; i++) result[i] = 0;
}

}  // namespace

template <typename T> void sum_rows(int64_t columns, const T* rows, const int64_t* which, int64_t count, T* result) {
  bool first = true;
  for (int64_t i = 0; i < count; i++) {
    if (which[i] < 0) continue;
    take_row(columns, rows + which[i] * columns, result, first);
    first = false;
  }
  if (first) clear_row(columns, result);
}

template <typename T>
void embedding_sum(int64_t columns, const T* const* tables, int64_t fields, const int64_t* indices, int64_t rows, T* result) {
  for (int64_t row = 0; row < rows; row++, indices += fields, result += columns) {
    bool first = true;
    for (int64_t field = 0; field < fields; field++) {
      if (indices[field] < 0) continue;
      take_row(columns, tables[field] + indices[field] * columns, result, first);
      first = false;
    }
    if (first) clear_row(columns, result);
  }
}

template void sum_rows(int64_t, const float*, const int64_t*, int64_t, float*);
template void sum_rows(int64_t, const double*, const int64_t*, int64_t, double*);
template void embedding_sum(int64_t, const float* const*, int64_t, const int64_t*, int64_t, float*);
template void embedding_sum(int64_t, const double* const*, int64_t, const int64_t*, int64_t, double*);

}  // namespace algodistill::ISA
