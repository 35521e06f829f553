// Queries, keys and values out of what one linear layer gives, (B, T, 3C) as q | k | v, and turned by their position, pairing i with
// i + size / 2. The tables (T, size) hold each angle twice; the second half is what is read. It asks for the type VALUE.

// A half of a head's elements and the other half, turned; direction -1 turns back.
__device__ inline void turn(Pack<VALUE>& first, Pack<VALUE>& second, const float* cosine, const float* sine, float direction) {
  const Pack<float> cosines = load(cosine), sines = load(sine);
#pragma unroll
  for (int i = 0; i < LANES; i++) {
    const float x = widen(first.at[i]), y = widen(second.at[i]), c = cosines.at[i], s = direction * sines.at[i];
    narrow(x * c - y * s, first.at[i]);
    narrow(y * c + x * s, second.at[i]);
  }
}

// One block a token.
extern "C" __global__ void rotary_split(const VALUE* qkv, const float* cosine, const float* sine, VALUE* query, VALUE* key, int time,
                                        int heads, int size) {
  const int half = size / 2, packs = half / LANES, width = heads * size;
  const long long token = blockIdx.x, angles = static_cast<long long>(blockIdx.x % time) * size + half;
  for (int job = threadIdx.x; job < 2 * heads * packs; job += blockDim.x) {
    const int head = job / packs, place = job % packs * LANES;
    const VALUE* from = qkv + token * 3 * width + head * size + place;
    VALUE* to = (head < heads ? query : key) + token * width + head % heads * size + place;
    Pack<VALUE> first = load(from), second = load(from + half);
    turn(first, second, cosine + angles + place, sine + angles + place, 1.0f);
    store(to, first);
    store(to + half, second);
  }
}

// (B, heads, T, D); strides in elements, that of D is 1.
struct Gradient {
  const VALUE* data;
  long long batch, head, time;
};

extern "C" __global__ void rotary_split_backward(Gradient query, Gradient key, Gradient value, const float* cosine, const float* sine,
                                                 VALUE* gradient, int time, int heads, int size) {
  const int half = size / 2, packs = half / LANES;
  const long long token = blockIdx.x, batch = blockIdx.x / time, position = blockIdx.x % time, angles = position * size + half;
  for (int job = threadIdx.x; job < 3 * heads * packs; job += blockDim.x) {
    const int row = job / packs, part = row / heads, place = job % packs * LANES;
    const Gradient source = part == 0 ? query : part == 1 ? key : value;
    const VALUE* from = source.data + batch * source.batch + row % heads * source.head + position * source.time + place;
    VALUE* to = gradient + (token * 3 * heads + row) * size + place;
    Pack<VALUE> first = load(from), second = load(from + half);
    if (part < 2) turn(first, second, cosine + angles + place, sine + angles + place, -1.0f);
    store(to, first);
    store(to + half, second);
  }
}
