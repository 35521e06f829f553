#include "adamw.h"
#include "simd.h"

namespace algodistill::ISA {

namespace {
INLINE float square_root(float x) { return __builtin_sqrtf(x); }
INLINE double square_root(double x) { return __builtin_sqrt(x); }
}  // namespace

// Lanes in T over a block that is short enough, blocks in double.
template <typename T> double sum_of_squares(const T* x, int64_t count) {
  constexpr int64_t block = 256 * width<T>;
  double total = 0;
  int64_t i = 0;
  while (i + width<T> <= count) {
    Vector<T> sum = {};
    for (int64_t end = minimum(i + block, count); i + width<T> <= end; i += width<T>) sum += load(x + i) * load(x + i);
    total += sum_lanes<T>(sum);
  }
  for (; i < count; i++) total += double(x[i]) * x[i];
  return total;
}

// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g², p = decay p - step_size m / (sqrt(v) second_correction + eps).
template <typename T>
void adamw_update(const AdamWConstants& constants, double decay, int64_t count, T* __restrict parameter, const T* __restrict gradient,
                  T* __restrict first, T* __restrict second) {
  T factor = T(constants.gradient_factor), beta1 = T(constants.beta1), beta2 = T(constants.beta2), eps = T(constants.eps);
  T rest1 = T(1 - constants.beta1), rest2 = T(1 - constants.beta2), keep = T(decay), step = T(constants.step_size);
  T correction = T(constants.second_correction);
  for (int64_t i = 0; i < count; i++) {
    T g = gradient[i] * factor, m = beta1 * first[i] + rest1 * g, v = beta2 * second[i] + rest2 * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = keep * parameter[i] - step * m / (square_root(v) * correction + eps);
  }
}

template double sum_of_squares(const float*, int64_t);
template double sum_of_squares(const double*, int64_t);
template void adamw_update(const AdamWConstants&, double, int64_t, float*, const float*, float*, float*);
template void adamw_update(const AdamWConstants&, double, int64_t, double*, const double*, double*, double*);

}  // namespace algodistill::ISA
