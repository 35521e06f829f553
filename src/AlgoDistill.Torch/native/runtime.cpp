// The process: memory, threads, modes, random numbers, accelerators.
#include "api.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/csrc/autograd/anomaly_mode.h>

#include <dlfcn.h>

#include <cstdlib>

using algodistill::borrow;
using algodistill::guarded;
using algodistill::release;

namespace {

const c10::impl::DeviceGuardImplInterface* cuda() {
  return at::hasCUDA() ? c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA) : nullptr;
}

c10::Device device(int32_t type, int32_t index) {
  return {static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index)};
}

} // namespace

ALGODISTILL_API const char* ad_torch_version() { return TORCH_VERSION; }

// Sets a switch when `value` is not negative; returns what it was.
enum class Switch : int32_t { GradMode, Deterministic, DeterministicWarnOnly, CublasTf32, CudnnTf32, Anomaly, AnomalyNan };

ALGODISTILL_API int32_t ad_switch(Switch which, int32_t value) {
  auto& context = at::globalContext();
  using torch::autograd::AnomalyMode;
  const bool set = value >= 0, on = value > 0;
  bool before = false;
  guarded([&] {
    switch (which) {
      case Switch::GradMode:
        before = c10::GradMode::is_enabled();
        if (set) c10::GradMode::set_enabled(on);
        break;
      case Switch::Deterministic:
        before = context.deterministicAlgorithms();
        if (set) context.setDeterministicAlgorithms(on, context.deterministicAlgorithmsWarnOnly());
        break;
      case Switch::DeterministicWarnOnly:
        before = context.deterministicAlgorithmsWarnOnly();
        if (set) context.setDeterministicAlgorithms(context.deterministicAlgorithms(), on);
        break;
      case Switch::CublasTf32:
        before = context.allowTF32CuBLAS();
        if (set) context.setAllowTF32CuBLAS(on);
        break;
      case Switch::CudnnTf32:
        before = context.allowTF32CuDNN();
        if (set) context.setAllowTF32CuDNN(on);
        break;
      case Switch::Anomaly:
        before = AnomalyMode::is_enabled();
        if (set) AnomalyMode::set_enabled(on, AnomalyMode::should_check_nan());
        break;
      case Switch::AnomalyNan:
        before = AnomalyMode::should_check_nan();
        if (set) AnomalyMode::set_enabled(AnomalyMode::is_enabled(), on);
        break;
    }
  });
  return before;
}

// Inference mode lasts from enter to exit, on one thread, last in first out.
ALGODISTILL_API void* ad_inference_mode_enter(int32_t on) { return new c10::InferenceMode(on != 0); }
ALGODISTILL_API void ad_inference_mode_exit(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
ALGODISTILL_API int32_t ad_inference_mode_enabled() { return c10::InferenceMode::is_enabled(); }

ALGODISTILL_API int32_t ad_threads() { return at::get_num_threads(); }

// As libtorch does where it is built with MKL, a BLAS with threads of its own gets the same number.
ALGODISTILL_API int ad_set_threads(int32_t count) {
  return guarded([&] {
    at::set_num_threads(count);
    static const auto set_blas_threads = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (set_blas_threads != nullptr && std::getenv("OPENBLAS_NUM_THREADS") == nullptr) set_blas_threads(count);
  });
}

ALGODISTILL_API int ad_manual_seed(uint64_t seed) {
  return guarded([&] { at::manual_seed(seed); });
}

// A generator of one's own, or with `shared` the process's default one of that device.
ALGODISTILL_API int ad_generator(int32_t device_type, int32_t device_index, int32_t shared, at::Generator** result) {
  return guarded([&] {
    const auto& process = at::globalContext().defaultGenerator(device(device_type, device_index));
    *result = new at::Generator(shared ? process : process.clone());
  });
}

ALGODISTILL_API void ad_generator_free(at::Generator* generator) { delete generator; }

ALGODISTILL_API int ad_generator_set_seed(at::Generator* generator, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}

ALGODISTILL_API uint64_t ad_generator_seed(const at::Generator* generator) { return generator->current_seed(); }

ALGODISTILL_API int ad_generator_state(at::Generator* generator, TensorHandle* state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *state = release(generator->get_state());
  });
}

ALGODISTILL_API int ad_generator_set_state(at::Generator* generator, TensorHandle state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(borrow(state));
  });
}

// How many CUDA devices there are; none where libtorch or the machine has no CUDA.
ALGODISTILL_API int32_t ad_cuda_devices() {
  int32_t count = 0;
  guarded([&] {
    if (const auto* implementation = cuda()) count = implementation->deviceCount();
  });
  return count;
}

// Waits for the current stream of a device; a negative index means the current device.
ALGODISTILL_API int ad_cuda_synchronize(int32_t index) {
  return guarded([&] {
    const auto* implementation = cuda();
    TORCH_CHECK(implementation != nullptr, "this libtorch has no CUDA");
    const auto where = index < 0 ? implementation->getDevice() : device(static_cast<int32_t>(c10::DeviceType::CUDA), index);
    implementation->synchronizeStream(implementation->getStream(where));
  });
}

// The scalar type of new floating tensors.
ALGODISTILL_API int32_t ad_default_dtype() { return static_cast<int32_t>(c10::get_default_dtype_as_scalartype()); }
ALGODISTILL_API int ad_set_default_dtype(int32_t scalar_type) {
  return guarded([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(scalar_type))); });
}
