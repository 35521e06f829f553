// What the operators over linear layers share: rows divided among threads, each of which adds up gradients of its own.
#pragma once
#include "../kernels/linear.h"
#include "ops.h"

#include <vector>

namespace algodistill {

constexpr int64_t fewest_rows = 48;  // below it packing the weight costs more than it saves

template <typename T> LinearLayer<T> linear_layer(const Tensor& weight, const Tensor& bias) {
  return {weight.size(1), weight.size(0), weight.data_ptr<T>(), bias.defined() ? bias.data_ptr<T>() : nullptr};
}

// Calls work(part, begin, end) with the rows divided among the threads.
template <typename Work> void parallel_rows(int64_t rows, int64_t parts, const Work& work) {
  at::parallel_for(0, parts, 1, [&](int64_t first, int64_t last) {
    for (int64_t part = first; part < last; part++) work(part, rows * part / parts, rows * (part + 1) / parts);
  });
}

inline int64_t parts(int64_t rows) { return std::max<int64_t>(1, std::min<int64_t>(at::get_num_threads(), rows / fewest_rows)); }

// Memory for every part's sums, and their places in it.
template <typename T> struct PartSums {
  PartSums(const LinearLayer<T>& of, int64_t count, const at::TensorOptions& options) : layer(of) {
    int64_t size = ALGODISTILL_DISPATCH(linear_sums_size, layer);
    memory = at::zeros({count, size}, options);
    for (int64_t part = 0; part < count; part++)
      places.push_back(ALGODISTILL_DISPATCH(linear_sums, layer, memory.data_ptr<T>() + part * size));
  }

  // Adds up the parts in their order.
  void reduce(T* weight_gradient, T* bias_gradient) const {
    int64_t grain = std::max<int64_t>(1, at::internal::GRAIN_SIZE / layer.inputs);
    at::parallel_for(0, layer.outputs, grain, [&](int64_t begin, int64_t end) {
      for (int64_t o = begin; o < end; o++) {
        T* row = weight_gradient + o * layer.inputs;
        std::copy_n(places[0].weight + o * places[0].step, layer.inputs, row);
        bias_gradient[o] = places[0].bias[o];
        for (size_t part = 1; part < places.size(); part++) {
          const T* other = places[part].weight + o * places[part].step;
          for (int64_t i = 0; i < layer.inputs; i++) row[i] += other[i];
          bias_gradient[o] += places[part].bias[o];
        }
      }
    });
  }

  LinearLayer<T> layer;
  Tensor memory;
  std::vector<LinearSums<T>> places;
};

}  // namespace algodistill
