// What the functions over linear layers share: rows divided among threads, each of which adds up gradients of its own.
#pragma once
#include <algorithm>
#include <vector>

#include "../kernels/linear.h"
#include "library.h"

namespace algodistill {

constexpr int64_t fewest_rows = 48;  // a part of fewer costs more to pack for than it saves

inline int64_t parts(int64_t rows) { return std::max<int64_t>(1, std::min<int64_t>(thread_count(), rows / fewest_rows)); }

// Panels, of 32 columns at the most, that a thread should have to pack at the least.
inline int64_t packing_grain(int64_t depth) { return std::max<int64_t>(1, grain_elements / (32 * depth)); }

// Calls work(part, begin, end) with the rows divided among the threads.
template <typename Work> void parallel_rows(int64_t rows, int64_t count, const Work& work) {
  parallel_for(count, 1, [&](int64_t first, int64_t last) {
    for (int64_t part = first; part < last; part++) work(part, rows * part / count, rows * (part + 1) / count);
  });
}

// A layer's weight packed for the products with it, the panels divided among the threads.
template <typename T> void pack_forward(const LinearLayer<T>& layer, T* packed) {
  parallel_for(ALGODISTILL_DISPATCH(linear_panels_forward, layer), packing_grain(layer.inputs),
               [&](int64_t begin, int64_t end) { ALGODISTILL_DISPATCH(linear_pack_forward, layer, packed, begin, end); });
}
template <typename T> void pack_backward(const LinearLayer<T>& layer, T* packed) {
  parallel_for(ALGODISTILL_DISPATCH(linear_panels_backward, layer), packing_grain(layer.outputs),
               [&](int64_t begin, int64_t end) { ALGODISTILL_DISPATCH(linear_pack_backward, layer, packed, begin, end); });
}

// Memory for every part's sums, and their places in it.
template <typename T> class PartSums {
 public:
  PartSums(const LinearLayer<T>& layer, int64_t count)
      : layer_(layer), size_((ALGODISTILL_DISPATCH(linear_sums_size, layer) + 15) / 16 * 16), memory_(size_ * count) {
    for (int64_t part = 0; part < count; part++) places.push_back(ALGODISTILL_DISPATCH(linear_sums, layer, memory_.data() + part * size_));
  }

  // Adds up the parts in their order; bias_gradient may be null.
  void reduce(T* weight_gradient, T* bias_gradient) const {
    parallel_for(layer_.outputs, std::max<int64_t>(1, grain_elements / layer_.inputs), [&](int64_t begin, int64_t end) {
      for (int64_t o = begin; o < end; o++) {
        T* row = weight_gradient + o * layer_.inputs;
        std::copy_n(places[0].weight + o * places[0].step, layer_.inputs, row);
        for (size_t part = 1; part < places.size(); part++) {
          const T* other = places[part].weight + o * places[part].step;
          for (int64_t i = 0; i < layer_.inputs; i++) row[i] += other[i];
        }
        if (!bias_gradient) continue;
        bias_gradient[o] = places[0].bias[o];
        for (size_t part = 1; part < places.size(); part++) bias_gradient[o] += places[part].bias[o];
      }
    });
  }

  std::vector<LinearSums<T>> places;

 private:
  LinearLayer<T> layer_;
  int64_t size_;
  Scratch<T> memory_;
};

}  // namespace algodistill
