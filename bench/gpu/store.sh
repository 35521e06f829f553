#!/usr/bin/env bash
# The store beside a GPU: what two cores write, read and cut into windows, and how fast a CUDA device that trains on a store consumes them.
# Run publish.sh before, where .NET is.
#
#   bench/gpu/store.sh [UPDATES]      of each training, 2000 by default
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"
updates=${1:-2000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cli() { "$program/AlgoDistill.Cli" "$@"; }

taskset -c 0,1 "$program/AlgoDistill.Bench" bench store 2>/dev/null
cli generate dark-room --algorithm uniform-random --histories 200 --steps 20000 --out "$work/store" >/dev/null 2>&1
for precision in float32 bfloat16; do
  echo "training on cuda, $precision: $(cli train rl --store "$work/store" --out "$work/$precision" --device cuda --steps "$updates" \
    --set Context=200 --set Batch=64 --set "Precision=$precision" 2>/dev/null | grep -o "[0-9,]* tokens/s")"
done
