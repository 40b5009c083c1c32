#!/usr/bin/env bash
# Exchanges the versions of models that edge and cloud hold, both in random order, while images come in at 80 % of the rate
# that they can answer at most; checks every answer, in all its parts, against the version that it names. Prints the table.
#
#   deploy-tests/hot-swaps.sh [SWAPS]
#
# Takes a few minutes for the 200 swaps it does when no number is given. Fails when a request does, or a pair is mixed.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$home/target/hot-swaps.log
mkdir -p "$home/target"
status=0
mvn -B -f "$home/pom.xml" -pl edge-service -am test -Dhot-swaps="${1:-200}" -Dtest=HotSwapTest \
  -Dsurefire.failIfNoSpecifiedTests=false > "$log" 2>&1 || status=$?
[ "$status" = 0 ] || echo "failed: see $log" >&2
cat "$home/edge-service/target/hot-swaps.md"
exit "$status"
