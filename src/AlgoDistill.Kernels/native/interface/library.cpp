#include "library.h"

#include <cstring>
#include <vector>

namespace algodistill {

namespace {

// libtorch's own pool, so that there is one in the process: torch_parallel_for and torch_get_num_threads of its C interface.
using ParallelFor = int32_t (*)(int64_t begin, int64_t end, int64_t grain, Body body, void* context);
using ThreadCount = int32_t (*)(uint32_t* count);
ParallelFor torch_parallel_for = nullptr;
ThreadCount torch_get_num_threads = nullptr;

struct Blocks {
  struct Block {
    void* memory;
    int64_t bytes;
  };
  std::vector<Block> all;
  size_t held = 0;
  ~Blocks() {
    for (Block& block : all) std::free(block.memory);
  }
};
thread_local Blocks blocks;

InstructionSet widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return InstructionSet::Avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return InstructionSet::Avx2;
#endif
  return InstructionSet::Baseline;
}

InstructionSet choose() {
  const char* asked = std::getenv("ALGODISTILL_ISA");
  InstructionSet best = widest();
  if (asked && !std::strcmp(asked, "baseline")) return InstructionSet::Baseline;
  if (asked && !std::strcmp(asked, "avx2") && best == InstructionSet::Avx512) return InstructionSet::Avx2;
  return best;
}

}  // namespace

void* Workspace::take(int64_t bytes) {
  Blocks& own = blocks;
  if (own.held == own.all.size()) own.all.push_back({nullptr, 0});
  Blocks::Block& block = own.all[own.held];
#ifdef __SANITIZE_ADDRESS__
  block.bytes = -1;  // so that each block ends where its memory ends
  int64_t spare = 0;
#else
  int64_t spare = bytes / 4;
#endif
  if (block.bytes < bytes || !block.memory) {
    std::free(block.memory);
    block.bytes = (bytes + spare + 63) / 64 * 64;
    block.memory = std::aligned_alloc(64, block.bytes);
    if (!block.memory) throw std::bad_alloc();
  }
  own.held++;
  return block.memory;
}

void Workspace::give_back() { blocks.held--; }

InstructionSet instruction_set() {
  static const InstructionSet chosen = choose();
  return chosen;
}

void run_parallel(int64_t count, int64_t grain, Body body, void* context) {
  if (count <= 0) return;
  if (!torch_parallel_for || count <= grain) return body(0, count, context);
  torch_parallel_for(0, count, grain, body, context);
}

int64_t thread_count() {
  uint32_t count = 1;
  if (torch_get_num_threads) torch_get_num_threads(&count);
  return count;
}

}  // namespace algodistill

using namespace algodistill;

// The addresses of libtorch's functions.
ALGODISTILL_API void algodistill_use_threads(void* parallel_for, void* get_num_threads) {
  torch_parallel_for = reinterpret_cast<ParallelFor>(parallel_for);
  torch_get_num_threads = reinterpret_cast<ThreadCount>(get_num_threads);
}

// 0, 1 or 2: baseline, AVX2 or AVX-512.
ALGODISTILL_API int32_t algodistill_instruction_set() { return static_cast<int32_t>(instruction_set()); }
