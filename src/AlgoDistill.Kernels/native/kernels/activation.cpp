#include "activation.h"
#include "rows.h"

namespace algodistill::ISA {

namespace {

// Below 0.625 a polynomial in x² (relative error 2e-7, the coefficients of the Cephes library), above 1 - 2 / (e^2x + 1).
INLINE Vector<float> tanh_lanes(Vector<float> x) {
  Vector<float> square = x * x, p = splat(-5.70498872745e-3f);
  p = p * square + 2.06390887954e-2f;
  p = p * square - 5.37397155531e-2f;
  p = p * square + 1.33314422036e-1f;
  p = p * square - 3.33332819422e-1f;
  Vector<float> near = p * square * x + x, size = lanewise_maximum<float>(-x, x);
  Vector<float> bounded = size < 20.0f ? size : splat(20.0f);
  Vector<float> far = 1.0f - 2.0f / (exp2_lanes(bounded * float(2 * log2_e)) + 1.0f);
  far = x < 0.0f ? -far : far;
  Vector<float> result = size < 0.625f ? near : far;
  return x == x ? result : x;  // NaN stays NaN
}
INLINE float tanh_lanes(float x) { return tanh_lanes(splat(x))[0]; }
INLINE double tanh_lanes(double x) { return __builtin_tanh(x); }
INLINE Vector<double> tanh_lanes(Vector<double> x) {
  for (int i = 0; i < width<double>; i++) x[i] = __builtin_tanh(x[i]);
  return x;
}

}  // namespace

template <typename T> void activate(Activation kind, int64_t count, T* x) {
  if (kind == Activation::Tanh) for_row<T>(count, [&](int64_t i, auto at) { at.store(x + i, tanh_lanes(at(x + i))); });
  else for_row<T>(count, [&](int64_t i, auto at) { auto v = at(x + i); at.store(x + i, v < T(0) ? v - v : v); });
}

template <typename T> void activation_backward(Activation kind, int64_t count, const T* value, T* gradient) {
  if (kind == Activation::Tanh)
    for_row<T>(count, [&](int64_t i, auto at) { auto v = at(value + i); at.store(gradient + i, at(gradient + i) * (T(1) - v * v)); });
  else
    for_row<T>(count, [&](int64_t i, auto at) { auto g = at(gradient + i); at.store(gradient + i, at(value + i) > T(0) ? g : g - g); });
}

#define INSTANTIATE(T)                                                            \
  template void activate(Activation, int64_t, T*);                                \
  template void activation_backward(Activation, int64_t, const T*, T*);
INSTANTIATE(float)
INSTANTIATE(double)

}  // namespace algodistill::ISA
