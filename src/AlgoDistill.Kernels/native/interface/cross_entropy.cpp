// logits (rows, classes), targets (rows), weights (rows) or null for ones: Σ w · loss and Σ w with PyTorch's label smoothing. A row of
// weight 0 may have any target; of the others the first whose target is no class is told by its row.
#include "../kernels/cross_entropy.h"

#include <numeric>
#include <vector>

#include "library.h"

using namespace algodistill;

namespace {

template <typename T>
CrossEntropyInput<T> input(int64_t classes, const void* logits, const int64_t* targets, const void* weights, double smoothing) {
  return {classes, static_cast<const T*>(logits), targets, static_cast<const T*>(weights), smoothing};
}

template <typename T> int64_t first_wrong(const CrossEntropyInput<T>& in, int64_t rows) {
  for (int64_t row = 0; row < rows; row++)
    if (uint64_t(in.targets[row]) >= uint64_t(in.classes) && (!in.weights || in.weights[row] != 0)) return row;
  return -1;
}

}  // namespace

ALGODISTILL_API int32_t algodistill_cross_entropy(int32_t wide, int64_t rows, int64_t classes, const void* logits, const int64_t* targets,
                                                  const void* weights, double smoothing, void* log_sums, double* loss, double* total_weight,
                                                  int64_t* wrong_row) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto in = input<T>(classes, logits, targets, weights, smoothing);
    if ((*wrong_row = first_wrong(in, rows)) >= 0) return;
    std::vector<double> losses(chunks(rows));
    parallel_chunks(rows, [&](int64_t chunk, int64_t begin, int64_t end) {
      losses[chunk] = ALGODISTILL_DISPATCH(cross_entropy_forward, in, static_cast<T*>(log_sums), begin, end);
    });
    *loss = std::accumulate(losses.begin(), losses.end(), 0.0);
    *total_weight = in.weights ? std::accumulate(in.weights, in.weights + rows, 0.0) : double(rows);
  });
}

// gradient = scale · weight · (softmax - smoothed target).
ALGODISTILL_API int32_t algodistill_cross_entropy_backward(int32_t wide, int64_t rows, int64_t classes, const void* logits,
                                                           const int64_t* targets, const void* weights, double smoothing,
                                                           const void* log_sums, double scale, void* gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto in = input<T>(classes, logits, targets, weights, smoothing);
    parallel_chunks(rows, [&](int64_t, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(cross_entropy_backward, in, static_cast<const T*>(log_sums), scale, static_cast<T*>(gradient), begin, end);
    });
  });
}
