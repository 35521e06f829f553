#include "layer_norm.h"
#include "rows.h"

namespace algodistill::ISA {

// The row stays in the first-level cache between the passes for the sum, the mean, the variance and the result.
template <typename T> void layer_norm_forward(const LayerNormForward<T>& call, int64_t begin, int64_t end) {
  int64_t columns = call.columns;
  for (int64_t row = begin; row < end; row++) {
    const T* x = call.residual + row * columns;
    RowSum<T> total, squares;
    if (call.update) {
      const T* update = call.update + row * columns;
      T* sum = call.sum + row * columns;
      for_row<T>(columns, [&](int64_t i, auto at) {
        auto value = at(x + i) + at(update + i);
        at.store(sum + i, value);
        total.add(value);
      });
      x = sum;
    } else {
      for_row<T>(columns, [&](int64_t i, auto at) { total.add(at(x + i)); });
    }
    T mean = total.total() / columns;
    for_row<T>(columns, [&](int64_t i, auto at) { squares.add((at(x + i) - mean) * (at(x + i) - mean)); });
    T scale = T(1 / __builtin_sqrt(double(squares.total()) / columns + call.eps));
    T* normed = call.normed + row * columns;
    for_row<T>(columns, [&](int64_t i, auto at) {
      at.store(normed + i, (at(x + i) - mean) * scale * at(call.weight + i) + at(call.bias + i));
    });
    call.means[row] = mean;
    call.scales[row] = scale;
  }
}

// With x̂ = (x - mean) scale and a = dy · weight: dx = scale (a - mean(a) - x̂ mean(a x̂)) + what comes along the residual.
template <typename T> void layer_norm_backward(const LayerNormBackward<T>& call, int64_t begin, int64_t end, T* weight_bias) {
  int64_t columns = call.columns;
  T *weight_gradient = weight_bias, *bias_gradient = weight_bias + columns;
  for (int64_t row = begin; row < end; row++) {
    const T *x = call.sum + row * columns, *dy = call.normed_gradient + row * columns;
    T mean = call.means[row], scale = call.scales[row], *dx = call.gradient + row * columns;
    RowSum<T> total, product;
    for_row<T>(columns, [&](int64_t i, auto at) {
      auto normal = (at(x + i) - mean) * scale, slope = at(dy + i), a = slope * at(call.weight + i);
      total.add(a);
      product.add(a * normal);
      at.store(weight_gradient + i, at(weight_gradient + i) + slope * normal);
      at.store(bias_gradient + i, at(bias_gradient + i) + slope);
    });
    T mean_a = total.total() / columns, mean_product = product.total() / columns;
    const T* along = call.sum_gradient ? call.sum_gradient + row * columns : nullptr;
    for_row<T>(columns, [&](int64_t i, auto at) {
      auto normal = (at(x + i) - mean) * scale;
      auto gradient = scale * (at(dy + i) * at(call.weight + i) - mean_a - normal * mean_product);
      at.store(dx + i, along ? gradient + at(along + i) : gradient);
    });
  }
}

template void layer_norm_forward(const LayerNormForward<float>&, int64_t, int64_t);
template void layer_norm_forward(const LayerNormForward<double>&, int64_t, int64_t);
template void layer_norm_backward(const LayerNormBackward<float>&, int64_t, int64_t, float*);
template void layer_norm_backward(const LayerNormBackward<double>&, int64_t, int64_t, double*);

}  // namespace algodistill::ISA
