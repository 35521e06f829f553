// What the C interface shares. Every function takes raw pointers to contiguous arrays of float (wide 0) or double (wide 1) and sizes, and
// returns 0, or 1 where memory ran out; callers check shapes and types before.
#pragma once
#include <stdint.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "../kernels/isa.h"

#define ALGODISTILL_API extern "C" __attribute__((visibility("default")))

namespace algodistill {

// Calls body(begin, end, context) for parts of [0, count) of at least `grain`, on libtorch's threads once these are known, else on this one.
using Body = void (*)(int64_t begin, int64_t end, void* context);
void run_parallel(int64_t count, int64_t grain, Body body, void* context);
int64_t thread_count();

// Calls work(begin, end) for parts of [0, count) of at least `grain`. Want of memory in a part is thrown here, not through libtorch.
template <typename Work> void parallel_for(int64_t count, int64_t grain, const Work& work) {
  struct Context {
    const Work& work;
    std::atomic<bool> failed{false};
  } context{work};
  run_parallel(count, grain, [](int64_t begin, int64_t end, void* of) {
    auto& own = *static_cast<Context*>(of);
    try {
      own.work(begin, end);
    } catch (const std::bad_alloc&) {
      own.failed = true;
    }
  }, &context);
  if (context.failed) throw std::bad_alloc();
}

// Rows of one part of a job that adds up over rows. Fixed, so that the sum does not depend on the number of threads.
constexpr int64_t chunk_rows = 64;
inline int64_t chunks(int64_t rows) { return (rows + chunk_rows - 1) / chunk_rows; }

// Calls work(chunk, begin, end) for every chunk of [0, rows).
template <typename Work> void parallel_chunks(int64_t rows, const Work& work) {
  parallel_for(chunks(rows), 1, [&](int64_t first, int64_t last) {
    for (int64_t chunk = first; chunk < last; chunk++)
      work(chunk, chunk * chunk_rows, (chunk + 1) * chunk_rows < rows ? (chunk + 1) * chunk_rows : rows);
  });
}

// Elements that one part of a job over elements should have at the least, as libtorch has it.
constexpr int64_t grain_elements = 32768;

// Working memory of this thread: the n-th block that is held at once is the same one each time, so that it is still in the near caches.
class Workspace {
 public:
  static void* take(int64_t bytes);  // aligned to 64 bytes; throws std::bad_alloc
  static void give_back();           // the block taken last
};

// Memory aligned to the widest vector, with anything in it. What is taken last is given back first.
template <typename T> class Scratch {
 public:
  explicit Scratch(int64_t count) : memory_(Workspace::take(count * int64_t(sizeof(T)))) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { Workspace::give_back(); }
  T* data() const { return static_cast<T*>(memory_); }

 private:
  void* memory_;
};

// Calls work with a value of the type that `wide` asks for.
template <typename Work> int32_t typed(int32_t wide, const Work& work) {
  try {
    if (wide) work(double());
    else work(float());
    return 0;
  } catch (const std::bad_alloc&) {
    return 1;
  }
}

}  // namespace algodistill
