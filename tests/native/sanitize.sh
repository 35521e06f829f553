#!/usr/bin/env bash
# Runs the tests of the kernels on a library built with AddressSanitizer and UndefinedBehaviorSanitizer, once for each instruction set that
# the processor has. Tensors and scratch memory are allocations of their exact size, so a read or write outside any of them ends the run with
# a report of the place. Needs a Release build of tests/AlgoDistill.Kernels.Tests, and gcc's libasan and libubsan.
#   tests/native/sanitize.sh [dotnet test options]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
build=$root/build/sanitized
bash "$root/src/AlgoDistill.Kernels/native/build.sh" "$build/libalgodistill.so" -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -fno-omit-frame-pointer

# the tests' output with that library in place of their own; libtorch's half a gigabyte is linked to, not copied
tests=$build/tests
rm -rf "$tests"
cp -al "$root/tests/AlgoDistill.Kernels.Tests/bin/Release/net10.0" "$tests"
cp --remove-destination "$build/libalgodistill.so" "$tests/libalgodistill.so"

instruction_sets=(baseline)
for isa in avx2 avx512; do
  grep -qw "${isa/avx512/avx512vl}" /proc/cpuinfo && instruction_sets+=("$isa")
done

# A fault anywhere ends the run with its place, even where .NET would make a NullReferenceException of it. Memory for optional arguments of
# libtorch's operators comes from malloc and goes by delete, which is free in libstdc++.
export ASAN_OPTIONS=detect_leaks=0:handle_segv=2:use_sigaltstack=0:halt_on_error=1:alloc_dealloc_mismatch=0 UBSAN_OPTIONS=print_stacktrace=1
# Compiled in full at once, locals end with their last use: what the collector could free while a kernel reads it is then found.
export OMP_NUM_THREADS=1 DOTNET_TieredCompilation=0
for isa in "${instruction_sets[@]}"; do
  printf 'sanitize: kernels with %s\n' "$isa" >&2
  ALGODISTILL_ISA=$isa LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" \
    dotnet vstest "$tests/AlgoDistill.Kernels.Tests.dll" "$@"
done
