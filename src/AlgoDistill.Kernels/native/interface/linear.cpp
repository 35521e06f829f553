// y (rows, outputs) = x (rows, inputs) · weight (outputs, inputs)ᵀ + bias, which may be null. For many rows and a weight that fits a near
// cache, where a general matrix product wastes most of its time on packing and a second one on the bias's gradient.
#include "row_parts.h"

using namespace algodistill;

ALGODISTILL_API int32_t algodistill_linear(int32_t wide, int64_t rows, int64_t inputs, int64_t outputs, const void* x, const void* weight,
                                           const void* bias, void* y) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    LinearLayer<T> layer{inputs, outputs, static_cast<const T*>(weight), static_cast<const T*>(bias)};
    Scratch<T> packed(ALGODISTILL_DISPATCH(linear_packed_size, layer));
    pack_forward(layer, packed.data());
    parallel_rows(rows, parts(rows), [&](int64_t, int64_t begin, int64_t end) {
      Scratch<T> scratch(ALGODISTILL_DISPATCH(linear_scratch, layer));
      ALGODISTILL_DISPATCH(linear_forward, layer, packed.data(), end - begin, static_cast<const T*>(x) + begin * inputs,
                           static_cast<T*>(y) + begin * outputs, scratch.data());
    });
  });
}

// bias_gradient may be null.
ALGODISTILL_API int32_t algodistill_linear_backward(int32_t wide, int64_t rows, int64_t inputs, int64_t outputs, const void* x,
                                                    const void* weight, const void* y_gradient, void* x_gradient, void* weight_gradient,
                                                    void* bias_gradient) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    LinearLayer<T> layer{inputs, outputs, static_cast<const T*>(weight), nullptr};
    Scratch<T> packed(ALGODISTILL_DISPATCH(linear_packed_size, layer));
    pack_backward(layer, packed.data());
    int64_t count = parts(rows);
    PartSums<T> sums(layer, count);
    parallel_rows(rows, count, [&](int64_t part, int64_t begin, int64_t end) {
      Scratch<T> scratch(ALGODISTILL_DISPATCH(linear_scratch, layer));
      ALGODISTILL_DISPATCH(linear_backward, layer, packed.data(), end - begin, static_cast<const T*>(x) + begin * inputs,
                           static_cast<const T*>(y_gradient) + begin * outputs, static_cast<T*>(x_gradient) + begin * inputs,
                           sums.places[part], scratch.data());
    });
    sums.reduce(static_cast<T*>(weight_gradient), static_cast<T*>(bias_gradient));
  });
}
