// Tensors: lifetime, facts, memory, gradients.
#include "api.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstring>
#include <vector>

using algodistill::borrow;
using algodistill::guarded;
using algodistill::release;

namespace {

// Sizes and strides point into the tensor and live until it is resized or freed.
struct TensorFacts {
  const int64_t* sizes;
  const int64_t* strides;
  int64_t elements;
  int32_t rank;
  int8_t scalar_type;
  int8_t device_type;
  int8_t device_index;
  uint8_t requires_grad;
  uint8_t is_leaf;
  uint8_t is_contiguous;
};

std::vector<at::Tensor> tensors(TensorHandle const* handles, int32_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int32_t i = 0; i < count; ++i) result.push_back(borrow(handles[i]));
  return result;
}

} // namespace

ALGODISTILL_API void ad_tensor_free(TensorHandle handle) {
  guarded([&] { c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(handle); });
}

ALGODISTILL_API int ad_tensor_facts(TensorHandle handle, TensorFacts* facts) {
  return guarded([&] {
    const auto tensor = borrow(handle);
    const auto device = tensor.device();
    *facts = {tensor.sizes().data(), tensor.strides().data(), tensor.numel(), static_cast<int32_t>(tensor.dim()),
              static_cast<int8_t>(tensor.scalar_type()), static_cast<int8_t>(device.type()),
              static_cast<int8_t>(device.index()), tensor.requires_grad(), tensor.is_leaf(), tensor.is_contiguous()};
  });
}

// A new contiguous tensor on the CPU that holds a copy of `data`.
ALGODISTILL_API int ad_tensor_from_data(const void* data, const int64_t* sizes, int32_t rank, int32_t scalar_type,
                                        TensorHandle* result) {
  return guarded([&] {
    auto tensor = at::empty(at::IntArrayRef(sizes, rank), at::dtype(static_cast<at::ScalarType>(scalar_type)));
    if (tensor.nbytes() != 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    *result = release(std::move(tensor));
  });
}

ALGODISTILL_API int ad_tensor_data(TensorHandle handle, void** data) {
  return guarded([&] { *data = borrow(handle).data_ptr(); });
}

// The gradient, or null where there is none.
ALGODISTILL_API int ad_tensor_grad(TensorHandle handle, TensorHandle* gradient) {
  return guarded([&] { *gradient = release(borrow(handle).grad()); });
}

ALGODISTILL_API int ad_tensor_set_grad(TensorHandle handle, TensorHandle gradient) {
  return guarded([&] { borrow(handle).mutable_grad() = borrow(gradient); });
}

ALGODISTILL_API int ad_tensor_set_requires_grad(TensorHandle handle, int32_t requires_grad) {
  return guarded([&] { borrow(handle).requires_grad_(requires_grad != 0); });
}

// Accumulates gradients in the leaves, or in `inputs` alone where they are given. A null gradient means ones.
ALGODISTILL_API int ad_backward(TensorHandle const* roots, TensorHandle const* gradients, int32_t count,
                                TensorHandle const* inputs, int32_t input_count,
                                int32_t retain_graph, int32_t create_graph) {
  return guarded([&] {
    torch::autograd::backward(tensors(roots, count), tensors(gradients, count), retain_graph != 0, create_graph != 0,
                              tensors(inputs, input_count));
  });
}

// The gradients of `outputs` with respect to `inputs`; null for an input that was not used.
ALGODISTILL_API int ad_grad(TensorHandle const* outputs, TensorHandle const* gradients, int32_t count,
                            TensorHandle const* inputs, int32_t input_count, int32_t retain_graph,
                            int32_t create_graph, int32_t allow_unused, TensorHandle* results) {
  return guarded([&] {
    auto computed = torch::autograd::grad(tensors(outputs, count), tensors(inputs, input_count),
                                          tensors(gradients, count), retain_graph != 0, create_graph != 0,
                                          allow_unused != 0);
    for (int32_t i = 0; i < input_count; ++i) results[i] = release(std::move(computed[i]));
  });
}
