// A multilayer perceptron: `layers` linear layers of sizes[l] inputs and sizes[l + 1] outputs, an activation (0 tanh, 1 relu) between them
// and, with `activate_last`, behind the last. On one thread always: its networks are small, and its sums then depend on nothing else.
#include "../kernels/activation.h"
#include "../kernels/linear.h"

#include <algorithm>
#include <vector>

#include "library.h"

using namespace algodistill;

namespace {

template <typename T> LinearLayer<T> layer(const int64_t* sizes, const void* const* weights, const void* const* biases, int64_t l) {
  return {sizes[l], sizes[l + 1], static_cast<const T*>(weights[l]), static_cast<const T*>(biases[l])};
}

}  // namespace

// hidden: the outputs of all layers but the last, (rows, sizes[l + 1]) each, one after the other.
ALGODISTILL_API int32_t algodistill_perceptron(int32_t wide, int64_t rows, int64_t layers, const int64_t* sizes, int32_t activation,
                                               int32_t activate_last, const void* x, const void* const* weights, const void* const* biases,
                                               void* hidden, void* y) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    const T* input = static_cast<const T*>(x);
    T* next = static_cast<T*>(hidden);
    for (int64_t l = 0; l < layers; l++) {
      LinearLayer<T> of = layer<T>(sizes, weights, biases, l);
      T* output = l + 1 < layers ? next : static_cast<T*>(y);
      Scratch<T> packed(ALGODISTILL_DISPATCH(linear_packed_size, of)), scratch(ALGODISTILL_DISPATCH(linear_scratch, of));
      ALGODISTILL_DISPATCH(linear_pack_forward, of, packed.data(), 0, ALGODISTILL_DISPATCH(linear_panels_forward, of));
      ALGODISTILL_DISPATCH(linear_forward, of, packed.data(), rows, input, output, scratch.data());
      if (l + 1 < layers || activate_last) ALGODISTILL_DISPATCH(activate, static_cast<Activation>(activation), rows * of.outputs, output);
      input = output;
      next += rows * of.outputs;
    }
  });
}

// x_gradient may be null; y is read where activate_last.
ALGODISTILL_API int32_t algodistill_perceptron_backward(int32_t wide, int64_t rows, int64_t layers, const int64_t* sizes, int32_t activation,
                                                        int32_t activate_last, const void* x, const void* const* weights,
                                                        const void* const* biases, const void* hidden, const void* y, const void* y_gradient,
                                                        void* x_gradient, void* const* weight_gradients, void* const* bias_gradients) {
  return typed(wide, [&](auto type) {
    using T = decltype(type);
    int64_t widest = *std::max_element(sizes, sizes + layers + 1), behind = 0;
    for (int64_t l = 1; l < layers; l++) behind += rows * sizes[l];
    Scratch<T> above(rows * widest), below(rows * widest);
    T *gradient = above.data(), *other = below.data();
    std::copy_n(static_cast<const T*>(y_gradient), rows * sizes[layers], gradient);
    const T* value = static_cast<const T*>(y);
    for (int64_t l = layers - 1; l >= 0; l--) {
      LinearLayer<T> of = layer<T>(sizes, weights, biases, l);
      if (l + 1 < layers || activate_last)
        ALGODISTILL_DISPATCH(activation_backward, static_cast<Activation>(activation), rows * of.outputs, value, gradient);
      if (l > 0) behind -= rows * of.inputs;
      const T* input = l > 0 ? static_cast<const T*>(hidden) + behind : static_cast<const T*>(x);
      T* down = l == 0 && x_gradient ? static_cast<T*>(x_gradient) : other;
      Scratch<T> packed(ALGODISTILL_DISPATCH(linear_packed_size, of)), scratch(ALGODISTILL_DISPATCH(linear_scratch, of));
      Scratch<T> memory(ALGODISTILL_DISPATCH(linear_sums_size, of));
      LinearSums<T> sums = ALGODISTILL_DISPATCH(linear_sums, of, memory.data());
      ALGODISTILL_DISPATCH(linear_pack_backward, of, packed.data(), 0, ALGODISTILL_DISPATCH(linear_panels_backward, of));
      ALGODISTILL_DISPATCH(linear_backward, of, packed.data(), rows, input, gradient, down, sums, scratch.data());
      for (int64_t o = 0; o < of.outputs; o++)
        std::copy_n(sums.weight + o * sums.step, of.inputs, static_cast<T*>(weight_gradients[l]) + o * of.inputs);
      std::copy_n(sums.bias, of.outputs, static_cast<T*>(bias_gradients[l]));
      value = input;
      std::swap(gradient, other);
    }
  });
}
