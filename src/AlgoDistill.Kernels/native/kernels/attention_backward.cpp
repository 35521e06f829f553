// Gradient of causal attention after FlashAttention (Dao et al. 2022, algorithm 4): the probabilities of a tile are recomputed from
// the saved log-sum, p_ij = 2^(s_ij - L_i), and with D_i = Σ_c do_ic o_ic
//   dv_j = Σ_i p_ij do_i,   ds_ij = p_ij (do_i · v_j - D_i),   dq_i = scale Σ_j ds_ij k_j,   dk_j = scale Σ_i ds_ij q_i.
// Tiles of key_block keys × query_block queries; those above the diagonal or outside the window are skipped.
#include "attention_pack.h"

namespace algodistill::ISA {

namespace {

constexpr int query_block = 48, key_block = 96;  // multiples of tile_rows, and the second of every panel

// Room for the last panel and the last strip.
template <typename T> INLINE int64_t padded_time(const AttentionInput<T>& in) { return round_up(in.time + tile_rows - 1, panel<T>); }

template <typename T> struct BackwardHead {
  const AttentionInput<T>& in;
  int64_t columns, time;  // padded size and time
  T *queries, *keys, *key_panels, *value_panels, *gradient, *query_gradient, *key_gradient, *value_gradient;
  T *log_sums, *dots;     // L and D, (time)
  T *probabilities, *scores;  // p and ds, (query_block, key_block)

  BackwardHead(const AttentionInput<T>& input, T* scratch)
      : in(input), columns(padded_size(input)), time(padded_time(input)) {
    T** matrices[] = {&queries,  &keys,           &key_panels,   &value_panels,
                      &gradient, &query_gradient, &key_gradient, &value_gradient};
    for (T** matrix : matrices) *matrix = scratch, scratch += time * columns;
    log_sums = scratch;
    dots = log_sums + time;
    probabilities = dots + time;
    scores = probabilities + query_block * key_block;
  }

  void pack(int64_t item, const AttentionGradient<T>& call) {
    int64_t step = 3 * in.heads * in.size, out_step = in.heads * in.size;
    const T* base = in.qkv;
    pack_rows(in, base + head_offset(in, item, 2), step, false, T(1), 0, in.time, panel<T>, keys);
    transpose_to_panels(keys, round_up(in.time, panel<T>), columns, value_panels);
    pack_rows(in, base + head_offset(in, item, 1), step, true, T(1), 0, in.time, panel<T>, keys);
    transpose_to_panels(keys, round_up(in.time, panel<T>), columns, key_panels);
    pack_rows(in, base + head_offset(in, item, 0), step, true, score_scale(in) * T(log2_e), 0, in.time, panel<T>, queries);
    int64_t out_offset = output_offset(in, item);
    pack_rows(in, call.output_gradient + out_offset, out_step, false, T(1), 0, in.time, panel<T>, gradient);
    for (int64_t t = 0; t < in.time; t++) {
      dots[t] = dot(gradient + t * columns, call.output + out_offset + t * out_step, in.size);
      log_sums[t] = call.log_sums[item * in.time + t];
    }
    for (int64_t t = in.time; t < time; t++) dots[t] = log_sums[t] = 0;
    for (int64_t i = 0; i < 3 * time * columns; i += width<T>) store(query_gradient + i, Vector<T>{});  // and the two behind it
  }

  static INLINE T dot(const T* a, const T* b, int64_t count) {
    Vector<T> sum = {};
    T rest = 0;
    int64_t i = 0;
    for (; i + width<T> <= count; i += width<T>) sum += load(a + i) * load(b + i);
    for (; i < count; i++) rest += a[i] * b[i];
    return sum_lanes<T>(sum) + rest;
  }

  // p and ds of tile_rows queries × one panel of keys; `masked` where the diagonal or the window's edge crosses.
  template <bool masked> NOINLINE void recompute(int64_t query, int64_t key, T* p, T* ds) {
    constexpr int n = width<T>;
    Vector<T> tile[tile_rows][2] = {};
    outer_products<2>(tile, LeftRows<T>(queries + query * columns, columns), key_panels + key * columns, panel<T>, in.size);
#pragma GCC unroll 8
    for (int r = 0; r < tile_rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < 2; v++) {
        Vector<T> score = tile[r][v];
        if (masked) score = hide_invisible(score, in, query + r, key + v * n);
        store(p + r * key_block + v * n, exp2_lanes(score - log_sums[query + r]));
      }
    Vector<T> slope[tile_rows][2] = {};
    outer_products<2>(slope, LeftRows<T>(gradient + query * columns, columns), value_panels + key * columns, panel<T>, in.size);
#pragma GCC unroll 8
    for (int r = 0; r < tile_rows; r++)
#pragma GCC unroll 2
      for (int v = 0; v < 2; v++)
        store(ds + r * key_block + v * n, load(p + r * key_block + v * n) * (slope[r][v] - dots[query + r]));
  }

  // Fills the tile's rows of one strip; the keys that none of its queries sees get zeros.
  void recompute_strip(int64_t query, int64_t key_begin, int64_t key_end, int64_t row) {
    T *p = probabilities + row * key_block, *ds = scores + row * key_block;
    for (int64_t key = key_begin; key < key_end; key += panel<T>, p += panel<T>, ds += panel<T>) {
      int64_t nearest = query - (key + panel<T> - 1), farthest = query + tile_rows - 1 - key;
      if (farthest < 0 || nearest >= in.window) {
        for (int r = 0; r < tile_rows; r++)
          for (int i = 0; i < panel<T>; i += width<T>)
            store(p + r * key_block + i, Vector<T>{}), store(ds + r * key_block + i, Vector<T>{});
      } else if (all_visible(in, query, key)) {
        recompute<false>(query, key, p, ds);
      } else {
        recompute<true>(query, key, p, ds);
      }
    }
  }

  void add_tile(int64_t query, int64_t query_end, int64_t key, int64_t key_end) {
    int64_t depth = query_end - query, width = key_end - key;
    for (int64_t row = 0; row < depth; row += tile_rows) {
      recompute_strip(query + row, key, key + round_up(width, panel<T>), row);
      int64_t seen = minimum(width, query + row + tile_rows - key);
      if (seen > 0)
        add_product(LeftRows<T>(scores + row * key_block, key_block), keys + key * columns, query_gradient + (query + row) * columns,
                    columns, seen);
    }
    for (int64_t row = 0; row < width; row += tile_rows) {
      int64_t skip = maximum<int64_t>(0, key + row - query), place = (key + row) * columns;
      if (skip >= depth) break;
      int64_t tile = skip * key_block + row, from = (query + skip) * columns;
      add_product(LeftColumns<T>{probabilities + tile, key_block}, gradient + from, value_gradient + place, columns, depth - skip);
      add_product(LeftColumns<T>{scores + tile, key_block}, queries + from, key_gradient + place, columns, depth - skip);
    }
  }

  void prefetch(int64_t item, const AttentionGradient<T>& call, int64_t begin, int64_t end) {
    prefetch_qkv<1>(in, call.qkv_gradient, item, begin, end);
    prefetch_qkv<0>(in, in.qkv, item + 1, begin, end);
    if (item + 1 == in.batch * in.heads) return;
    int64_t next = output_offset(in, item + 1), step = in.heads * in.size;
    prefetch_rows<0>(call.output + next, step, in.size, begin, end);
    prefetch_rows<0>(call.output_gradient + next, step, in.size, begin, end);
  }

  void accumulate(int64_t item, const AttentionGradient<T>& call) {
    for (int64_t key = 0; key < in.time; key += key_block) {
      int64_t key_end = minimum(key + key_block, in.time);
      prefetch(item, call, key, key_end);
      int64_t query_last = minimum(in.time, key_end - 1 + in.window);
      for (int64_t query = round_down(key, query_block); query < query_last; query += query_block)
        add_tile(query, minimum(query + query_block, in.time), key, key_end);
    }
  }

  void write_part(int64_t item, int part, const T* rows, T scale, T* result) {
    int64_t step = 3 * in.heads * in.size;
    T* head = result + head_offset(in, item, part);
    for (int64_t t = 0; t < in.time; t++) copy_row(in, part < 2, t, rows + t * columns, head + t * step, scale, T(-1));
  }
};

}  // namespace

template <typename T> int64_t attention_backward_scratch(const AttentionInput<T>& in) {
  return padded_time(in) * (8 * padded_size(in) + 2) + 2 * query_block * key_block;
}

template <typename T>
void attention_backward(const AttentionInput<T>& in, AttentionGradient<T> call, int64_t begin, int64_t end, T* scratch) {
  BackwardHead<T> head(in, scratch);
  for (int64_t item = begin; item < end; item++) {
    head.pack(item, call);
    head.accumulate(item, call);
    head.write_part(item, 0, head.query_gradient, score_scale(in), call.qkv_gradient);
    head.write_part(item, 1, head.key_gradient, T(ln_2), call.qkv_gradient);  // the packed queries hold scale / log 2
    head.write_part(item, 2, head.value_gradient, T(1), call.qkv_gradient);
  }
}

template int64_t attention_backward_scratch(const AttentionInput<float>&);
template int64_t attention_backward_scratch(const AttentionInput<double>&);
template void attention_backward(const AttentionInput<float>&, AttentionGradient<float>, int64_t, int64_t, float*);
template void attention_backward(const AttentionInput<double>&, AttentionGradient<double>, int64_t, int64_t, double*);

}  // namespace algodistill::ISA
