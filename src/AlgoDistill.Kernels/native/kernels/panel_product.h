// Products of many rows with a small weight matrix, which general matrix libraries do not do well: the weight is packed once into panels
// of columns, and the rows are taken in blocks that stay in the second-level cache.
#pragma once
#include "pack.h"
#include "rows.h"

namespace algodistill::ISA {

// Rows of `columns` elements that take about 256 KiB, a multiple of tile_rows.
template <typename T> INLINE int64_t block_rows(int64_t columns) {
  int64_t fit = (int64_t(1) << 18) / int64_t(sizeof(T)) / columns;
  return maximum<int64_t>(48, minimum<int64_t>(192, round_down(fit, 48)));
}

// tile_rows × panel of a (rows, depth) · panel (depth, panel) + bias.
template <typename T> NOINLINE void panel_tile(const T* a, int64_t depth, const T* columns, const T* bias, T* c, int64_t c_step) {
  Vector<T> sum[tile_rows][2];
#pragma GCC unroll 8
  for (int r = 0; r < tile_rows; r++) sum[r][0] = load(bias), sum[r][1] = load(bias + width<T>);
  outer_products<2>(sum, LeftRows<T>(a, depth), columns, panel<T>, depth);
#pragma GCC unroll 8
  for (int r = 0; r < tile_rows; r++) {
    store(c + r * c_step, sum[r][0]);
    store(c + r * c_step + width<T>, sum[r][1]);
  }
}

// c (rows, outputs) = a (rows, depth) · panels + bias, where panels and bias are padded to whole panels. The edges go through `edge`,
// so that nothing outside a and c is touched: tile_rows rows of a and one tile of c.
template <typename T>
inline void panel_product(const T* a, int64_t rows, int64_t depth, const T* panels, const T* bias, T* c, int64_t outputs, T* edge) {
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

// x (rows, columns), whose rows are `step` apart, to panels [columns / panel][rows][panel], zeros beyond the last column.
template <typename T> inline void pack_panels(const T* x, int64_t rows, int64_t columns, T* panels, int64_t step) {
  for (int64_t column = 0; column < columns; column += panel<T>, panels += rows * panel<T>)
    for (int64_t row = 0; row < rows; row++) {
      const T* from = x + row * step + column;
      T* to = panels + row * panel<T>;
      if (column + panel<T> <= columns) store(to, load(from)), store(to + width<T>, load(from + width<T>));
      else
        for (int64_t i = 0; i < panel<T>; i++) to[i] = column + i < columns ? from[i] : T(0);
    }
}

// A tile of the weight's gradient broadcasts tile_rows neighbours of a row; strips of whole vectors, where these hold whole tiles, are
// copied by one aligned store a row.
template <typename T> constexpr int strip = width<T> % tile_rows == 0 ? width<T> : tile_rows;

// x (rows, columns) to strips [columns / strip][rows][strip], zeros beyond the last column.
template <typename T> inline void pack_strips(const T* x, int64_t rows, int64_t columns, T* strips) {
  for (int64_t column = 0; column < columns; column += strip<T>)
    for (int64_t row = 0; row < rows; row++, strips += strip<T>) {
      const T* from = x + row * columns + column;
      if (column + strip<T> > columns)
        for (int i = 0; i < strip<T>; i++) strips[i] = column + i < columns ? from[i] : T(0);
      else if (strip<T> == width<T>) store(strips, load(from));
      else
        for (int i = 0; i < strip<T>; i++) strips[i] = from[i];
    }
}

// sums (outputs, step) += yᵀ · x of one block, from the strips of y and the panels of x.
template <typename T>
inline void add_outer_product(const T* strips, int64_t outputs, const T* panels, int64_t inputs, int64_t rows, T* sums, int64_t step) {
  for (int64_t i = 0; i < inputs; i += panel<T>)
    for (int64_t o = 0; o < outputs; o += tile_rows)
      tile<2, true>(LeftColumns<T>{strips + o / strip<T> * strip<T> * rows + o % strip<T>, strip<T>}, panels + i * rows, panel<T>,
                    sums + o * step + i, step, rows);
}

template <typename T> inline void add_rows(const T* x, int64_t rows, int64_t columns, T* sums) {
  for (int64_t r = 0; r < rows; r++)
    for_row<T>(columns, [&](int64_t i, auto at) { at.store(sums + i, at(sums + i) + at(x + r * columns + i)); });
}

template <typename T> INLINE int64_t padded(int64_t n) { return round_up(n, panel<T>); }

}  // namespace algodistill::ISA
