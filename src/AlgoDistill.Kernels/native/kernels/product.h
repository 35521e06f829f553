// Small matrix products on packed operands that sit in the first-level cache.
#pragma once
#include "simd.h"

namespace algodistill::ISA {

// Rows of a tile of two vectors: with 6, 12 accumulators, 2 vectors of B and a broadcast take 15 of 16 registers; AVX-512 has 32.
#if SIMD_BYTES == 64
constexpr int tile_rows = 8;
#else
constexpr int tile_rows = 6;
#endif
template <typename T> constexpr int panel = 2 * width<T>;  // columns of a full tile

INLINE int64_t round_up(int64_t n, int64_t multiple) { return (n + multiple - 1) / multiple * multiple; }
INLINE int64_t round_down(int64_t n, int64_t multiple) { return n / multiple * multiple; }

// The left operand of a product, broadcast element by element. Row-major with any row step: two base pointers, so that the rows
// need few address registers.
template <typename T> struct LeftRows {
  typedef T Element;
  const T *top, *bottom;
  int64_t step;
  INLINE LeftRows(const T* data, int64_t row_step) : top(data), bottom(data + tile_rows / 2 * row_step), step(row_step) {}
  INLINE T operator()(int row, int64_t column) const {
    return row < tile_rows / 2 ? top[row * step + column] : bottom[(row - tile_rows / 2) * step + column];
  }
};

// The transpose of a row-major matrix.
template <typename T> struct LeftColumns {
  typedef T Element;
  const T* data;
  int64_t step;
  INLINE T operator()(int row, int64_t column) const { return data[column * step + row]; }
};

// sum[r][v] += Σ_k A(r, k) · B[k][v]: outer products of a column of A, broadcast, with a row of B.
template <int Vectors, typename Left, typename T = typename Left::Element>
INLINE void outer_products(Vector<T> (&sum)[tile_rows][Vectors], Left a, const T* b, int64_t b_step, int64_t depth) {
  for (int64_t k = 0; k < depth; k++) {
    Vector<T> row[Vectors];
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; v++) row[v] = load(b + k * b_step + v * width<T>);
#pragma GCC unroll 8
    for (int r = 0; r < tile_rows; r++) {
      Vector<T> factor = splat(a(r, k));
#pragma GCC unroll 2
      for (int v = 0; v < Vectors; v++) sum[r][v] += factor * row[v];
    }
  }
}

template <int Vectors, bool Accumulate, typename Left, typename T = typename Left::Element>
NOINLINE void tile(Left a, const T* b, int64_t b_step, T* c, int64_t c_step, int64_t depth) {
  Vector<T> sum[tile_rows][Vectors] = {};
  outer_products<Vectors>(sum, a, b, b_step, depth);
#pragma GCC unroll 8
  for (int r = 0; r < tile_rows; r++)
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; v++) {
      T* place = c + r * c_step + v * width<T>;
      store(place, Accumulate ? load(place) + sum[r][v] : sum[r][v]);
    }
}

// C[tile_rows × columns] += A[tile_rows × depth] · B[depth × columns]; columns is a multiple of the vector width.
template <typename Left, typename T = typename Left::Element>
INLINE void add_product(Left a, const T* b, T* c, int64_t columns, int64_t depth) {
  int64_t n = 0;
  for (; n + panel<T> <= columns; n += panel<T>) tile<2, true>(a, b + n, columns, c + n, columns, depth);
  if (n < columns) tile<1, true>(a, b + n, columns, c + n, columns, depth);
}

}  // namespace algodistill::ISA
