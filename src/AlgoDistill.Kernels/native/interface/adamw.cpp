// One step of AdamW (Loshchilov and Hutter 2019) over `count` tensors of lengths[i] elements each: one pass for the norm of all gradients
// together, one for the update with clipping folded in. `first` and `second` are the running moments, `step` counts from 1, one weight decay
// for each tensor; max_norm > 0 scales the gradients by min(1, max_norm / (norm + 1e-6)), as clip_grad_norm_ does, and leaves them as they are.
#include "../kernels/adamw.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "library.h"

using namespace algodistill;

namespace {

// A stretch of one tensor, short enough to spread over threads and to add up in float.
struct Piece {
  int64_t tensor, begin, end;
};

std::vector<Piece> split(int64_t count, const int64_t* lengths) {
  constexpr int64_t longest = 1 << 14;
  std::vector<Piece> pieces;
  for (int64_t i = 0; i < count; i++)
    for (int64_t begin = 0; begin < lengths[i]; begin += longest) pieces.push_back({i, begin, std::min(begin + longest, lengths[i])});
  return pieces;
}

template <typename T> double norm(const void* const* gradients, const std::vector<Piece>& pieces) {
  std::vector<double> squares(pieces.size());
  parallel_for(pieces.size(), 2, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      auto [tensor, from, to] = pieces[i];
      squares[i] = ALGODISTILL_DISPATCH(sum_of_squares, static_cast<const T*>(gradients[tensor]) + from, to - from);
    }
  });
  double sum = 0;
  for (double square : squares) sum += square;
  return std::sqrt(sum);
}

}  // namespace

// *norm_before: the norm of all gradients together before clipping.
ALGODISTILL_API int32_t algodistill_adamw(int32_t wide, int64_t count, void* const* parameters, const void* const* gradients,
                                          void* const* first, void* const* second, const int64_t* lengths, const double* decays,
                                          double learning_rate, double beta1, double beta2, double eps, int64_t step, double max_norm,
                                          double* norm_before) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    auto pieces = split(count, lengths);
    double length = *norm_before = norm<T>(gradients, pieces);
    AdamWConstants constants{1.0, beta1, beta2, eps, learning_rate / (1 - std::pow(beta1, step)), 1 / std::sqrt(1 - std::pow(beta2, step))};
    if (max_norm > 0 && !(length + 1e-6 < max_norm)) constants.gradient_factor = max_norm / (length + 1e-6);  // NaN stays NaN
    parallel_for(pieces.size(), 2, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        auto [tensor, from, to] = pieces[i];
        ALGODISTILL_DISPATCH(adamw_update, constants, 1 - learning_rate * decays[tensor], to - from,
                             static_cast<T*>(parameters[tensor]) + from, static_cast<const T*>(gradients[tensor]) + from,
                             static_cast<T*>(first[tensor]) + from, static_cast<T*>(second[tensor]) + from);
      }
    });
  });
}
