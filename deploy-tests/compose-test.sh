#!/usr/bin/env bash
# Runs docker-compose.yml on the engine at hand: posts images through the edge, takes the cloud away and gives it back,
# and demands that Prometheus tells the same story.
#
#   mvn package && deploy-tests/compose-test.sh PNG...
#
# Needs docker, docker-compose (v1) or docker compose (v2), and curl. SERVICES chooses what is started, for engines that
# cannot pull Grafana; EDGE_PORT, CLOUD_PORT, PROMETHEUS_PORT and GRAFANA_PORT choose free ports.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: deploy-tests/compose-test.sh PNG..." >&2; exit 2; }
mapfile -t images < <(realpath -- "$@")
cd "$(dirname "$0")/.."
read -ra services <<<"${SERVICES:-edge cloud prometheus}"
edge="http://127.0.0.1:${EDGE_PORT:-8080}"
prometheus="http://127.0.0.1:${PROMETHEUS_PORT:-9090}"
export COMPOSE_PROJECT_NAME=sparsesplit-test
answers=0

if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi

fail() { echo "FAILED: $*" >&2; "${compose[@]}" logs --tail=40 "${services[@]}" >&2; exit 1; }

# within SECONDS COMMAND...: true as soon as the command is.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.5
  done
}

healthy() {
  [ "$(docker inspect --format '{{.State.Health.Status}}' "$("${compose[@]}" ps -q "$1")")" = healthy ]
}

# post PNG POLICY: the answer's JSON is left in $answer.
post() {
  answer=$(curl -sS --fail-with-body -H 'Content-Type: image/png' --data-binary "@$1" "$edge/infer?policy=$2") \
    || fail "$1 with policy $2 got: $answer"
  answers=$((answers + 1))
}

answered_by() { [[ $answer == *"\"exit\":\"$1\""* ]]; }

cloud_answers() { post "$1" split && answered_by cloud; }

# The value of an instant query, or nothing.
query() {
  curl -sSG --data-urlencode "query=$1" "$prometheus/api/v1/query" | sed -n 's/.*"value":\[[^,]*,"\([^"]*\)"].*/\1/p'
}

query_is() { [ "$(query "$1")" = "$2" ]; }

trap '"${compose[@]}" down --volumes --timeout 25' EXIT

echo "== build and start: ${services[*]}"
"${compose[@]}" up --build --detach "${services[@]}"
for service in "${services[@]}"; do
  within 90 healthy "$service" || fail "$service did not become healthy"
done
echo "healthy after $SECONDS s"

echo "== the edge answers"
for image in "${images[@]}"; do
  post "$image" auto
  echo "$answer"
done
within 20 cloud_answers "${images[0]}" || fail "the cloud does not answer: $answer"

echo "== the cloud goes"
"${compose[@]}" stop cloud
for image in "${images[@]}"; do
  post "$image" split
  answered_by edge-fallback || fail "without a cloud the answer must be a fallback: $answer"
done
healthy edge || fail "an edge without its cloud must stay healthy"
echo "$answer"

echo "== the cloud comes back"
"${compose[@]}" start cloud
within 90 cloud_answers "${images[0]}" || fail "the edge did not find its cloud again: $answer"
echo "$answer"

echo "== Prometheus counted the same $answers answers"
within 30 query_is 'sum(sparsesplit_inference_seconds_count)' "$answers" \
  || fail "Prometheus counts $(query 'sum(sparsesplit_inference_seconds_count)')"
within 30 query_is 'count(up == 1)' 2 || fail "Prometheus does not reach both services"

echo "== size and memory"
docker images --format 'table {{.Repository}}:{{.Tag}}\t{{.Size}}' | grep -E 'REPOSITORY|sparsesplit/'
docker stats --no-stream --format 'table {{.Name}}\t{{.MemUsage}}' | grep -E 'NAME|sparsesplit-test'
echo "compose-test passed in $SECONDS s"
