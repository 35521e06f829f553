#!/usr/bin/env bash
# Where an update's time goes on a CUDA device, kernel by kernel, by Nsight Compute. Run publish.sh before, where .NET is.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"
ncu --csv --clock-control none --metrics gpu__time_duration.sum "$program/AlgoDistill.Bench.Gpu" --profile >"$folder/kernels.csv"
python3 "$root/bench/gpu/kernels.py" "$folder/kernels.csv"
