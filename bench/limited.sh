#!/usr/bin/env bash
# Trains on a store whose rows take more than ten times the memory that the process may use, its page cache included, and without that limit,
# in turn. Needs root and the memory controller of cgroups (version 1).
#
#   bench/limited.sh [UPDATES] [ROUNDS]      defaults 40 and 3
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
updates=${1:-40}
rounds=${2:-3}
limit=$((500 * 1024 * 1024))
group=/sys/fs/cgroup/memory/algodistill-limited
work=$(mktemp -d)
trap 'rmdir "$group" 2>/dev/null || true; rm -rf "$work"' EXIT
"$root/algodistill" setup
run() { dotnet "$root/src/AlgoDistill.Cli/bin/Release/net10.0/AlgoDistill.Cli.dll" "$@"; }
train() { run train rl --store "$work/store" --out "$1" --steps "$updates" --set Context=200 --set Batch=64 2>/dev/null | grep -o '[0-9,]* tokens/s'; }

mkdir "$group"
echo "$limit" >"$group/memory.limit_in_bytes"
run generate dark-room --algorithm uniform-random --histories 6000 --steps 20000 --out "$work/store" >/dev/null 2>&1
for round in $(seq "$rounds"); do
  limited=$(echo $BASHPID >"$group/cgroup.procs"; train "$work/limited-$round")
  echo "limited $limited; free $(train "$work/free-$round")"
done
rows=$(stat -c %s "$work"/store/.cache/*.rows)
echo "rows take $rows bytes, $((10 * rows / limit)) tenths of the limit; used at most $(cat "$group/memory.max_usage_in_bytes") of $limit bytes"
