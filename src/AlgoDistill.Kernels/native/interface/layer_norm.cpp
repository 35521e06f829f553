// sum = residual + update (update and sum null: the residual itself) and normed = (sum - mean) / sqrt(variance + eps) · weight + bias, rows
// of `columns`: the seam between two blocks of a pre-norm transformer in one pass over memory. means and scales (rows) are kept.
#include "../kernels/layer_norm.h"

#include <algorithm>

#include "library.h"

using namespace algodistill;

ALGODISTILL_API int32_t algodistill_layer_norm(int32_t wide, int64_t rows, int64_t columns, double eps, const void* residual,
                                               const void* update, const void* weight, const void* bias, void* sum, void* normed,
                                               void* means, void* scales) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    LayerNormForward<T> call{columns, eps, static_cast<const T*>(residual), static_cast<const T*>(update), static_cast<const T*>(weight),
                             static_cast<const T*>(bias), static_cast<T*>(sum), static_cast<T*>(normed), static_cast<T*>(means),
                             static_cast<T*>(scales)};
    parallel_chunks(rows, [&](int64_t, int64_t begin, int64_t end) { ALGODISTILL_DISPATCH(layer_norm_forward, call, begin, end); });
  });
}

// sum_gradient may be null; gradient is that of residual and update alike.
ALGODISTILL_API int32_t algodistill_layer_norm_backward(int32_t wide, int64_t rows, int64_t columns, const void* sum, const void* means,
                                                        const void* scales, const void* weight, const void* sum_gradient,
                                                        const void* normed_gradient, void* gradient, void* weight_gradient,
                                                        void* bias_gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    LayerNormBackward<T> call{columns, static_cast<const T*>(sum), static_cast<const T*>(means), static_cast<const T*>(scales),
                              static_cast<const T*>(weight), static_cast<const T*>(sum_gradient), static_cast<const T*>(normed_gradient),
                              static_cast<T*>(gradient)};
    Scratch<T> parts(chunks(rows) * 2 * columns);
    std::fill_n(parts.data(), chunks(rows) * 2 * columns, T(0));
    parallel_chunks(rows, [&](int64_t chunk, int64_t begin, int64_t end) {
      ALGODISTILL_DISPATCH(layer_norm_backward, call, begin, end, parts.data() + chunk * 2 * columns);
    });
    T *weights = static_cast<T*>(weight_gradient), *biases = static_cast<T*>(bias_gradient);
    std::fill_n(weights, columns, T(0));
    std::fill_n(biases, columns, T(0));
    for (int64_t chunk = 0; chunk < chunks(rows); chunk++) {
      const T* part = parts.data() + chunk * 2 * columns;
      for (int64_t i = 0; i < columns; i++) weights[i] += part[i], biases[i] += part[columns + i];
    }
  });
}
