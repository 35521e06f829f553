// gelu(x) = x Φ(x) with the exact normal distribution (Hendrycks and Gimpel 2016).
#include "gelu.h"
#include "normal.h"

namespace algodistill::ISA {

template <typename T> void bias_gelu_forward(int64_t columns, const T* bias, const T* input, T* output, int64_t rows) {
  for (int64_t row = 0; row < rows; row++, input += columns, output += columns)
    for_row<T>(columns, [&](int64_t i, auto at) {
      auto x = at(input + i) + at(bias + i);
      at.store(output + i, x * normal(x).distribution);
    });
}

template <typename T>
void bias_gelu_backward(int64_t columns, const T* bias, const T* input, const T* output_gradient, T* gradient, T* bias_gradient,
                        int64_t rows) {
  for (int64_t row = 0; row < rows; row++, input += columns, output_gradient += columns, gradient += columns)
    for_row<T>(columns, [&](int64_t i, auto at) {
      auto x = at(input + i) + at(bias + i);
      auto bell = normal(x);
      auto slope = at(output_gradient + i) * (bell.distribution + x * bell.density);
      at.store(gradient + i, slope);
      at.store(bias_gradient + i, at(bias_gradient + i) + slope);
    });
}

template void bias_gelu_forward(int64_t, const float*, const float*, float*, int64_t);
template void bias_gelu_forward(int64_t, const double*, const double*, double*, int64_t);
template void bias_gelu_backward(int64_t, const float*, const float*, const float*, float*, float*, int64_t);
template void bias_gelu_backward(int64_t, const double*, const double*, const double*, double*, double*, int64_t);

}  // namespace algodistill::ISA
