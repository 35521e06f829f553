// Loops over the elements of a row: whole vectors, then the rest one by one, from one body.
#pragma once
#include "simd.h"

namespace algodistill::ISA {

// A running sum over a row: one for the vectors' lanes, one for the rest.
template <typename T> struct RowSum {
  Vector<T> lanes = {};
  T rest = 0;
  INLINE void add(Vector<T> x) { lanes += x; }
  INLINE void add(T x) { rest += x; }
  INLINE T total() const { return sum_lanes<T>(lanes) + rest; }
};

template <typename T> struct WholeVector {
  INLINE Vector<T> operator()(const T* p) const { return load(p); }
  INLINE void store(T* p, Vector<T> x) const { algodistill::ISA::store(p, x); }
};

template <typename T> struct OneElement {
  INLINE T operator()(const T* p) const { return *p; }
  INLINE void store(T* p, T x) const { *p = x; }
};

// body(i, access) for the vectors and then the single elements of [0, count); access(p) reads and access.store(p, x) writes at i.
template <typename T, typename Body> INLINE void for_row(int64_t count, const Body& body) {
  int64_t i = 0;
  for (; i + width<T> <= count; i += width<T>) body(i, WholeVector<T>{});
  for (; i < count; i++) body(i, OneElement<T>{});
}

INLINE float exp2_lanes(float x) { return exp2_lanes(splat(x))[0]; }
INLINE double exp2_lanes(double x) { return __builtin_exp2(x); }

}  // namespace algodistill::ISA
