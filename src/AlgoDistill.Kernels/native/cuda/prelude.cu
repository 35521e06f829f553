// Read before each kernel. LANES, the elements of a Pack, is defined before it.

struct bfloat16 { unsigned short bits; };

__device__ inline float widen(float x) { return x; }
__device__ inline float widen(bfloat16 x) { return __uint_as_float(static_cast<unsigned>(x.bits) << 16); }

// To the nearest, ties to even; a NaN stays one.
__device__ inline void narrow(float x, float& result) { result = x; }
__device__ inline void narrow(float x, bfloat16& result) {
  const unsigned bits = __float_as_uint(x);
  const unsigned rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  result.bits = static_cast<unsigned short>((bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc0u : rounded);
}

// Neighbours that are read and written at once.
template <typename T> struct alignas(sizeof(T) * LANES < 16 ? sizeof(T) * LANES : 16) Pack { T at[LANES]; };
template <typename T> __device__ inline Pack<T> load(const T* from) { return *reinterpret_cast<const Pack<T>*>(from); }
template <typename T> __device__ inline void store(T* to, const Pack<T>& pack) { *reinterpret_cast<Pack<T>*>(to) = pack; }
