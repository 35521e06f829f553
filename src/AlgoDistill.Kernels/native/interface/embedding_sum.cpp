// output (rows, columns) is the sum of one row of each field's table (entries[field], columns), by indices (rows, fields); a negative index
// adds nothing. The first index that is outside its table is told by its place in indices.
#include "../kernels/embedding_sum.h"

#include <vector>

#include "library.h"

using namespace algodistill;

namespace {

// The rows of each table entry: order[starts[e]] … order[starts[e + 1]], ascending (a counting sort).
struct Groups {
  std::vector<int64_t> starts, order;

  Groups(const int64_t* indices, int64_t rows, int64_t fields, int64_t field, int64_t entries) : starts(entries + 1), order(rows) {
    for (int64_t row = 0; row < rows; row++)
      if (int64_t entry = indices[row * fields + field]; entry >= 0) starts[entry + 1]++;
    for (int64_t entry = 0; entry < entries; entry++) starts[entry + 1] += starts[entry];
    std::vector<int64_t> next(starts.begin(), starts.end() - 1);
    for (int64_t row = 0; row < rows; row++)
      if (int64_t entry = indices[row * fields + field]; entry >= 0) order[next[entry]++] = row;
  }
};

int64_t first_wrong(const int64_t* indices, int64_t rows, int64_t fields, const int64_t* entries) {
  for (int64_t row = 0; row < rows; row++)
    for (int64_t field = 0; field < fields; field++)
      if (indices[row * fields + field] >= entries[field]) return row * fields + field;
  return -1;
}

}  // namespace

ALGODISTILL_API int32_t algodistill_embedding_sum(int32_t wide, int64_t rows, int64_t fields, int64_t columns, const void* const* tables,
                                                  const int64_t* entries, const int64_t* indices, void* output, int64_t* wrong_place) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    if ((*wrong_place = first_wrong(indices, rows, fields, entries)) >= 0) return;
    auto data = reinterpret_cast<const T* const*>(tables);
    parallel_chunks(rows, [&](int64_t, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(embedding_sum, columns, data, fields, indices + begin * fields, end - begin,
                           static_cast<T*>(output) + begin * columns);
    });
  });
}

// The gradient of one field's table adds up each entry's rows in their order, so it does not depend on the threads.
ALGODISTILL_API int32_t algodistill_embedding_sum_backward(int32_t wide, int64_t rows, int64_t fields, int64_t field, int64_t entries,
                                                           int64_t columns, const int64_t* indices, const void* output_gradient,
                                                           void* table_gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    Groups groups(indices, rows, fields, field, entries);
    parallel_for(entries, 1, [&](int64_t begin, int64_t end) {
      for (int64_t entry = begin; entry < end; entry++)
        ALGODISTILL_DISPATCH(sum_rows, columns, static_cast<const T*>(output_gradient), groups.order.data() + groups.starts[entry],
                             groups.starts[entry + 1] - groups.starts[entry], static_cast<T*>(table_gradient) + entry * columns);
    });
  });
}
