// loss = log Σ_j exp(x_j) - (1 - ε) x_target - ε mean_j x_j, PyTorch's label smoothing.
#include "cross_entropy.h"
#include "rows.h"

namespace algodistill::ISA {

namespace {
INLINE float larger(float a, float b) { return a > b ? a : b; }
INLINE double larger(double a, double b) { return a > b ? a : b; }
template <typename T> INLINE Vector<T> larger(Vector<T> a, Vector<T> b) { return lanewise_maximum<T>(a, b); }

template <typename T> T row_maximum(const T* x, int64_t count) {
  T result = x[0];
  int64_t i = 0;
  if (count >= width<T>) {
    Vector<T> largest = load(x);
    for (; i + width<T> <= count; i += width<T>) largest = lanewise_maximum<T>(largest, load(x + i));
    result = maximum_lane<T>(largest);
  }
  for (; i < count; i++) result = larger(result, x[i]);
  return result;
}
}  // namespace

template <typename T> double cross_entropy_forward(const CrossEntropyInput<T>& call, T* log_sums, int64_t begin, int64_t end) {
  double loss = 0;
  for (int64_t row = begin; row < end; row++) {
    const T* x = call.logits + row * call.classes;
    T peak = row_maximum(x, call.classes);
    RowSum<T> exponentials, values;
    for_row<T>(call.classes, [&](int64_t i, auto at) {
      auto value = at(x + i);
      exponentials.add(exp2_lanes((value - peak) * T(log2_e)));
      values.add(value);
    });
    log_sums[row] = peak + T(__builtin_log(double(exponentials.total())));
    double weight = call.weights ? double(call.weights[row]) : 1;
    if (weight == 0) continue;
    double target = x[call.targets[row]], mean = call.smoothing > 0 ? double(values.total()) / call.classes : 0;
    loss += weight * (double(log_sums[row]) - (1 - call.smoothing) * target - call.smoothing * mean);
  }
  return loss;
}

template <typename T>
void cross_entropy_backward(const CrossEntropyInput<T>& call, const T* log_sums, double scale, T* gradient, int64_t begin,
                            int64_t end) {
  for (int64_t row = begin; row < end; row++) {
    const T* x = call.logits + row * call.classes;
    T* slope = gradient + row * call.classes;
    T factor = T(scale * (call.weights ? double(call.weights[row]) : 1)), spread = T(call.smoothing / call.classes);
    T log_sum = log_sums[row];
    for_row<T>(call.classes, [&](int64_t i, auto at) {
      at.store(slope + i, factor * (exp2_lanes((at(x + i) - log_sum) * T(log2_e)) - spread));
    });
    if (factor != 0) slope[call.targets[row]] -= factor * T(1 - call.smoothing);
  }
}

template double cross_entropy_forward(const CrossEntropyInput<float>&, float*, int64_t, int64_t);
template double cross_entropy_forward(const CrossEntropyInput<double>&, double*, int64_t, int64_t);
template void cross_entropy_backward(const CrossEntropyInput<float>&, const float*, double, float*, int64_t, int64_t);
template void cross_entropy_backward(const CrossEntropyInput<double>&, const double*, double, double*, int64_t, int64_t);

}  // namespace algodistill::ISA
