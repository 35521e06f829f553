// Copies of one head's rows in the layouts that the products want.
#pragma once
#include "attention.h"
#include "pack.h"

namespace algodistill::ISA {

template <typename T> INLINE T score_scale(const AttentionInput<T>& in) { return T(1 / __builtin_sqrt(double(in.size))); }
template <typename T> INLINE int64_t padded_size(const AttentionInput<T>& in) { return round_up(in.size, width<T>); }

// Where head `item` of part 0 (q), 1 (k) or 2 (v) starts, in a tensor shaped like qkv.
template <typename T> INLINE int64_t head_offset(const AttentionInput<T>& in, int64_t item, int part) {
  int64_t batch = item / in.heads, head = item % in.heads;
  return batch * in.time * 3 * in.heads * in.size + (part * in.heads + head) * in.size;
}

// Asks for rows [begin, end) of one head, which lie far apart, where the processor's own prefetching does not follow: while the
// arithmetic of one head runs, the memory of the next arrives.
template <int write, typename T> INLINE void prefetch_rows(const T* head, int64_t step, int64_t size, int64_t begin, int64_t end) {
  for (int64_t t = begin; t < end; t++)
    for (int64_t i = 0; i < size; i += 64 / sizeof(T)) __builtin_prefetch(head + t * step + i, write, 2);
}

template <int write, typename T>
INLINE void prefetch_qkv(const AttentionInput<T>& in, const T* qkv, int64_t item, int64_t begin, int64_t end) {
  if (item >= in.batch * in.heads) return;
  for (int part = 0; part < 3; part++)
    prefetch_rows<write>(qkv + head_offset(in, item, part), 3 * in.heads * in.size, in.size, begin, end);
}

// The score of a hidden key: so low that its 2^x is exactly zero, finite so that differences are no NaN.
constexpr double hidden = -2e30;

// `scores` of one query against the keys from `key` on, those outside 0 <= query - key < window hidden.
template <typename T>
INLINE Vector<T> hide_invisible(Vector<T> scores, const AttentionInput<T>& in, int64_t query, int64_t key) {
  typedef typename SimdTypes<T>::Integer Integer;
  Bits<T> distance = Integer(query - key) - lane_indices<T>();
  return (distance >= 0) & (distance < Integer(in.window)) ? scores : splat(T(hidden));
}

// Whether every query of [query, query + tile_rows) sees every key of the panel.
template <typename T> INLINE bool all_visible(const AttentionInput<T>& in, int64_t query, int64_t key) {
  return query >= key + panel<T> - 1 && query + tile_rows - 1 - key < in.window;
}

// Where head `item` starts in a tensor shaped like the output.
template <typename T> INLINE int64_t output_offset(const AttentionInput<T>& in, int64_t item) {
  return (item / in.heads * in.time * in.heads + item % in.heads) * in.size;
}

template <typename T> INLINE void scale_row(const T* from, T* to, int64_t count, T factor) {
  int64_t i = 0;
  for (; i + width<T> <= count; i += width<T>) store(to + i, load(from + i) * factor);
  for (; i < count; i++) to[i] = from[i] * factor;
}

// Rotates the pairs (x_i, x_{i + size/2}) of one row by its position's angles, `direction` +1, or back, -1, and scales them.
template <typename T>
INLINE void rotate_row(const AttentionInput<T>& in, int64_t t, const T* from, T* to, T scale, T direction) {
  int64_t half = in.size / 2, i = 0;
  const T *cosine = in.cosines + t * half, *sine = in.sines + t * half;
  auto turn = [&](auto first, auto second, auto c, auto s, auto keep_first, auto keep_second) {
    first *= scale, second *= scale, s *= direction;
    keep_first(first * c - second * s);
    keep_second(second * c + first * s);
  };
  for (; i + width<T> <= half; i += width<T>)
    turn(load(from + i), load(from + half + i), load(cosine + i), load(sine + i), [&](auto x) { store(to + i, x); },
         [&](auto x) { store(to + half + i, x); });
  for (; i + width<T> / 2 <= half; i += width<T> / 2)
    turn(load_half(from + i), load_half(from + half + i), load_half(cosine + i), load_half(sine + i),
         [&](auto x) { store_half(to + i, x); }, [&](auto x) { store_half(to + half + i, x); });
  for (; i < half; i++)
    turn(from[i], from[half + i], cosine[i], sine[i], [&](auto x) { to[i] = x; }, [&](auto x) { to[half + i] = x; });
}

template <typename T>
INLINE void copy_row(const AttentionInput<T>& in, bool rotate, int64_t t, const T* from, T* to, T scale, T direction) {
  if (rotate && in.cosines) rotate_row(in, t, from, to, scale, direction);
  else scale_row(from, to, in.size, scale);
}

// Rows [begin, end) of one part to (rows rounded up to `multiple`) × padded_size, zeros beyond.
template <typename T>
INLINE void pack_rows(const AttentionInput<T>& in, const T* head, int64_t step, bool rotate, T scale, int64_t begin, int64_t end,
                      int64_t multiple, T* rows) {
  int64_t columns = padded_size(in);
  for (int64_t t = begin; t < end; t++, rows += columns) {
    copy_row(in, rotate, t, head + t * step, rows, scale, T(1));
    for (int64_t i = in.size; i < columns; i++) rows[i] = 0;
  }
  int64_t rest = (round_up(end - begin, multiple) - (end - begin)) * columns;
  for (int64_t i = 0; i < rest; i += width<T>) store(rows + i, Vector<T>{});
}

}  // namespace algodistill::ISA
