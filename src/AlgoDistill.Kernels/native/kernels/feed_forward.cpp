// The feed-forward layer of a transformer, block of rows by block of rows: what lies between its two products never leaves the
// second-level cache, but for the input of the gelu, which the backward pass reads once.
#include "feed_forward.h"
#include "normal.h"
#include "panel_product.h"

namespace algodistill::ISA {

namespace {

// The parts of a thread's scratch.
template <typename T> struct FeedForwardBlock {
  int64_t rows, width, inner;
  T *edge, *activated, *slopes, *strips, *panels, *narrow_strips;

  FeedForwardBlock(const FeedForwardLayer<T>& layer, T* scratch)
      : rows(block_rows<T>(layer.expand.outputs)), width(layer.expand.inputs), inner(layer.expand.outputs) {
    edge = scratch;
    activated = edge + tile_rows * (maximum(width, inner) + panel<T>);  // (rows, inner), or its panels
    slopes = activated + rows * padded<T>(inner);                       // (rows, inner)
    strips = slopes + rows * inner;                                     // of the slopes
    panels = strips + rows * round_up(inner, strip<T>);                 // of x
    narrow_strips = panels + rows * padded<T>(width);                   // of y's gradient
  }

  T* end() const { return narrow_strips + rows * round_up(width, strip<T>); }
};

template <typename T> INLINE void activate(const T* hidden, int64_t count, T* result) {
  for_row<T>(count, [&](int64_t i, auto at) {
    auto x = at(hidden + i);
    at.store(result + i, x * normal(x).distribution);
  });
}

// gelu(hidden) to panels, as pack_panels lays them, and its slope times the gradient in the gradient's place.
template <typename T> void activate_backward(const T* hidden, int64_t rows, int64_t columns, T* gradient, T* panels) {
  for (int64_t r = 0; r < rows; r++, hidden += columns, gradient += columns) {
    T* row = panels + r * panel<T>;
    auto place = [&](int64_t i) { return row + i / panel<T> * panel<T> * rows + i % panel<T>; };
    for_row<T>(columns, [&](int64_t i, auto at) {
      auto x = at(hidden + i);
      auto bell = normal(x);
      at.store(place(i), x * bell.distribution);
      at.store(gradient + i, at(gradient + i) * (bell.distribution + x * bell.density));
    });
    for (int64_t i = columns; i < padded<T>(columns); i++) *place(i) = 0;
  }
}

template <typename T> const T* bias_of(const LinearLayer<T>& layer, const T* packed) { return packed + padded<T>(layer.outputs) * layer.inputs; }
template <typename T> const T* zeros_of(const LinearLayer<T>& layer, const T* packed) { return packed + padded<T>(layer.inputs) * layer.outputs; }

}  // namespace

template <typename T> int64_t feed_forward_scratch(const FeedForwardLayer<T>& layer) {
  return FeedForwardBlock<T>(layer, nullptr).end() - static_cast<T*>(nullptr);
}

template <typename T>
void feed_forward_forward(const FeedForwardLayer<T>& layer, const T* expand, const T* contract, int64_t rows, const T* x, T* hidden, T* y,
                          T* scratch) {
  FeedForwardBlock<T> block(layer, scratch);
  int64_t width = block.width, inner = block.inner;
  for (int64_t row = 0; row < rows; row += block.rows) {
    int64_t count = minimum(block.rows, rows - row);
    T* h = hidden + row * inner;
    panel_product(x + row * width, count, width, expand, bias_of(layer.expand, expand), h, inner, block.edge);
    activate(h, count * inner, block.activated);
    panel_product<T>(block.activated, count, inner, contract, bias_of(layer.contract, contract), y + row * width, width, block.edge);
  }
}

template <typename T>
void feed_forward_backward(const FeedForwardLayer<T>& layer, const T* expand, const T* contract, int64_t rows, const T* x, const T* hidden,
                           const T* y_gradient, T* x_gradient, LinearSums<T> expand_sums, LinearSums<T> contract_sums, T* scratch) {
  FeedForwardBlock<T> block(layer, scratch);
  int64_t width = block.width, inner = block.inner;
  clear_sums(layer.expand, expand_sums);
  clear_sums(layer.contract, contract_sums);
  for (int64_t row = 0; row < rows; row += block.rows) {
    int64_t count = minimum(block.rows, rows - row);
    const T* dy = y_gradient + row * width;
    panel_product(dy, count, width, contract, zeros_of(layer.contract, contract), block.slopes, inner, block.edge);
    activate_backward(hidden + row * inner, count, inner, block.slopes, block.activated);
    pack_strips(dy, count, width, block.narrow_strips);
    add_outer_product<T>(block.narrow_strips, width, block.activated, inner, count, contract_sums.weight, contract_sums.step);
    add_rows(dy, count, width, contract_sums.bias);
    panel_product<T>(block.slopes, count, inner, expand, zeros_of(layer.expand, expand), x_gradient + row * width, width, block.edge);
    pack_strips<T>(block.slopes, count, inner, block.strips);
    pack_panels(x + row * width, count, width, block.panels, width);
    add_outer_product<T>(block.strips, inner, block.panels, width, count, expand_sums.weight, expand_sums.step);
    add_rows<T>(block.slopes, count, inner, expand_sums.bias);
  }
}

#define INSTANTIATE(T)                                                                                                                 \
  template int64_t feed_forward_scratch(const FeedForwardLayer<T>&);                                                                   \
  template void feed_forward_forward(const FeedForwardLayer<T>&, const T*, const T*, int64_t, const T*, T*, T*, T*);                   \
  template void feed_forward_backward(const FeedForwardLayer<T>&, const T*, const T*, int64_t, const T*, const T*, const T*, T*,       \
                                      LinearSums<T>, LinearSums<T>, T*);
INSTANTIATE(float)
INSTANTIATE(double)

}  // namespace algodistill::ISA
