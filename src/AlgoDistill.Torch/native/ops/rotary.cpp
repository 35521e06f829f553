#include "rotary.h"

#include <cmath>
#include <vector>

namespace algodistill {

namespace {

// Fills one frequency's column by cos(a + b) = cos a cos b - sin a sin b over blocks, which saves most calls of the library's
// functions and loses no more than the last bits of a double.
template <typename T> void fill_column(T* cosines, T* sines, int64_t positions, int64_t step, double frequency) {
  constexpr int64_t block = 16;
  double cosine[block], sine[block];
  for (int64_t i = 0; i < block; i++) cosine[i] = std::cos(i * frequency), sine[i] = std::sin(i * frequency);
  for (int64_t start = 0; start < positions; start += block) {
    double c = std::cos(start * frequency), s = std::sin(start * frequency);
    for (int64_t i = 0; i < std::min(block, positions - start); i++) {
      cosines[(start + i) * step] = static_cast<T>(c * cosine[i] - s * sine[i]);
      sines[(start + i) * step] = static_cast<T>(s * cosine[i] + c * sine[i]);
    }
  }
}

}  // namespace

at::Tensor rotary_table(int64_t positions, int64_t size, double base, at::ScalarType type) {
  int64_t half = size / 2;
  at::Tensor table = at::empty({2, positions, half}, at::TensorOptions(type));
  AT_DISPATCH_FLOATING_TYPES(type, "rotary_table", [&] {
    scalar_t* data = table.data_ptr<scalar_t>();
    for (int64_t i = 0; i < half; i++)
      fill_column(data + i, data + positions * half + i, positions, half, std::pow(base, -2.0 * i / size));
  });
  return table;
}

at::Tensor rotate(const at::Tensor& x, const at::Tensor& table) {
  auto halves = x.chunk(2, -1);
  at::Tensor cosine = table[0], sine = table[1];
  return at::cat({halves[0] * cosine - halves[1] * sine, halves[1] * cosine + halves[0] * sine}, -1);
}

}  // namespace algodistill
