#pragma once
#include <ATen/ATen.h>

namespace algodistill {

// Cosines and sines of the rotary position embedding (Su et al. 2021), (2, positions, size / 2), of the angles t · base^(-2i / size),
// computed in double: at large positions a float angle has lost the fraction that matters.
at::Tensor rotary_table(int64_t positions, int64_t size, double base, at::ScalarType type);

// x (…, positions, size) with each pair (x_i, x_{i + size/2}) turned by its position's angle; any device.
at::Tensor rotate(const at::Tensor& x, const at::Tensor& table);

}  // namespace algodistill
