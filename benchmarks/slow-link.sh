#!/usr/bin/env bash
# What the controller is worth on a slow link: answers in time and accuracy, without it and with it.
#
#   mvn package -DskipTests && benchmarks/slow-link.sh [--data DIR] [--limit N]
#
# A cloud, a link on which each direction takes DELAY_MS (60), and an edge, on loopback, on CLOUD_PORT (18181), LINK_PORT
# (18182) and EDGE_PORT (18180); answers are in time within TARGET_MS (100), the controller's objective is each of PERCENTILES
# (95 99) in turn. Arguments go to 'sparsesplit replay'.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
edge_port=${EDGE_PORT:-18180}
cloud_port=${CLOUD_PORT:-18181}
link_port=${LINK_PORT:-18182}
target=${TARGET_MS:-100}
delay=${DELAY_MS:-60}
logs=$home/target/slow-link
mkdir -p "$logs"

service() {
  local name=$1 port=$2
  shift 2
  java -XX:+UseSerialGC -Xmx96m -jar "$home/$name-service/target/$name-service-exec.jar" --server.port="$port" \
    --sparsesplit.model.repository="$home/models" "$@" >> "$logs/$name.log" 2>&1 &
}

# Waits until a service is ready, at most a minute.
ready() {
  for _ in {1..240}; do
    ! curl -sf "http://127.0.0.1:$1/actuator/health/readiness" > /dev/null || return 0
    sleep 0.25
  done
  echo "nothing is ready on port $1 after a minute; see $logs" >&2
  return 1
}

# A figure of the last replay.
figure() { grep -m 1 -A "${2:-0}" "\"$1\"" "$logs/replay.json" | grep -m 1 -o "\"${3:-$1}\" *: *[0-9.]*" | grep -o '[0-9.]*$'; }

# Replays the test images to an edge with these settings, and prints a row.
row() {
  local name=$1
  shift
  service edge "$edge_port" --sparsesplit.cloud.url="http://127.0.0.1:$link_port" "$@"
  local edge=$!
  ready "$edge_port"
  "$home/sparsesplit" replay --url "http://127.0.0.1:$edge_port" --concurrency 1 --within "$target" \
    --json "$logs/replay.json" "${arguments[@]}" > "$logs/replay.txt"
  local images within
  images=$(figure images)
  within=$(figure within 3 answers)
  printf '| %s | %.2f %% | %.2f %% | %.2f %% | %s |\n' "$name" "$(awk "BEGIN { print 100 * $within / $images }")" \
    "$(figure accuracy)" "$(figure localExitRate)" \
    "$(sed -n 's/^decisions recomputed: //p' "$logs/replay.txt")"
  kill "$edge"
  wait "$edge" 2> /dev/null || true
}

arguments=("$@")
trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
service cloud "$cloud_port"
java -cp "$home/benchmarks/target/benchmarks-exec.jar" io.sparsesplit.benchmarks.SlowLink "$link_port" "$cloud_port" "$delay" &
ready "$cloud_port"
echo "| controller | within $target ms | correct | answered by the edge | decisions recomputed |"
echo "|---|---|---|---|---|"
row off
for percentile in ${PERCENTILES:-95 99}; do
  row "deadline, $percentile %" --sparsesplit.controller.objective=deadline --sparsesplit.controller.interval=2s \
    --sparsesplit.controller.target-latency="${target}ms" --sparsesplit.controller.percentile="$percentile"
done
