// Attention of one new token per stream over its ring of keys and values. Slot = position mod window; once the ring is full every slot
// is visible, and the order of slots does not matter to a softmax.
#include "cached_attention.h"
#include "simd.h"

namespace algodistill::ISA {

namespace {

// x scaled, its pairs (x_i, x_{i + size/2}) turned by the angles position · frequency, in double: a float angle would be wrong far out.
template <typename T> void rotate(const CachedAttentionStep<T>& step, int64_t position, const T* x, T* result, T scale) {
  int64_t half = step.frequencies ? step.size / 2 : 0;
  for (int64_t i = 0; i < half; i++) {
    double angle = double(position) * step.frequencies[i];
    T cosine = T(__builtin_cos(angle)), sine = T(__builtin_sin(angle)), first = x[i] * scale, second = x[half + i] * scale;
    result[i] = first * cosine - second * sine;
    result[half + i] = second * cosine + first * sine;
  }
  for (int64_t i = 2 * half; i < step.size; i++) result[i] = x[i] * scale;
}

// scores[w] = Σ_c query[c] · keys[c][w] for `Vectors` vectors of slots.
template <int Vectors, typename T>
INLINE void score_slots(const CachedAttentionStep<T>& step, const T* query, const T* keys, T* scores) {
  Vector<T> sum[Vectors] = {};
  for (int64_t c = 0; c < step.size; c++)
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; v++) sum[v] += query[c] * load(keys + c * step.window + v * width<T>);
#pragma GCC unroll 4
  for (int v = 0; v < Vectors; v++) store(scores + v * width<T>, sum[v]);
}

template <typename T> void score(const CachedAttentionStep<T>& step, int64_t count, const T* query, const T* keys, T* scores) {
  int64_t w = 0;
  for (; w + 4 * width<T> <= count; w += 4 * width<T>) score_slots<4>(step, query, keys + w, scores + w);
  for (; w + width<T> <= count; w += width<T>) score_slots<1>(step, query, keys + w, scores + w);
  for (; w < count; w++) {
    scores[w] = 0;
    for (int64_t c = 0; c < step.size; c++) scores[w] += query[c] * keys[c * step.window + w];
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

// output = factor · Σ_w weights[w] · values[w], a vector of columns at a time with four partial sums.
template <typename T> void mix(const CachedAttentionStep<T>& step, int64_t count, const T* weights, const T* values, T factor, T* output) {
  int64_t size = step.size, c = 0;
  for (; c + width<T> <= size; c += width<T>) {
    Vector<T> sum[4] = {};
    int64_t w = 0;
    for (; w + 4 <= count; w += 4)
#pragma GCC unroll 4
      for (int k = 0; k < 4; k++) sum[k] += weights[w + k] * load(values + (w + k) * size + c);
    for (; w < count; w++) sum[0] += weights[w] * load(values + w * size + c);
    store(output + c, ((sum[0] + sum[1]) + (sum[2] + sum[3])) * factor);
  }
  for (; c < size; c++) {
    T sum = 0;
    for (int64_t w = 0; w < count; w++) sum += weights[w] * values[w * size + c];
    output[c] = sum * factor;
  }
}

}  // namespace

template <typename T> int64_t cached_attention_scratch(const CachedAttentionStep<T>& step) {
  return 2 * step.size + step.window + width<T>;
}

template <typename T> void cached_attention(const CachedAttentionStep<T>& step, int64_t begin, int64_t end, T* scratch) {
  T *query = scratch, *key = query + step.size, *scores = key + step.size;
  T scale = T(log2_e / __builtin_sqrt(double(step.size)));
  int64_t all = step.heads * step.size;
  for (int64_t item = begin; item < end; item++) {
    int64_t stream = item / step.heads, position = step.positions[stream], slot = position % step.window;
    const T* q = step.qkv + stream * 3 * all + item % step.heads * step.size;
    T *keys = step.keys + item * step.size * step.window, *values = step.values + item * step.size * step.window;
    rotate(step, position, q, query, scale);
    rotate(step, position, q + all, key, T(1));
    for (int64_t c = 0; c < step.size; c++) {
      keys[c * step.window + slot] = key[c];
      values[slot * step.size + c] = q[2 * all + c];
    }
    int64_t count = minimum(position + 1, step.window);
    score(step, count, query, keys, scores);
    T sum = soften(scores, count);
    mix(step, count, scores, values, 1 / sum, step.output + item * step.size);
  }
}

template int64_t cached_attention_scratch(const CachedAttentionStep<float>&);
template int64_t cached_attention_scratch(const CachedAttentionStep<double>&);
template void cached_attention(const CachedAttentionStep<float>&, int64_t, int64_t, float*);
template void cached_attention(const CachedAttentionStep<double>&, int64_t, int64_t, double*);

}  // namespace algodistill::ISA
