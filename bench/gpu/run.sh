#!/usr/bin/env bash
# The engine on a CUDA device, unattended: builds native/ for the machine's PyTorch, runs the engine's tests, prints the table of training
# steps. Run publish.sh before, where .NET is.
#
#   bench/gpu/run.sh [--quick]      --quick: tests and a tiny size, without a device too
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

status=0
"$program/AlgoDistill.Bench.Gpu" --tests || status=$?
"$program/AlgoDistill.Bench.Gpu" "$@" >"$folder/ours.jsonl"
python3 "$root/bench/gpu/peers.py" "$@" >"$folder/peers.jsonl"
python3 "$root/bench/gpu/table.py" "$folder/ours.jsonl" "$folder/peers.jsonl"
exit "$status"
