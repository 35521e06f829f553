#!/usr/bin/env bash
# Builds the kernels into one shared library: build.sh LIBRARY [EXTRA FLAG...]. Each file of kernels/ is compiled once for each instruction
# set, and only what changed is compiled again. CXX names another compiler than g++. Without one it says so and builds nothing.
set -euo pipefail
library=$1; shift
compiler=${CXX:-g++}
if ! command -v "$compiler" >/dev/null; then
  echo "algodistill: no C++ compiler ($compiler) was found: the fused kernels are not built, and TorchSharp's own operators do their work, slower" >&2
  exit 0
fi
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
objects=$(dirname "$library")/objects
mkdir -p "$objects"
shared=(-std=c++17 -fPIC -O3 -fvisibility=hidden -Wall -Wextra -Wno-psabi "$@")
loops=(-ffp-contract=fast -fno-math-errno -fno-trapping-math -fno-exceptions -Wno-ignored-attributes)
newest=$(find "$source" \( -name '*.h' -o -name build.sh \) -newer "$objects/headers" -print -quit 2>/dev/null || echo none)
[ -z "$newest" ] || rm -f "$objects"/*.o
touch "$objects/headers"

compile() { # object, source, flags
  [ "$1" -nt "$2" ] || printf '%s\0' "$compiler -c -o '$1' '$2' ${*:3}"
}

commands() {
  for file in "$source"/interface/*.cpp; do compile "$objects/$(basename "$file" .cpp).o" "$file" "${shared[@]}"; done
  for file in "$source"/kernels/*.cpp; do
    compile "$objects/$(basename "$file" .cpp)_baseline.o" "$file" "${shared[@]}" "${loops[@]}" -DISA=baseline
    [ "$(uname -m)" = x86_64 ] || continue
    compile "$objects/$(basename "$file" .cpp)_avx2.o" "$file" "${shared[@]}" "${loops[@]}" -DISA=avx2 -mavx2 -mfma
    compile "$objects/$(basename "$file" .cpp)_avx512.o" "$file" "${shared[@]}" "${loops[@]}" -DISA=avx512 \
      -mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma -mprefer-vector-width=512
  done
}

commands | xargs -0 -r -P "$(nproc)" -n 1 bash -c

# TorchSharp's library comes with its package: here only its name is needed
mkdir -p "$objects/needed"
"$compiler" -shared -Wl,-soname,libLibTorchSharp.so -o "$objects/needed/libLibTorchSharp.so" -x c++ /dev/null
"$compiler" -shared -o "$library.tmp" "$objects"/*.o -Wl,--no-as-needed "$objects/needed/libLibTorchSharp.so" -Wl,--as-needed -ldl \
  -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL "$@"
mv "$library.tmp" "$library"
