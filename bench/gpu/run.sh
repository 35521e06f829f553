#!/usr/bin/env bash
# The engine on a CUDA device, unattended: builds native/ for the machine's PyTorch, runs the engine's tests, prints the table of training
# steps. The GPU machine needs python3 with PyTorch, g++ and cmake, but no .NET: `publish`, run before where .NET is, carries it along.
#   bench/gpu/run.sh publish      once, with the .NET SDK: writes build/gpu/program.tar.gz, to be copied with the repository
#   bench/gpu/run.sh [--quick]    on the GPU machine; --quick: tests and a tiny size, without a device too
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
folder=$root/build/gpu
program=$folder/program/AlgoDistill.Bench.Gpu

if [ "${1:-}" = publish ]; then
  rm -rf "$folder/program"
  dotnet publish "$root/bench/AlgoDistill.Bench.Gpu" -c Release -r linux-x64 --self-contained -o "$folder/program" -p:DebugType=none
  exec tar -C "$folder" -czf "$folder/program.tar.gz" program
fi

[ -e "$folder/program.tar.gz" ] || { echo "build/gpu/program.tar.gz is missing; make it with ${BASH_SOURCE[0]} publish where the .NET SDK is" >&2; exit 1; }
[ -x "$program" ] || tar -C "$folder" -xzf "$folder/program.tar.gz"
torch=$(python3 -c 'import pathlib, torch; print(pathlib.Path(torch.__file__).parent)')
torch=${LIBTORCH:-$torch}
native=$root/build/native-gpu
cmake -S "$root/src/AlgoDistill.Torch/native" -B "$native" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$torch" >"$folder/cmake.log"
cmake --build "$native" --parallel "$(nproc)" >>"$folder/cmake.log" || { cat "$folder/cmake.log" >&2; exit 1; }
export ALGODISTILL_NATIVE=$native/libalgodistill.so

status=0
"$program" --tests || status=$?
"$program" "$@" >"$folder/ours.jsonl"
python3 "$root/bench/gpu/peers.py" "$@" >"$folder/peers.jsonl"
python3 "$root/bench/gpu/table.py" "$folder/ours.jsonl" "$folder/peers.jsonl"
exit "$status"
