// The C interface: values that cross it, and how errors do.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/version.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#define ALGODISTILL_API extern "C" __attribute__((visibility("default")))

#define ALGODISTILL_TORCH_SINCE(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

// A tensor's handle is its TensorImpl, whose reference count the holder of the handle owns.
using TensorHandle = c10::TensorImpl*;

enum class Tag : int32_t {
  None, Default, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList,
  TensorList, OptionalTensorList, String, Device, Generator
};

// An argument or a result. Lists and strings point to `count` items; a device has its type in `integer` and its index
// in `count`. Scalar types, layouts and scalars are integers, doubles or booleans, as the dispatcher has them.
struct Value {
  Tag tag;
  int32_t count;
  union {
    int64_t integer;
    double number;
    void* pointer;
  };
};
static_assert(sizeof(Value) == 16, "mirrored by a C# struct");

namespace algodistill {

#if ALGODISTILL_TORCH_SINCE(2, 4)
template <typename T> using optional = std::optional<T>;
inline constexpr auto nullopt = std::nullopt;
#else
template <typename T> using optional = c10::optional<T>;
inline constexpr auto nullopt = c10::nullopt;
#endif

void set_error(const std::string& message);

// Runs `body`; a thrown error becomes status 1 and this thread's error text. Nothing is thrown across the interface.
template <typename Body>
int guarded(const Body& body) noexcept {
  try {
    body();
    return 0;
  } catch (const c10::Error& error) {
    set_error(error.what_without_backtrace());
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("an exception of an unknown type was thrown by libtorch");
  }
  return 1;
}

inline at::Tensor borrow(TensorHandle handle) {
  if (handle == nullptr) return {};
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
}

inline TensorHandle release(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

} // namespace algodistill
