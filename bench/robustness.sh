#!/usr/bin/env bash
# Kills a writer with SIGKILL at many random moments, fills a small disk under it, and fuzzes stores for long; each must end in the bytes of an
# undisturbed run, or in one clear error. Mounting the small disk needs root.
#
#   bench/robustness.sh [KILLS] [FUZZ_CASES]      defaults 100 and 20000
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
kills=${1:-100}
cases=${2:-20000}
work=$(mktemp -d)
trap 'mountpoint -q "$work/disk" && umount "$work/disk"; rm -rf "$work"' EXIT
fail() { echo "robustness: $*" >&2; exit 1; }
run() { "$root/algodistill" "$@"; }
generate() { run generate dark-room --algorithm q-learning --histories 240 --steps 5000 --seed 5 --out "$1"; }
same() { diff -r --exclude .lock "$work/whole" "$1" >/dev/null || fail "$1 is not what an undisturbed run makes"; }

"$root/algodistill" setup
generate "$work/whole" >/dev/null 2>&1

opened=0
for kill in $(seq "$kills"); do
  store=$work/killed-$((kill / 10)) # a new store every ten kills, so that all stages of its making are hit
  dotnet "$root/src/AlgoDistill.Cli/bin/Release/net10.0/AlgoDistill.Cli.dll" generate dark-room --algorithm q-learning --histories 240 --steps 5000 --seed 5 \
    --out "$store" >/dev/null 2>&1 &
  sleep "0.$(printf '%03d' $((RANDOM % 900 + 50)))"
  { kill -9 $! && wait $!; } 2>/dev/null || true
  if [ -e "$store/manifest.json" ]; then
    run store verify "$store" >/dev/null 2>&1 || fail "after kill $kill $store does not verify"
    opened=$((opened + 1))
  fi
done
for store in "$work"/killed-*; do
  generate "$store" >/dev/null 2>&1
  same "$store"
done
echo "$kills kills: $opened left a store, and each of these opened and verified; all went on to the bytes of an undisturbed run"

mkdir "$work/disk"
mount -t tmpfs -o size=1m tmpfs "$work/disk"
for size in 1m 2m 3m; do
  mount -o "remount,size=$size" "$work/disk"
  if generate "$work/disk/store" >/dev/null 2>"$work/error"; then break; fi
  grep -q "cannot be written" "$work/error" || fail "a disk of $size ended in: $(tail -1 "$work/error")"
  if [ -e "$work/disk/store/manifest.json" ]; then run store verify "$work/disk/store" >/dev/null; fi
done
mount -o remount,size=64m "$work/disk"
generate "$work/disk/store" >/dev/null 2>&1
same "$work/disk/store"
echo "full disk: one clear error, a sound store, and with room the bytes of an undisturbed run"

(cd "$root" && ALGODISTILL_FUZZ_CASES=$cases dotnet test -c Release --no-build --nologo tests/AlgoDistill.Data.Tests --filter StoreFuzzTests) | tail -1
echo "fuzz: $cases cases of each kind"
