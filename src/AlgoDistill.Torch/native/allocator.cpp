// Memory of CPU tensors, kept when they die and handed out again, most recently freed first: the same buffers come back at every training
// step, so that they are mapped, zeroed by the kernel and missed in the caches once instead of every time. Big blocks ask for huge pages.
#include "api.h"

#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace {

constexpr size_t cache_line = 64, huge_page = size_t(1) << 21;

// Up to an eighth more, so that sizes which differ a little share their blocks.
size_t size_class(size_t bytes) {
  const size_t step = std::max(cache_line, (size_t(1) << (63 - __builtin_clzll(bytes))) / 8);
  return (bytes + step - 1) / step * step;
}

void* map(size_t bytes) {
  void* block = nullptr;
  const bool huge = bytes >= huge_page;
  TORCH_CHECK(posix_memalign(&block, huge ? huge_page : cache_line, bytes) == 0, "not enough memory: cannot allocate ", bytes, " bytes");
#ifdef MADV_HUGEPAGE
  if (huge) madvise(block, bytes, MADV_HUGEPAGE); // a wish, which a kernel without huge pages refuses
#endif
  return block;
}

// Free blocks never take more memory than tensors took at their most; when they would, sizes have changed, and all are let go.
class Pool {
 public:
  void* take(size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto& blocks = free_[bytes];
    void* block;
    if (blocks.empty()) {
      block = map(bytes);
    } else {
      block = blocks.back();
      blocks.pop_back();
      kept_ -= bytes;
    }
    sizes_.emplace(block, bytes);
    used_ += bytes;
    most_used_ = std::max(most_used_, used_);
    return block;
  }

  void give_back(void* block) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = sizes_.find(block);
    const size_t bytes = found->second;
    sizes_.erase(found);
    used_ -= bytes;
    if (kept_ + bytes > most_used_) let_go();
    free_[bytes].push_back(block);
    kept_ += bytes;
  }

 private:
  void let_go() {
    for (auto& blocks : free_)
      for (void* block : blocks.second) std::free(block);
    free_.clear();
    kept_ = 0;
  }

  std::mutex mutex_;
  std::unordered_map<size_t, std::vector<void*>> free_; // by size class
  std::unordered_map<void*, size_t> sizes_;             // of the blocks in use
  size_t used_ = 0, most_used_ = 0, kept_ = 0;          // bytes
};

Pool& pool() {
  static Pool* const instance = new Pool; // never destroyed: tensors may outlive static objects
  return *instance;
}

void give_back(void* block) {
  if (block != nullptr) pool().give_back(block);
}

class KeepingAllocator final : public c10::Allocator {
 public:
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
  c10::DataPtr allocate(size_t bytes) override { return hand_out(bytes); }
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
#else
  c10::DataPtr allocate(size_t bytes) const override { return hand_out(bytes); }
#endif
  c10::DeleterFnPtr raw_deleter() const override { return give_back; }

 private:
  static c10::DataPtr hand_out(size_t bytes) {
    void* block = bytes == 0 ? nullptr : pool().take(size_class(bytes));
    return {block, block, give_back, c10::Device(c10::DeviceType::CPU)};
  }
};

} // namespace

// From now on CPU tensors take their memory from the pool. A build with AddressSanitizer keeps libtorch's allocator, which has each
// tensor end where its memory ends.
ALGODISTILL_API void ad_keep_freed_memory() {
#ifndef __SANITIZE_ADDRESS__
  static KeepingAllocator allocator;
  c10::SetCPUAllocator(&allocator, 1);
#endif
}
