// The sum of two tensors and its layer normalisation, forward and backward; inside, all is float32. It asks for PACKS, the packs of a
// thread, and for the types UPDATE and NORMED.

// Replaces each value by its sum over the block, the same in every thread.
template <int N> __device__ inline void add_up(float (&values)[N]) {
  __shared__ float parts[N][32];
#pragma unroll
  for (int n = 0; n < N; n++)
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) values[n] += __shfl_xor_sync(0xffffffffu, values[n], distance);
  if (blockDim.x == 32) return;
  __syncthreads();  // the parts of the call before have been read
  if (threadIdx.x % 32 == 0)
    for (int n = 0; n < N; n++) parts[n][threadIdx.x / 32] = values[n];
  __syncthreads();
  for (int n = 0; n < N; n++) {
    values[n] = 0;
    for (int warp = 0; warp < blockDim.x / 32; warp++) values[n] += parts[n][warp];
  }
}

// The first column of a thread's pack.
__device__ inline int column_of(int pack) { return (pack * blockDim.x + threadIdx.x) * LANES; }

// One block a row, PACKS packs a thread.
extern "C" __global__ void layer_norm(const float* residual, const UPDATE* update, const float* weight, const float* bias, float* sum,
                                      NORMED* normed, float* means, float* scales, int columns, float eps) {
  const long long row = static_cast<long long>(blockIdx.x) * columns;
  Pack<float> x[PACKS];
  float total[1] = {0};
#pragma unroll
  for (int p = 0; p < PACKS; p++) {
    const int column = column_of(p);
    if (column >= columns) continue;
    x[p] = load(residual + row + column);
    if (update) {
      const Pack<UPDATE> added = load(update + row + column);
      for (int i = 0; i < LANES; i++) x[p].at[i] += widen(added.at[i]);
      store(sum + row + column, x[p]);
    }
    for (int i = 0; i < LANES; i++) total[0] += x[p].at[i];
  }
  add_up(total);
  const float mean = total[0] / columns;
  float squares[1] = {0};
#pragma unroll
  for (int p = 0; p < PACKS; p++) {
    if (column_of(p) >= columns) continue;
    for (int i = 0; i < LANES; i++) squares[0] += (x[p].at[i] - mean) * (x[p].at[i] - mean);
  }
  add_up(squares);
  const float scale = 1 / sqrtf(squares[0] / columns + eps);
  if (threadIdx.x == 0) {
    means[blockIdx.x] = mean;
    scales[blockIdx.x] = scale;
  }
#pragma unroll
  for (int p = 0; p < PACKS; p++) {
    const int column = column_of(p);
    if (column >= columns) continue;
    const Pack<float> w = load(weight + column), b = load(bias + column);
    Pack<NORMED> result;
    for (int i = 0; i < LANES; i++) narrow((x[p].at[i] - mean) * scale * w.at[i] + b.at[i], result.at[i]);
    store(normed + row + column, result);
  }
}

// Each block goes over rows of its own, and adds up its part of the gradients of weight and bias on the way: parts (blocks, 2, columns).
// sum_gradient and update_gradient may be null.
extern "C" __global__ void layer_norm_backward(const float* sum, const float* means, const float* scales, const float* weight,
                                               const float* sum_gradient, const NORMED* normed_gradient, float* gradient,
                                               UPDATE* update_gradient, float* parts, long long rows, int columns) {
  Pack<float> of_weight[PACKS] = {}, of_bias[PACKS] = {};
  for (long long r = blockIdx.x; r < rows; r += gridDim.x) {
    const long long row = r * columns;
    const float mean = means[r], scale = scales[r];
    Pack<float> x[PACKS], inner[PACKS], result[PACKS];  // (sum - mean) · scale, its gradient, and what arrives at the sum itself
    float totals[2] = {0, 0};
#pragma unroll
    for (int p = 0; p < PACKS; p++) {
      const int column = column_of(p);
      if (column >= columns) continue;
      const Pack<float> w = load(weight + column);
      const Pack<NORMED> outer = load(normed_gradient + row + column);
      x[p] = load(sum + row + column);
      result[p] = sum_gradient ? load(sum_gradient + row + column) : Pack<float>{};
      for (int i = 0; i < LANES; i++) {
        const float g = widen(outer.at[i]), value = (x[p].at[i] - mean) * scale;
        x[p].at[i] = value;
        inner[p].at[i] = g * w.at[i];
        of_weight[p].at[i] += g * value;
        of_bias[p].at[i] += g;
        totals[0] += inner[p].at[i];
        totals[1] += inner[p].at[i] * value;
      }
    }
    add_up(totals);
#pragma unroll
    for (int p = 0; p < PACKS; p++) {
      const int column = column_of(p);
      if (column >= columns) continue;
      Pack<UPDATE> narrowed;
      for (int i = 0; i < LANES; i++) {
        result[p].at[i] += scale * (inner[p].at[i] - totals[0] / columns - x[p].at[i] * (totals[1] / columns));
        narrow(result[p].at[i], narrowed.at[i]);
      }
      store(gradient + row + column, result[p]);
      if (update_gradient) store(update_gradient + row + column, narrowed);
    }
  }
#pragma unroll
  for (int p = 0; p < PACKS; p++) {
    const int column = column_of(p);
    if (column >= columns) continue;
    store(parts + 2 * static_cast<long long>(blockIdx.x) * columns + column, of_weight[p]);
    store(parts + (2 * static_cast<long long>(blockIdx.x) + 1) * columns + column, of_bias[p]);
  }
}
