#include <cstdlib>
#include <cstring>

#include "../kernels/isa.h"

namespace algodistill {

namespace {

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

InstructionSet instruction_set() {
  static const InstructionSet chosen = choose();
  return chosen;
}

}  // namespace algodistill
