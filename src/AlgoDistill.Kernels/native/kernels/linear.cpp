// A linear layer. The backward pass uses each block of output gradients for the input's, the weight's and the bias's gradient while it is
// in the cache.
#include "linear.h"
#include "panel_product.h"

namespace algodistill::ISA {

namespace {

template <typename T> int64_t widest_rows(const LinearLayer<T>& layer) { return block_rows<T>(maximum(layer.inputs, layer.outputs)); }

}  // namespace

template <typename T> int64_t linear_packed_size(const LinearLayer<T>& layer) {
  return (padded<T>(layer.inputs) + 1) * (padded<T>(layer.outputs) + 1);
}

template <typename T> int64_t linear_panels_forward(const LinearLayer<T>& layer) { return padded<T>(layer.outputs) / panel<T>; }
template <typename T> int64_t linear_panels_backward(const LinearLayer<T>& layer) { return padded<T>(layer.inputs) / panel<T>; }

// Panels of outputs, [outputs / panel][inputs][panel], then the bias.
template <typename T> void linear_pack_forward(const LinearLayer<T>& layer, T* packed, int64_t begin, int64_t end) {
  int64_t inputs = layer.inputs, outputs = layer.outputs, all = padded<T>(outputs), first = begin * panel<T>, last = end * panel<T>;
  transpose_to_panels(layer.weight + first * inputs, minimum(last, outputs) - first, inputs, packed + first * inputs);
  if (last < all) return;
  for (int64_t o = 0; o < all; o++) packed[all * inputs + o] = layer.bias && o < outputs ? layer.bias[o] : T(0);
}

// Panels of inputs, [inputs / panel][outputs][panel], then zeros in the place of a bias.
template <typename T> void linear_pack_backward(const LinearLayer<T>& layer, T* packed, int64_t begin, int64_t end) {
  int64_t all = padded<T>(layer.inputs), first = begin * panel<T>, last = end * panel<T>;
  pack_panels(layer.weight + first, layer.outputs, minimum(last, layer.inputs) - first, packed + first * layer.outputs, layer.inputs);
  if (last < all) return;
  for (int64_t i = 0; i < all; i++) packed[all * layer.outputs + i] = 0;
}

template <typename T> int64_t linear_scratch(const LinearLayer<T>& layer) {
  int64_t edge = tile_rows * (maximum(layer.inputs, layer.outputs) + panel<T>);
  return edge + widest_rows(layer) * (padded<T>(layer.inputs) + round_up(layer.outputs, strip<T>));
}

template <typename T> int64_t linear_sums_size(const LinearLayer<T>& layer) {
  return round_up(layer.outputs, tile_rows) * (padded<T>(layer.inputs) + 1);
}

template <typename T> LinearSums<T> linear_sums(const LinearLayer<T>& layer, T* memory) {
  int64_t step = padded<T>(layer.inputs);
  return {memory, memory + round_up(layer.outputs, tile_rows) * step, step};
}

template <typename T> void clear_sums(const LinearLayer<T>& layer, LinearSums<T> sums) {
  for (int64_t i = 0, all = linear_sums_size(layer); i < all; i++) sums.weight[i] = 0;
}

template <typename T>
void linear_forward(const LinearLayer<T>& layer, const T* packed, int64_t rows, const T* x, T* y, T* scratch) {
  const T* bias = packed + padded<T>(layer.outputs) * layer.inputs;
  for (int64_t row = 0, block = widest_rows(layer); row < rows; row += block)
    panel_product(x + row * layer.inputs, minimum(block, rows - row), layer.inputs, packed, bias, y + row * layer.outputs, layer.outputs,
                  scratch);
}

template <typename T>
void linear_backward(const LinearLayer<T>& layer, const T* packed, int64_t rows, const T* x, const T* y_gradient, T* x_gradient,
                     LinearSums<T> sums, T* scratch) {
  int64_t inputs = layer.inputs, outputs = layer.outputs, block = widest_rows(layer);
  T *panels = scratch + tile_rows * (maximum(inputs, outputs) + panel<T>), *strips = panels + block * padded<T>(inputs);
  clear_sums(layer, sums);
  for (int64_t row = 0; row < rows; row += block) {
    int64_t count = minimum(block, rows - row);
    const T* dy = y_gradient + row * outputs;
    panel_product(dy, count, outputs, packed, packed + padded<T>(inputs) * outputs, x_gradient + row * inputs, inputs, scratch);
    pack_panels(x + row * inputs, count, inputs, panels, inputs);
    pack_strips(dy, count, outputs, strips);
    add_outer_product(strips, outputs, panels, inputs, count, sums.weight, sums.step);
    add_rows(dy, count, outputs, sums.bias);
  }
}

#define INSTANTIATE(T)                                                                                                    \
  template int64_t linear_packed_size(const LinearLayer<T>&);                                                             \
  template int64_t linear_panels_forward(const LinearLayer<T>&);                                                          \
  template int64_t linear_panels_backward(const LinearLayer<T>&);                                                         \
  template void linear_pack_forward(const LinearLayer<T>&, T*, int64_t, int64_t);                                         \
  template void linear_pack_backward(const LinearLayer<T>&, T*, int64_t, int64_t);                                        \
  template int64_t linear_scratch(const LinearLayer<T>&);                                                                 \
  template int64_t linear_sums_size(const LinearLayer<T>&);                                                               \
  template LinearSums<T> linear_sums(const LinearLayer<T>&, T*);                                                          \
  template void clear_sums(const LinearLayer<T>&, LinearSums<T>);                                                         \
  template void linear_forward(const LinearLayer<T>&, const T*, int64_t, const T*, T*, T*);                               \
  template void linear_backward(const LinearLayer<T>&, const T*, int64_t, const T*, const T*, T*, LinearSums<T>, T*);
INSTANTIATE(float)
INSTANTIATE(double)

}  // namespace algodistill::ISA
