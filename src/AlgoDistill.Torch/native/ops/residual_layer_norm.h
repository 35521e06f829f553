// What the operator's kernels on different devices share.
#pragma once
#include "ops.h"

#include <tuple>

namespace algodistill {

void check_residual_layer_norm(const Tensor& residual, const OptionalTensor& update, const Tensor& weight, const Tensor& bias);

// PyTorch's own operators, for what no kernel is for.
std::tuple<Tensor, Tensor> residual_layer_norm_composition(const Tensor& residual, const OptionalTensor& update, const Tensor& weight,
                                                           const Tensor& bias, double eps);

}  // namespace algodistill
