// Rearranges matrices for the products.
#pragma once
#include "product.h"

namespace algodistill::ISA {

// In-register transposition of a width × width block by log2(width) rounds of interleaving blocks of 1, 2, 4, … lanes.
template <typename T> INLINE void transpose_block(const T* from, int64_t from_step, T* to, int64_t to_step) {
  constexpr int n = width<T>;
  Vector<T> row[n];
#pragma GCC unroll 16
  for (int i = 0; i < n; i++) row[i] = load(from + i * from_step);
#pragma GCC unroll 4
  for (int block = 1; block < n; block *= 2) {
    Bits<T> lane = lane_indices<T>(), odd = (lane & typename SimdTypes<T>::Integer(block)) != 0;
    Bits<T> low = lane + (odd & typename SimdTypes<T>::Integer(n - block)), high = low + typename SimdTypes<T>::Integer(block);
#pragma GCC unroll 16
    for (int i = 0; i < n; i++)
      if (!(i & block)) {
        Vector<T> a = row[i], b = row[i + block];
        row[i] = __builtin_shuffle(a, b, low);
        row[i + block] = __builtin_shuffle(a, b, high);
      }
  }
#pragma GCC unroll 16
  for (int i = 0; i < n; i++) store(to + i * to_step, row[i]);
}

// x (rows, columns) to panels of its rows, [rows / panel][columns][panel], so that a product with the transpose of x vectorises over
// its rows; zeros beyond the last row.
template <typename T> inline void transpose_to_panels(const T* x, int64_t rows, int64_t columns, T* panels) {
  constexpr int n = width<T>;
  for (int64_t row = 0; row < round_up(rows, panel<T>); row += n) {
    T* to = panels + row / panel<T> * panel<T> * columns + row % panel<T>;
    int64_t whole = row + n <= rows ? round_down(columns, n) : 0;
    for (int64_t c = 0; c < whole; c += n) transpose_block(x + row * columns + c, columns, to + c * panel<T>, panel<T>);
    for (int64_t c = whole; c < columns; c++)
      for (int r = 0; r < n; r++) to[c * panel<T> + r] = row + r < rows ? x[(row + r) * columns + c] : T(0);
  }
}

}  // namespace algodistill::ISA
