// Causal attention after FlashAttention (Dao et al. 2022, algorithm 1): blocks of queries against blocks of keys, with the running
// maximum m, sum l and unnormalised output o of each query corrected whenever a block raises its maximum:
//   m' = max(m, max_j s_j),  p_j = 2^(s_j - m'),  l' = 2^(m - m') l + Σ p_j,  o' = 2^(m - m') o + Σ p_j v_j.
// Scores are in units of log 2 (the factor is folded into q), since 2^x is cheaper than e^x. One (batch, head) pair at a time: its
// keys and values stay in the near caches, and its score matrix exists only as tile_rows × key_block strips.
#include "attention_pack.h"

namespace algodistill::ISA {

namespace {

constexpr int query_block = 48, key_block = 192;  // multiples of tile_rows and of every panel
constexpr double nothing = hidden / 2;            // the maximum of no scores

template <typename T> struct ForwardHead {
  const AttentionInput<T>& in;
  int64_t columns;                           // padded_size
  T *keys, *values, *queries, *scores, *output;
  T maxima[query_block], sums[query_block];
  int64_t first, last;                       // the queries of the block

  ForwardHead(const AttentionInput<T>& input, T* scratch) : in(input), columns(padded_size(input)) {
    int64_t time = round_up(in.time, panel<T>);
    values = scratch;
    keys = values + time * columns;
    queries = keys + time * columns;
    output = queries + query_block * columns;
    scores = output + query_block * columns;
  }

  void pack(int64_t item) {
    int64_t step = 3 * in.heads * in.size;
    pack_rows(in, in.qkv + head_offset(in, item, 1), step, true, T(1), 0, in.time, panel<T>, values);
    transpose_to_panels(values, round_up(in.time, panel<T>), columns, keys);
    pack_rows(in, in.qkv + head_offset(in, item, 2), step, false, T(1), 0, in.time, panel<T>, values);
  }

  // Scores of tile_rows queries against one panel of keys, and their lanewise maxima.
  template <bool masked> NOINLINE void score_panel(const T* rows, int64_t query, int64_t key, T* line, Vector<T>* largest) {
    Vector<T> tile[tile_rows][2] = {};
    outer_products<2>(tile, LeftRows<T>(rows, columns), keys + key * columns, panel<T>, in.size);
#pragma GCC unroll 8
    for (int r = 0; r < tile_rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < 2; v++) {
        if (masked) tile[r][v] = hide_invisible(tile[r][v], in, query + r, key + v * width<T>);
        largest[r] = lanewise_maximum<T>(largest[r], tile[r][v]);
        store(line + r * key_block + v * width<T>, tile[r][v]);
      }
  }

  // s to 2^(s - peak) in tile_rows rows, and the lanewise sums.
  static NOINLINE void soften(T* line, int64_t count, const Vector<T>* peaks, Vector<T>* totals) {
    Vector<T> sum[tile_rows] = {};
    for (int64_t j = 0; j < count; j += width<T>)
#pragma GCC unroll 8
      for (int r = 0; r < tile_rows; r++) {
        T* place = line + r * key_block + j;
        Vector<T> p = exp2_lanes(load(place) - peaks[r]);
        sum[r] += p;
        store(place, p);
      }
#pragma GCC unroll 8
    for (int r = 0; r < tile_rows; r++) totals[r] = sum[r];
  }

  // The online softmax of tile_rows queries over the panels of [begin, end).
  void attend_strip(int64_t strip, int64_t begin, int64_t end, T* line, bool first_block) {
    Vector<T> peaks[tile_rows], totals[tile_rows];
    const T* rows = queries + strip * columns;
    for (int r = 0; r < tile_rows; r++) peaks[r] = splat(maxima[strip + r]);
    for (int64_t key = begin; key < end; key += panel<T>)
      if (all_visible(in, first + strip, key)) score_panel<false>(rows, first + strip, key, line + key - begin, peaks);
      else score_panel<true>(rows, first + strip, key, line + key - begin, peaks);
    for (int r = 0; r < tile_rows; r++) peaks[r] = splat(maximum_lane<T>(peaks[r]));
    soften(line, round_up(end - begin, panel<T>), peaks, totals);
    for (int r = 0; r < tile_rows; r++) {
      T correction = exp2_lanes(splat(maxima[strip + r]) - peaks[r])[0], *row = output + (strip + r) * columns;
      maxima[strip + r] = peaks[r][0];
      sums[strip + r] = sums[strip + r] * correction + sum_lanes<T>(totals[r]);
      if (!first_block) scale_row(row, row, columns, correction);
    }
    add_product(LeftRows<T>(line, key_block), values + begin * columns, output + strip * columns, columns, end - begin);
  }

  void attend_block(int64_t begin, int64_t end, bool first_block) {
    for (int64_t strip = 0; strip < last - first; strip += tile_rows) {
      int64_t query = first + strip, query_last = minimum(query + tile_rows, last);
      int64_t low = maximum(begin, round_down(maximum<int64_t>(0, query - in.window + 1), panel<T>)), high = minimum(end, query_last);
      if (low < high) attend_strip(strip, low, high, scores, first_block);
    }
  }

  void attend(int64_t item, AttentionOutput<T> out) {
    prefetch_qkv<0>(in, in.qkv, item + 1, first, last);
    prefetch_rows<1>(out.output + output_offset(in, item), in.heads * in.size, in.size, first, last);
    T scale = score_scale(in) * T(log2_e);
    pack_rows(in, in.qkv + head_offset(in, item, 0), 3 * in.heads * in.size, true, scale, first, last, tile_rows, queries);
    for (int64_t i = 0; i < query_block * columns; i += width<T>) store(output + i, Vector<T>{});
    for (int row = 0; row < query_block; row++) maxima[row] = T(nothing), sums[row] = 0;
    int64_t start = round_down(maximum<int64_t>(0, first - in.window + 1), key_block);
    for (int64_t begin = start; begin < last; begin += key_block) attend_block(begin, minimum(begin + key_block, last), begin == start);
    write(item, out);
  }

  void write(int64_t item, AttentionOutput<T> out) {
    int64_t step = in.heads * in.size;
    T* head = out.output + output_offset(in, item);
    for (int64_t i = first; i < last; i++) {
      scale_row(output + (i - first) * columns, head + i * step, in.size, 1 / sums[i - first]);
      out.log_sums[item * in.time + i] = maxima[i - first] + T(__builtin_log2(sums[i - first]));
    }
  }
};

}  // namespace

template <typename T> int64_t attention_scratch(const AttentionInput<T>& in) {
  int64_t rows = 2 * round_up(in.time, panel<T>) + 2 * query_block;
  return rows * padded_size(in) + tile_rows * key_block;
}

template <typename T>
void attention_forward(const AttentionInput<T>& in, AttentionOutput<T> out, int64_t begin, int64_t end, T* scratch) {
  ForwardHead<T> head(in, scratch);
  for (int64_t item = begin; item < end; item++) {
    head.pack(item);
    for (head.first = 0; head.first < in.time; head.first += query_block) {
      head.last = minimum(head.first + query_block, in.time);
      head.attend(item, out);
    }
  }
}

template int64_t attention_scratch(const AttentionInput<float>&);
template int64_t attention_scratch(const AttentionInput<double>&);
template void attention_forward(const AttentionInput<float>&, AttentionOutput<float>, int64_t, int64_t, float*);
template void attention_forward(const AttentionInput<double>&, AttentionOutput<double>, int64_t, int64_t, double*);

}  // namespace algodistill::ISA
