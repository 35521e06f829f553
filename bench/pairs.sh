#!/usr/bin/env bash
# Every algorithm on every task that it plays: 50 histories are generated, verified, and replayed from their manifest. Neural learners
# begin to change early, and a history is at least an episode and a step long, so that every learner changes.
#
#   bench/pairs.sh [STEPS]      least steps of each history, 100 by default; needs jq
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
steps=${1:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/algodistill" setup
run() { dotnet "$root/src/AlgoDistill.Cli/bin/Release/net10.0/AlgoDistill.Cli.dll" "$@"; }
ids() { jq -r '.[].id'; }

# Settings by which a learner changes within a hundred steps
early() {
  case $1 in
    reinforce) echo --set Episodes=1 ;;
    ppo) echo --set RolloutSteps=32 ;;
    dqn | sac) echo --set LearningStarts=32 ;;
  esac
}

run tasks --json >"$work/tasks.json"
tasks=$(ids <"$work/tasks.json")
algorithms=$(run algorithms --json | ids)
pairs=0 refused=0
for task in $tasks; do
  horizon=$(jq --arg task "$task" '.[] | select(.id == $task).horizon' "$work/tasks.json")
  for algorithm in $algorithms; do
    store=$work/store
    rm -rf "$store"
    # shellcheck disable=SC2046
    if ! run generate "$task" --algorithm "$algorithm" --histories 50 --steps "$((steps > horizon ? steps : horizon + 1))" $(early "$algorithm") --out "$store" \
      >/dev/null 2>"$work/error"; then
      [ -e "$store" ] && { echo "$algorithm on $task: $(tail -1 "$work/error")" >&2; exit 1; } # what cannot play leaves no folder
      refused=$((refused + 1))
      continue
    fi
    for check in "verify" "replay --sample 50"; do
      # shellcheck disable=SC2086
      run store $check "$store" >/dev/null 2>"$work/error" || { echo "$algorithm on $task, $check: $(tail -1 "$work/error")" >&2; exit 1; }
    done
    pairs=$((pairs + 1))
  done
done
echo "$pairs pairs verify and replay; $refused are refused because an algorithm does not play a task's spaces"
