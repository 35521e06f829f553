#!/usr/bin/env bash
# The engine on a CUDA device, unattended: builds native/ for the machine's PyTorch, runs the engine's tests, prints the table of training
# steps. The GPU machine needs python3 with PyTorch, g++ and cmake, but no .NET: `publish`, run before where .NET is, carries it along.
#   bench/AlgoDistill.Bench.Gpu/run.sh publish      once, with the .NET SDK: writes build/gpu/AlgoDistill.Bench.Gpu, to be copied with the repository
#   bench/AlgoDistill.Bench.Gpu/run.sh [--quick]    on the GPU machine; --quick: tests and a tiny size, without a device too
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
program=$root/build/gpu/AlgoDistill.Bench.Gpu

if [ "${1:-}" = publish ]; then
  exec dotnet publish "$root/bench/AlgoDistill.Bench.Gpu" -c Release -r linux-x64 --self-contained -o "$root/build/gpu" \
    -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:IncludeAllContentForSelfExtract=false -p:DebugType=none
fi

[ -x "$program" ] || { echo "build/gpu/AlgoDistill.Bench.Gpu is missing; make it with bench/AlgoDistill.Bench.Gpu/run.sh publish where the .NET SDK is" >&2; exit 1; }
torch=$(python3 -c 'import pathlib, torch; print(pathlib.Path(torch.__file__).parent)')
torch=${LIBTORCH:-$torch}
native=$root/build/native-gpu
cmake -S "$root/src/AlgoDistill.Torch/native" -B "$native" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$torch" >"$root/build/gpu/cmake.log"
cmake --build "$native" --parallel "$(nproc)" >>"$root/build/gpu/cmake.log" || { cat "$root/build/gpu/cmake.log" >&2; exit 1; }
export ALGODISTILL_NATIVE=$native/libalgodistill.so

status=0
"$program" --tests || status=$?
"$program" "$@" >"$root/build/gpu/ours.jsonl"
python3 "$root/bench/AlgoDistill.Bench.Gpu/peers.py" "$@" >"$root/build/gpu/peers.jsonl"
python3 "$root/bench/AlgoDistill.Bench.Gpu/table.py" "$root/build/gpu/ours.jsonl" "$root/build/gpu/peers.jsonl"
exit "$status"
