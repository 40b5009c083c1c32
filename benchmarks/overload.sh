#!/usr/bin/env bash
# What an edge does when up to ten times as much is asked of it as it can answer: goodput, refusals, memory.
#
#   mvn package -DskipTests && benchmarks/overload.sh
#
# The edge has one processor of its own, and the load another: first with images of 28 x 28 pixels, then with camera pictures.
# EDGE_PORT (18080) chooses a free port, EDGE_ARGS more settings for the edge.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
port=${EDGE_PORT:-18080}
url="http://127.0.0.1:$port"
mkdir -p "$home/target"
read -ra settings <<< "${EDGE_ARGS:-}"
trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT

# load OPTIONS...: on a fresh edge.
load() {
  taskset -c 0 java -XX:+UseSerialGC -Xmx96m -Xss512k -jar "$home/edge-service/target/edge-service-exec.jar" \
    --server.port="$port" --sparsesplit.model.repository="$home/models" "${settings[@]}" > "$home/target/overload.log" 2>&1 &
  local edge=$!
  for _ in {1..240}; do
    ! curl -sf "$url/actuator/health/readiness" > /dev/null || break
    sleep 0.25
  done
  taskset -c 1 java -cp "$home/benchmarks/target/benchmarks-exec.jar" io.sparsesplit.benchmarks.load.OverloadCommand \
    --pid "$edge" --url "$url/infer?policy=local-only" "$@" "$home/samples/digit-7.png"
  kill "$edge"
  wait "$edge" 2> /dev/null || true
  echo
}

load "$@"
load --photo 1000 "$@"
