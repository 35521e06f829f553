// Products of many rows with a small weight matrix, which general matrix libraries do not do well: the weight is packed once into
// panels of columns, the rows are taken in blocks that stay in the second-level cache, and the backward pass uses each block of output
// gradients for the input's, the weight's and the bias's gradient while it is there.
#include "linear.h"
#include "pack.h"
#include "rows.h"

namespace algodistill::ISA {

namespace {

// Rows that keep a block within about 256 KiB, a multiple of tile_rows.
template <typename T> int64_t block_rows(const LinearLayer<T>& layer) {
  int64_t fit = (int64_t(1) << 18) / int64_t(sizeof(T)) / maximum(layer.inputs, layer.outputs);
  return maximum<int64_t>(48, minimum<int64_t>(192, round_down(fit, 48)));
}

// tile_rows × panel of a (rows, depth) · panel (depth, panel) + bias.
template <typename T> NOINLINE void panel_tile(const T* a, int64_t depth, const T* columns, const T* bias, T* c, int64_t c_step) {
  Vector<T> sum[tile_rows][2];
#pragma GCC unroll 6
  for (int r = 0; r < tile_rows; r++) sum[r][0] = load(bias), sum[r][1] = load(bias + width<T>);
  outer_products<2>(sum, LeftRows<T>(a, depth), columns, panel<T>, depth);
#pragma GCC unroll 6
  for (int r = 0; r < tile_rows; r++) {
    store(c + r * c_step, sum[r][0]);
    store(c + r * c_step + width<T>, sum[r][1]);
  }
}

// c (rows, outputs) = a (rows, depth) · panels + bias, where panels and bias are padded to whole panels. The edges go through `edge`,
// so that nothing outside a and c is touched: tile_rows rows of a and one tile of c.
template <typename T>
void panel_product(const T* a, int64_t rows, int64_t depth, const T* panels, const T* bias, T* c, int64_t outputs, T* edge) {
  int64_t whole = round_down(rows, tile_rows), rest = rows - whole;
  T *last_rows = edge, *tile = edge + tile_rows * depth;
  for (int64_t i = 0; i < tile_rows * depth; i++) last_rows[i] = i < rest * depth ? a[whole * depth + i] : T(0);
  for (int64_t column = 0; column < outputs; column += panel<T>) {
    const T* columns = panels + column * depth;
    bool inside = column + panel<T> <= outputs;
    for (int64_t row = 0; row < rows; row += tile_rows) {
      T* place = c + row * outputs + column;
      const T* left = row < whole ? a + row * depth : last_rows;
      if (inside && row < whole) {
        panel_tile(left, depth, columns, bias + column, place, outputs);
        continue;
      }
      panel_tile(left, depth, columns, bias + column, tile, panel<T>);
      for (int64_t r = 0; r < minimum<int64_t>(tile_rows, rows - row); r++)
        for (int64_t i = 0; i < minimum<int64_t>(panel<T>, outputs - column); i++) place[r * outputs + i] = tile[r * panel<T> + i];
    }
  }
}

// x (rows, columns) to panels [columns / panel][rows][panel], zeros beyond the last column.
template <typename T> void pack_panels(const T* x, int64_t rows, int64_t columns, T* panels) {
  for (int64_t column = 0; column < columns; column += panel<T>, panels += rows * panel<T>)
    for (int64_t row = 0; row < rows; row++) {
      const T* from = x + row * columns + column;
      T* to = panels + row * panel<T>;
      if (column + panel<T> <= columns) store(to, load(from)), store(to + width<T>, load(from + width<T>));
      else
        for (int64_t i = 0; i < panel<T>; i++) to[i] = column + i < columns ? from[i] : T(0);
    }
}

// x (rows, columns) to strips [columns / tile_rows][rows][tile_rows], zeros beyond the last column. A vector may be longer than a row of
// a strip: what it writes too much, the next one overwrites, and behind the last there is a vector's room.
template <typename T> void pack_strips(const T* x, int64_t rows, int64_t columns, T* strips) {
  for (int64_t column = 0; column < columns; column += tile_rows)
    for (int64_t row = 0; row < rows; row++, strips += tile_rows) {
      const T* from = x + row * columns + column;
      int64_t readable = (row + 1 < rows ? columns : 0) + columns - column;  // at least so many of x from here on
      if (width<T> >= tile_rows && column + tile_rows <= columns && readable >= width<T>) store(strips, load(from));
      else
        for (int64_t i = 0; i < tile_rows; i++) strips[i] = column + i < columns ? from[i] : T(0);
    }
}

template <typename T> INLINE int64_t padded(int64_t n) { return round_up(n, panel<T>); }

}  // namespace

template <typename T> int64_t linear_packed_size(const LinearLayer<T>& layer) {
  return (padded<T>(layer.inputs) + 1) * (padded<T>(layer.outputs) + 1);
}

// Panels of outputs, [outputs / panel][inputs][panel], then the bias.
template <typename T> void linear_pack_forward(const LinearLayer<T>& layer, T* packed) {
  int64_t inputs = layer.inputs, outputs = layer.outputs, all = padded<T>(outputs);
  transpose_to_panels(layer.weight, outputs, inputs, packed);
  for (int64_t o = 0; o < all; o++) packed[all * inputs + o] = layer.bias && o < outputs ? layer.bias[o] : T(0);
}

// Panels of inputs, [inputs / panel][outputs][panel], then zeros in the place of a bias.
template <typename T> void linear_pack_backward(const LinearLayer<T>& layer, T* packed) {
  int64_t all = padded<T>(layer.inputs);
  pack_panels(layer.weight, layer.outputs, layer.inputs, packed);
  for (int64_t i = 0; i < all; i++) packed[all * layer.outputs + i] = 0;
}

template <typename T> int64_t linear_scratch(const LinearLayer<T>& layer) {
  int64_t edge = tile_rows * (maximum(layer.inputs, layer.outputs) + panel<T>);
  return edge + block_rows(layer) * (padded<T>(layer.inputs) + round_up(layer.outputs, tile_rows)) + width<T>;
}

template <typename T> int64_t linear_sums_size(const LinearLayer<T>& layer) {
  return round_up(layer.outputs, tile_rows) * (padded<T>(layer.inputs) + 1);
}

template <typename T> LinearSums<T> linear_sums(const LinearLayer<T>& layer, T* memory) {
  int64_t step = padded<T>(layer.inputs);
  return {memory, memory + round_up(layer.outputs, tile_rows) * step, step};
}

template <typename T>
void linear_forward(const LinearLayer<T>& layer, const T* packed, int64_t rows, const T* x, T* y, T* scratch) {
  const T* bias = packed + padded<T>(layer.outputs) * layer.inputs;
  for (int64_t row = 0, block = block_rows(layer); row < rows; row += block)
    panel_product(x + row * layer.inputs, minimum(block, rows - row), layer.inputs, packed, bias, y + row * layer.outputs, layer.outputs,
                  scratch);
}

template <typename T>
void linear_backward(const LinearLayer<T>& layer, const T* packed, int64_t rows, const T* x, const T* y_gradient, T* x_gradient,
                     LinearSums<T> sums, T* scratch) {
  int64_t inputs = layer.inputs, outputs = layer.outputs, block = block_rows(layer);
  T *panels = scratch + tile_rows * (maximum(inputs, outputs) + panel<T>), *strips = panels + block * padded<T>(inputs);
  for (int64_t row = 0; row < rows; row += block) {
    int64_t count = minimum(block, rows - row);
    const T* dy = y_gradient + row * outputs;
    panel_product(dy, count, outputs, packed, packed + padded<T>(inputs) * outputs, x_gradient + row * inputs, inputs, scratch);
    pack_panels(x + row * inputs, count, inputs, panels);
    pack_strips(dy, count, outputs, strips);
    for (int64_t i = 0; i < inputs; i += panel<T>)
      for (int64_t o = 0; o < outputs; o += tile_rows)
        tile<2, true>(LeftColumns<T>{strips + o * count, tile_rows}, panels + i * count, panel<T>, sums.weight + o * sums.step + i,
                      sums.step, count);
    for (int64_t r = 0; r < count; r++)
      for_row<T>(outputs, [&](int64_t o, auto at) { at.store(sums.bias + o, at(sums.bias + o) + at(dy + r * outputs + o)); });
  }
}

#define INSTANTIATE(T)                                                                                                    \
  template int64_t linear_packed_size(const LinearLayer<T>&);                                                             \
  template void linear_pack_forward(const LinearLayer<T>&, T*);                                                           \
  template void linear_pack_backward(const LinearLayer<T>&, T*);                                                          \
  template int64_t linear_scratch(const LinearLayer<T>&);                                                                 \
  template int64_t linear_sums_size(const LinearLayer<T>&);                                                               \
  template LinearSums<T> linear_sums(const LinearLayer<T>&, T*);                                                          \
  template void linear_forward(const LinearLayer<T>&, const T*, int64_t, const T*, T*, T*);                               \
  template void linear_backward(const LinearLayer<T>&, const T*, int64_t, const T*, const T*, T*, LinearSums<T>, T*);
INSTANTIATE(float)
INSTANTIATE(double)

}  // namespace algodistill::ISA
