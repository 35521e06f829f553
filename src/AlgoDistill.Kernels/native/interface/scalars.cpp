// TorchSharp takes this library for its own, of which it needs all but one function: the one here stands in front.
#include <dlfcn.h>

#include <chrono>
#include <deque>
#include <mutex>

#include "library.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Disposed {
  void* scalar;
  Clock::time_point at;
};

// Far longer than an operator takes to read its arguments.
constexpr std::chrono::seconds delay{1};

}  // namespace

// Frees a scalar, a second later: an operator's temporary argument is disposed by the collector's thread while the operator may still
// read it.
ALGODISTILL_API void THSTorch_dispose_scalar(void* scalar) {
  static const auto free_scalar = reinterpret_cast<void (*)(void*)>(dlsym(RTLD_NEXT, "THSTorch_dispose_scalar"));
  static auto& waiting = *new std::deque<Disposed>;  // outlives the collector's thread
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  const auto now = Clock::now();
  for (; !waiting.empty() && now - waiting.front().at > delay; waiting.pop_front()) free_scalar(waiting.front().scalar);
  waiting.push_back({scalar, now});
}
