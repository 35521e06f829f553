// Vectors as wide as the instruction set allows, of float or double. Only for the sources compiled once per instruction set.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#ifndef ISA
#define ISA baseline
#endif
#if defined(__AVX512F__)
#define SIMD_BYTES 64
#elif defined(__AVX2__)
#define SIMD_BYTES 32
#else
#define SIMD_BYTES 16
#endif
#define INLINE inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))  // for innermost loops that need all the registers

namespace algodistill::ISA {

template <typename T> struct SimdTypes;
template <> struct SimdTypes<float> {
  typedef float Vector __attribute__((vector_size(SIMD_BYTES)));
  typedef float Unaligned __attribute__((vector_size(SIMD_BYTES), aligned(4), may_alias));
  typedef int32_t Bits __attribute__((vector_size(SIMD_BYTES)));
  typedef int32_t Integer;
};
template <> struct SimdTypes<double> {
  typedef double Vector __attribute__((vector_size(SIMD_BYTES)));
  typedef double Unaligned __attribute__((vector_size(SIMD_BYTES), aligned(8), may_alias));
  typedef int64_t Bits __attribute__((vector_size(SIMD_BYTES)));
  typedef int64_t Integer;
};
template <typename T> using Vector = typename SimdTypes<T>::Vector;
template <typename T> using Bits = typename SimdTypes<T>::Bits;
template <typename T> constexpr int width = SIMD_BYTES / sizeof(T);

// Half as many lanes, for rows shorter than a vector.
template <typename T> struct HalfTypes {
  typedef T Vector __attribute__((vector_size(SIMD_BYTES / 2)));
  typedef T Unaligned __attribute__((vector_size(SIMD_BYTES / 2), aligned(sizeof(T)), may_alias));
};

template <typename T> INLINE T maximum(T a, T b) { return a > b ? a : b; }
template <typename T> INLINE T minimum(T a, T b) { return a < b ? a : b; }
template <typename T> INLINE Vector<T> load(const T* p) { return *reinterpret_cast<const typename SimdTypes<T>::Unaligned*>(p); }
template <typename T> INLINE void store(T* p, Vector<T> v) { *reinterpret_cast<typename SimdTypes<T>::Unaligned*>(p) = v; }
template <typename T> INLINE auto load_half(const T* p) { return typename HalfTypes<T>::Vector(*reinterpret_cast<const typename HalfTypes<T>::Unaligned*>(p)); }
template <typename T> INLINE void store_half(T* p, typename HalfTypes<T>::Vector v) { *reinterpret_cast<typename HalfTypes<T>::Unaligned*>(p) = v; }
template <typename T> INLINE Vector<T> splat(T value) { return value - Vector<T>{}; }

// Lanes [0, count) of memory, the rest `other`; reads nothing behind p + count.
template <typename T> INLINE Vector<T> load_first(const T* p, int64_t count, T other = 0) {
  Vector<T> v = splat(other);
  for (int i = 0; i < width<T>; i++)
    if (i < count) v[i] = p[i];
  return v;
}
template <typename T> INLINE void store_first(T* p, Vector<T> v, int64_t count) {
  for (int i = 0; i < width<T>; i++)
    if (i < count) p[i] = v[i];
}

template <typename T> INLINE Bits<T> lane_indices() {
  Bits<T> indices;
  for (int i = 0; i < width<T>; i++) indices[i] = i;
  return indices;
}

// The larger of each lane; a NaN in b stays, which is the instruction's rule and not one that the compiler derives.
template <typename T> INLINE Vector<T> lanewise_maximum(Vector<T> a, Vector<T> b) { return a > b ? a : b; }
#if defined(__AVX512F__)
template <> INLINE Vector<float> lanewise_maximum<float>(Vector<float> a, Vector<float> b) { return _mm512_maskz_max_ps(-1, a, b); }
#elif defined(__AVX2__)
template <> INLINE Vector<float> lanewise_maximum<float>(Vector<float> a, Vector<float> b) { return _mm256_max_ps(a, b); }
#elif defined(__SSE2__)
template <> INLINE Vector<float> lanewise_maximum<float>(Vector<float> a, Vector<float> b) { return _mm_max_ps(a, b); }
#endif

// Folds halves onto each other, so that the order of additions is fixed.
template <typename T> INLINE T sum_lanes(Vector<T> v) {
  for (int half = width<T> / 2; half > 0; half /= 2) v += __builtin_shuffle(v, lane_indices<T>() ^ typename SimdTypes<T>::Integer(half));
  return v[0];
}
template <typename T> INLINE T maximum_lane(Vector<T> v) {
  for (int half = width<T> / 2; half > 0; half /= 2)
    v = lanewise_maximum<T>(v, __builtin_shuffle(v, lane_indices<T>() ^ typename SimdTypes<T>::Integer(half)));
  return v[0];
}

// 2^x for x <= 127: exactly 0 for x <= -127, NaN for NaN. Round to the nearest integer n by the shift trick, a minimax polynomial of
// 2^(x - n) on [-1/2, 1/2] (relative error 9e-8), then n is added to the exponent bits.
INLINE Vector<float> exp2_lanes(Vector<float> x) {
  x = lanewise_maximum<float>(splat(-127.0f), x);
  Vector<float> shifted = x + 12582912.0f;
  Vector<float> f = x - (shifted - 12582912.0f);
  Vector<float> p = splat(1.326472690e-3f);
  p = p * f + 9.671512661e-3f;
  p = p * f + 5.550733744e-2f;
  p = p * f + 2.402224208e-1f;
  p = p * f + 6.931469776e-1f;
  p = p * f + 1.0f;
  return reinterpret_cast<Vector<float>>((reinterpret_cast<Bits<float>>(shifted) << 23) + reinterpret_cast<Bits<float>>(p));
}
INLINE Vector<double> exp2_lanes(Vector<double> x) {
  for (int i = 0; i < width<double>; i++) x[i] = __builtin_exp2(x[i]);
  return x;
}

constexpr double log2_e = 1.4426950408889634074;
constexpr double ln_2 = 0.69314718055994530942;

}  // namespace algodistill::ISA
