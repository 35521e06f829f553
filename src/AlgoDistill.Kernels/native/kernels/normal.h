// The standard normal distribution, lane by lane.
#pragma once
#include "rows.h"

namespace algodistill::ISA {

template <typename V> struct Normal {
  V distribution, density;  // Φ(x) and φ(x)
};

// With z = |x| / √2 and t = 1 / (1 + 0.4 z): erfc(z) = t P(t) exp(-z²), P fitted to a weighted error of 3e-8 (the form of Abramowitz
// and Stegun 7.1.26). The exponential is also √(2π) φ(x).
INLINE Normal<Vector<float>> normal(Vector<float> x) {
  Vector<float> size = lanewise_maximum<float>(x, -x), t = 1.0f / (1.0f + 0.28284271f * size);
  Vector<float> bell = exp2_lanes(x * x * float(-0.5 * log2_e));
  Vector<float> p = splat(-2.0142313597e-1f);
  p = p * t + 7.1406200574e-1f;
  p = p * t - 3.7916311223e-1f;
  p = p * t + 4.7516670480e-1f;
  p = p * t + 1.5896395952e-1f;
  p = p * t + 2.3239354642e-1f;
  Vector<float> tail = 0.5f * p * t * bell;
  return {x < 0 ? tail : 1.0f - tail, bell * 0.39894228f};
}
INLINE Normal<float> normal(float x) {
  auto result = normal(splat(x));
  return {result.distribution[0], result.density[0]};
}
INLINE Normal<double> normal(double x) {
  return {0.5 * __builtin_erfc(-x * 0.70710678118654752440), __builtin_exp(-0.5 * x * x) * 0.39894228040143267794};
}
INLINE Normal<Vector<double>> normal(Vector<double> x) {
  Normal<Vector<double>> result;
  for (int i = 0; i < width<double>; i++) {
    auto lane = normal(x[i]);
    result.distribution[i] = lane.distribution;
    result.density[i] = lane.density;
  }
  return result;
}

}  // namespace algodistill::ISA
