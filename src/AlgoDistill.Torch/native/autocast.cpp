// Mixed precision: operators that gain by it run in a narrower type on this thread, the others in float32.
#include "api.h"

#include <ATen/autocast_mode.h>

using algodistill::guarded;

namespace {

struct Autocast {
  int32_t enabled, scalar_type, caching;
};

#if ALGODISTILL_TORCH_SINCE(2, 4)
Autocast current(at::DeviceType device) {
  return {at::autocast::is_autocast_enabled(device), static_cast<int32_t>(at::autocast::get_autocast_dtype(device)),
          at::autocast::is_autocast_cache_enabled()};
}

void set(at::DeviceType device, const Autocast& state) {
  at::autocast::set_autocast_enabled(device, state.enabled != 0);
  at::autocast::set_autocast_dtype(device, static_cast<at::ScalarType>(state.scalar_type));
  at::autocast::set_autocast_cache_enabled(state.caching != 0);
}
#else
Autocast current(at::DeviceType device) {
  const bool cpu = device == at::kCPU;
  return {cpu ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled(),
          static_cast<int32_t>(cpu ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype()),
          at::autocast::is_autocast_cache_enabled()};
}

void set(at::DeviceType device, const Autocast& state) {
  const auto type = static_cast<at::ScalarType>(state.scalar_type);
  if (device == at::kCPU) {
    at::autocast::set_cpu_enabled(state.enabled != 0);
    at::autocast::set_autocast_cpu_dtype(type);
  } else {
    at::autocast::set_enabled(state.enabled != 0);
    at::autocast::set_autocast_gpu_dtype(type);
  }
  at::autocast::set_autocast_cache_enabled(state.caching != 0);
}
#endif

} // namespace

ALGODISTILL_API int32_t ad_autocast_enabled(int32_t device_type) { return current(static_cast<at::DeviceType>(device_type)).enabled; }

// Sets what holds for a kind of device from now on; `before` receives what held.
ALGODISTILL_API int ad_autocast_enter(int32_t device_type, const Autocast* state, Autocast* before) {
  return guarded([&] {
    const auto device = static_cast<at::DeviceType>(device_type);
    *before = current(device);
    set(device, *state);
    at::autocast::increment_nesting();
  });
}

// Sets back what held; the narrow copies of the weights are dropped when the outermost region ends.
ALGODISTILL_API int ad_autocast_exit(int32_t device_type, const Autocast* before) {
  return guarded([&] {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    set(static_cast<at::DeviceType>(device_type), *before);
  });
}
