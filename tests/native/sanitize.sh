#!/usr/bin/env bash
# Runs the tests of the fused operators on a native library built with AddressSanitizer, once for each instruction set that
# the processor has. Tensors and scratch memory are allocations of their exact size, so a read or write outside any of them
# ends the run with a report of the place. Needs what ./algodistill setup builds, and gcc's libasan.
#   tests/native/sanitize.sh [dotnet test options]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
build=$root/build/sanitized
options=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS=-fsanitize=address -fno-omit-frame-pointer -g1")
[ -n "${LIBTORCH:-}" ] && options+=("-DCMAKE_PREFIX_PATH=$LIBTORCH")
cmake -S "$root/src/AlgoDistill.Torch/native" -B "$build" "${options[@]}" >&2
cmake --build "$build" --parallel "$(nproc)" >&2

instruction_sets=(baseline)
for isa in avx2 avx512; do
  grep -qw "${isa/avx512/avx512vl}" /proc/cpuinfo && instruction_sets+=("$isa")
done

# .NET turns a fault at address 0 into a NullReferenceException, so those signals stay its own.
export ASAN_OPTIONS=detect_leaks=0:handle_segv=0:use_sigaltstack=0:halt_on_error=1
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ALGODISTILL_NATIVE=$build/libalgodistill.so
for isa in "${instruction_sets[@]}"; do
  printf 'sanitize: operators with %s\n' "$isa" >&2
  ALGODISTILL_ISA=$isa LD_PRELOAD=$(gcc -print-file-name=libasan.so) dotnet test "$root/tests/AlgoDistill.Torch.Tests" \
    -c Release --no-build --nologo --filter "FullyQualifiedName~OperatorTest" "$@"
done
