// What the operators share: the registration's idiom and the checks.
//
// An operator has three kernels: CPU (the loops of ../kernels, float32 and float64), AutogradCPU (its gradient) and, for every other
// device or type, a composition of PyTorch's own operators, which also differentiates itself. Kernels for CUDA are in cuda/.
#pragma once
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/CPUAllocator.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "../api.h"
#include "../kernels/isa.h"

namespace algodistill {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using OptionalTensor = optional<Tensor>;

inline bool present(const OptionalTensor& tensor) { return tensor.has_value() && tensor->defined(); }

// True for what the CPU kernels compute themselves; the rest goes to the composition.
inline bool has_kernel(const Tensor& tensor) {
  return tensor.is_cpu() && (tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kDouble);
}

// Rows of one part of a job that adds up over rows. Fixed, so that the sum does not depend on the number of threads.
constexpr int64_t chunk_rows = 64;
inline int64_t chunks(int64_t rows) { return (rows + chunk_rows - 1) / chunk_rows; }

// Calls work(chunk, begin, end) for every chunk of [0, rows).
template <typename Work> void parallel_chunks(int64_t rows, const Work& work) {
  at::parallel_for(0, chunks(rows), 1, [&](int64_t first, int64_t last) {
    for (int64_t chunk = first; chunk < last; chunk++) work(chunk, chunk * chunk_rows, std::min(rows, (chunk + 1) * chunk_rows));
  });
}

// Memory aligned to the widest vector, from where tensors have theirs.
template <typename T> class Scratch {
 public:
  explicit Scratch(int64_t count) : memory_(c10::GetCPUAllocator()->allocate(count * sizeof(T))) {}
  T* data() const { return static_cast<T*>(memory_.get()); }

 private:
  c10::DataPtr memory_;
};

}  // namespace algodistill
