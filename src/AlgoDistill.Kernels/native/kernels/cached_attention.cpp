// Attention of one new token per stream over its ring of keys and values. Slot = position mod window; once the ring is full every slot
// is visible, and the order of slots does not matter to a softmax.
#include "cached_attention.h"
#include "simd.h"

namespace algodistill::ISA {

namespace {

// Cosines and sines, side by side, of the angles position · frequency; in double, for a float angle would be wrong far out.
template <typename T> void turn_to(const CachedAttentionStep<T>& step, int64_t position, T* turns) {
  for (int64_t i = 0, half = step.size / 2; step.frequencies && i < half; i++) {
    double angle = double(position) * step.frequencies[i];
    turns[i] = T(__builtin_cos(angle)), turns[half + i] = T(__builtin_sin(angle));
  }
}

// x scaled, its pairs (x_i, x_{i + size/2}) turned.
template <typename T> void rotate(const CachedAttentionStep<T>& step, const T* turns, const T* x, T* result, T scale) {
  int64_t half = step.frequencies ? step.size / 2 : 0;
  for (int64_t i = 0; i < half; i++) {
    T cosine = turns[i], sine = turns[half + i], first = x[i] * scale, second = x[half + i] * scale;
    result[i] = first * cosine - second * sine;
    result[half + i] = second * cosine + first * sine;
  }
  for (int64_t i = 2 * half; i < step.size; i++) result[i] = x[i] * scale;
}

// scores[w] = Σ_c query[c] · keys[w / key_block][c][w % key_block], whole blocks; what lies behind `count` is not to be used.
template <typename T> void score(const CachedAttentionStep<T>& step, int64_t count, const T* query, const T* keys, T* scores) {
  constexpr int vectors = key_block / width<T>;
  for (int64_t w = 0; w < count; w += key_block) {
    Vector<T> sum[vectors] = {};
    for (int64_t c = 0; c < step.size; c++, keys += key_block)
#pragma GCC unroll 8
      for (int v = 0; v < vectors; v++) sum[v] += query[c] * load(keys + v * width<T>);
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++) store(scores + w + v * width<T>, sum[v]);
  }
}

// scores to 2^(score - maximum), padded with zeros to a whole vector; returns their sum.
template <typename T> T soften(T* scores, int64_t count) {
  for (int64_t w = count; w % width<T> != 0; w++) scores[w] = T(-2e30);
  Vector<T> largest = load(scores), sum = {};
  for (int64_t w = width<T>; w < count; w += width<T>) largest = lanewise_maximum<T>(largest, load(scores + w));
  Vector<T> peak = splat(maximum_lane<T>(largest));
  for (int64_t w = 0; w < count; w += width<T>) {
    Vector<T> p = exp2_lanes(load(scores + w) - peak);
    sum += p;
    store(scores + w, p);
  }
  return sum_lanes<T>(sum);
}

// output = factor · Σ_w weights[w] · values[w] for `Columns` vectors of columns, with 4 / Columns partial sums each.
template <int Columns, typename T>
INLINE void mix_columns(const CachedAttentionStep<T>& step, int64_t count, const T* weights, const T* values, T factor, T* output) {
  constexpr int parts = 4 / Columns;
  Vector<T> sum[parts][Columns] = {};
  int64_t w = 0;
  for (; w + parts <= count; w += parts)
#pragma GCC unroll 4
    for (int k = 0; k < parts; k++)
#pragma GCC unroll 4
      for (int v = 0; v < Columns; v++) sum[k][v] += weights[w + k] * load(values + (w + k) * step.size + v * width<T>);
  for (; w < count; w++)
    for (int v = 0; v < Columns; v++) sum[0][v] += weights[w] * load(values + w * step.size + v * width<T>);
#pragma GCC unroll 4
  for (int v = 0; v < Columns; v++) {
    for (int k = 1; k < parts; k++) sum[0][v] += sum[k][v];
    store(output + v * width<T>, sum[0][v] * factor);
  }
}

// The same for all columns.
template <typename T> void mix(const CachedAttentionStep<T>& step, int64_t count, const T* weights, const T* values, T factor, T* output) {
  int64_t size = step.size, c = 0;
  for (; c + 4 * width<T> <= size; c += 4 * width<T>) mix_columns<4>(step, count, weights, values + c, factor, output + c);
  for (; c + 2 * width<T> <= size; c += 2 * width<T>) mix_columns<2>(step, count, weights, values + c, factor, output + c);
  for (; c + width<T> <= size; c += width<T>) mix_columns<1>(step, count, weights, values + c, factor, output + c);
  for (; c < size; c++) {
    T sum = 0;
    for (int64_t w = 0; w < count; w++) sum += weights[w] * values[w * size + c];
    output[c] = sum * factor;
  }
}

}  // namespace

template <typename T> int64_t cached_attention_scratch(const CachedAttentionStep<T>& step) {
  return 3 * step.size + key_blocks(step.window) * key_block;
}

template <typename T> void cached_attention(const CachedAttentionStep<T>& step, int64_t begin, int64_t end, T* scratch) {
  int64_t size = step.size, all = step.heads * size, ring = key_blocks(step.window) * key_block * size, turned = -1;
  T *scores = scratch, *query = scores + ring / size, *key = query + size, *turns = key + size;
  T scale = T(log2_e / __builtin_sqrt(double(size)));
  for (int64_t item = begin; item < end; item++) {
    int64_t stream = item / step.heads, position = step.positions[stream], slot = position % step.window;
    if (position != turned) turn_to(step, turned = position, turns);  // streams in lock step share it, as heads do
    const T* q = step.qkv + stream * 3 * all + item % step.heads * size;
    T *keys = step.keys + item * ring, *values = step.values + item * step.window * size;
    rotate(step, turns, q, query, scale);
    rotate(step, turns, q + all, key, T(1));
    for (int64_t c = 0; c < size; c++) {
      keys[(slot / key_block * size + c) * key_block + slot % key_block] = key[c];
      values[slot * size + c] = q[2 * all + c];
    }
    int64_t count = minimum(position + 1, step.window);
    score(step, count, query, keys, scores);
    T sum = soften(scores, count);
    mix(step, count, scores, values, 1 / sum, step.output + item * size);
  }
}

template int64_t cached_attention_scratch(const CachedAttentionStep<float>&);
template int64_t cached_attention_scratch(const CachedAttentionStep<double>&);
template void cached_attention(const CachedAttentionStep<float>&, int64_t, int64_t, float*);
template void cached_attention(const CachedAttentionStep<double>&, int64_t, int64_t, double*);

}  // namespace algodistill::ISA
