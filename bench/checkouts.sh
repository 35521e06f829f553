#!/usr/bin/env bash
# Training speed of this checkout beside another's, say of an earlier commit: the median of the ratios of neighbouring runs, for each size.
# With one thread both train at once, each on a core of its own, and change cores from round to round; with more, one after the other.
#
#   bench/checkouts.sh OTHER [THREADS] [ROUNDS] [SIZE...]      OTHER: a checkout that is built; 2 threads, 4 rounds, all sizes
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
other=$(cd "$1" && pwd) threads=${2:-2} rounds=${3:-4}
shift $(($# < 3 ? $# : 3))
sizes=("$@")
[ $# -gt 0 ] || sizes=(quickstart ad-small ad-medium ad-large)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/algodistill" setup

# Tokens a second, to a file: CHECKOUT SIZE CORES FILE
train() {
  local program=$1/bench/AlgoDistill.Bench/bin/Release/net10.0/AlgoDistill.Bench.dll
  [ -d "$1/bench/AlgoDistill.Bench/Commands" ] || program=$1/src/AlgoDistill.Cli/bin/Release/net10.0/AlgoDistill.Cli.dll
  OMP_NUM_THREADS=$threads taskset -c "$3" dotnet "$program" bench train --size "$2" --json 2>"$4.log" |
    sed -n 's/.*"tokens_per_second": *\([0-9]*\).*/\1/p' | head -1 >"$4" || { tail -1 "$4.log" >&2; return 1; }
}

for size in "${sizes[@]}"; do
  for round in $(seq "$rounds"); do
    if [ "$threads" = 1 ]; then
      train "$root" "$size" $((round % 2)) "$work/own" &
      train "$other" "$size" $((1 - round % 2)) "$work/other"
      wait $!
    else
      train "$root" "$size" "0-$((threads - 1))" "$work/own"
      train "$other" "$size" "0-$((threads - 1))" "$work/other"
    fi
    paste "$work/own" "$work/other" >>"$work/$size"
  done
  awk '{ print $1 / $2, $1, $2 }' "$work/$size" | sort -g | awk -v size="$size" -v threads="$threads" '
    { ratio[NR] = $1; own[NR] = $2; other[NR] = $3 }
    END { printf "%s, %d threads: %.3f", size, threads, (ratio[int((NR + 1) / 2)] + ratio[int(NR / 2) + 1]) / 2
          for (i = 1; i <= NR; i++) printf "%s %d/%d", (i > 1 ? "," : " ("), own[i], other[i]
          print ")" }'
done
