// Every .cpp of this folder is compiled once per instruction set, into the namespace algodistill::ISA (baseline, avx2 or
// avx512), and sees nothing of libtorch or of the standard library's inline functions: the linker keeps one copy of an inline
// function, and it must not be one with instructions that the processor lacks. The operators choose at run time.
#pragma once

namespace algodistill {

enum class InstructionSet { Baseline, Avx2, Avx512 };

InstructionSet instruction_set();  // the widest one of this processor; ALGODISTILL_ISA=baseline|avx2|avx512 asks for a narrower one

}  // namespace algodistill

#if defined(__x86_64__)
#define ALGODISTILL_FOR_EACH_ISA(DECLARE) DECLARE(baseline) DECLARE(avx2) DECLARE(avx512)
#define ALGODISTILL_DISPATCH(function, ...)                                                                      \
  (instruction_set() == InstructionSet::Avx512 ? avx512::function(__VA_ARGS__)                                   \
   : instruction_set() == InstructionSet::Avx2 ? avx2::function(__VA_ARGS__) : baseline::function(__VA_ARGS__))
#else
#define ALGODISTILL_FOR_EACH_ISA(DECLARE) DECLARE(baseline)
#define ALGODISTILL_DISPATCH(function, ...) baseline::function(__VA_ARGS__)
#endif
