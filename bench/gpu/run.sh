#!/usr/bin/env bash
# The engine on a CUDA device, unattended: runs its tests as it comes and with everything switched on, and prints the table of training steps,
# plain, fused and recorded, beside PyTorch's. Run publish.sh before, where .NET is.
#
#   bench/gpu/run.sh [--quick]      --quick: tests and a tiny size, without a device too
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"
bench=$program/AlgoDistill.Bench.Gpu

status=0
"$bench" --tests || status=$?
ALGODISTILL_FUSED_CUDA=1 ALGODISTILL_CUDA_GRAPHS=1 ALGODISTILL_CUDA_STREAMS=1 "$bench" --tests || status=$?
# each of its own, so that what fails takes no other figure along
"$bench" --eager "$@" >"$folder/eager.jsonl" || status=$?
ALGODISTILL_FUSED_CUDA=1 "$bench" --eager "$@" >"$folder/fused.jsonl" || status=$?
"$bench" --graphs "$@" >"$folder/graph.jsonl" || status=$?
ALGODISTILL_FUSED_CUDA=1 "$bench" --graphs "$@" >"$folder/both.jsonl" || status=$?
python3 "$root/bench/gpu/peers.py" "$@" >"$folder/peers.jsonl"
python3 "$root/bench/gpu/table.py" "$folder"/{eager,fused,graph,both,peers}.jsonl
exit "$status"
