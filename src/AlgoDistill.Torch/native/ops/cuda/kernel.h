// Kernels in CUDA C++ that are compiled when they are first run, for the device and the types at hand, by the compiler that libtorch
// brings along (NVRTC): no compiler of CUDA is needed to build or to use them.
#pragma once
#include "../ops.h"

#include <string>

namespace algodistill::cuda {

// Whether libtorch's compiler is there.
bool can_compile();

// A __global__ function and the text that holds it, which is read after the prelude of kernel.cpp.
struct Source {
  const char *name, *text;
};

// Queues a kernel in the device's current stream. `definitions` are lines that come before all text: LANES, the elements of a Pack, and
// what else the text asks for. `arguments` point to values of exactly the types that the function declares.
void launch(const Source& source, const std::string& definitions, at::Device device, int64_t blocks, int64_t threads, void** arguments);

template <typename... Arguments>
void launch(const Source& source, const std::string& definitions, at::Device device, int64_t blocks, int64_t threads,
            Arguments... arguments) {
  void* places[] = {&arguments...};
  launch(source, definitions, device, blocks, threads, static_cast<void**>(places));
}

// The line that gives a macro a value.
inline std::string define(const char* macro, const std::string& value) { return std::string("#define ") + macro + " " + value + "\n"; }
inline std::string define(const char* macro, int64_t value) { return define(macro, std::to_string(value)); }

// The types that the kernels know, and their names in them.
inline bool has_name(at::ScalarType type) { return type == at::kFloat || type == at::kBFloat16; }
inline const char* name_of(at::ScalarType type) { return type == at::kFloat ? "float" : "bfloat16"; }

// Whether 16 bytes at once can be read from where a tensor begins; an undefined one is never read.
inline bool is_aligned(const Tensor& tensor) { return !tensor.defined() || reinterpret_cast<uintptr_t>(tensor.data_ptr()) % 16 == 0; }

inline int64_t round_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

constexpr int64_t warp = 32;

}  // namespace algodistill::cuda
