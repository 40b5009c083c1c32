#!/usr/bin/env bash
# Replays the test images while the cloud is killed and, some images later, started again; then says what the breaker is at.
#
#   mvn package -DskipTests && deploy-tests/killed-cloud.sh [--data DIR]
#
# Both services run on loopback, on EDGE_PORT (18080) and CLOUD_PORT (18081); arguments go to 'sparsesplit replay'.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
edge_port=${EDGE_PORT:-18080}
cloud_port=${CLOUD_PORT:-18081}
edge=http://127.0.0.1:$edge_port
cloud=http://127.0.0.1:$cloud_port
logs=$home/target/killed-cloud
mkdir -p "$logs"

service() {
  local name=$1 port=$2
  java -XX:+UseSerialGC -Xmx96m -jar "$home/$name-service/target/$name-service-exec.jar" --server.port="$port" \
    --sparsesplit.model.repository="$home/models" --sparsesplit.cloud.url="$cloud" >> "$logs/$name.log" 2>&1 &
}

# Waits until a service is ready, at most a minute.
ready() {
  for _ in {1..240}; do
    ! curl -sf "$1/actuator/health/readiness" > /dev/null || return 0
    sleep 0.25
  done
  echo "$1 is not ready after a minute; see $logs" >&2
  return 1
}

answered() { curl -s "$edge/actuator/inference" | sed -n 's/^{"requests":\([0-9]*\).*/\1/p'; }

breaker() { curl -s "$edge/actuator/inference" | sed -n 's/.*"breaker":"\([A-Z_]*\)".*/\1/p'; }

# Waits until so many images are answered or the replay has ended.
until_answered() {
  until [ "$(answered)" -ge "$1" ] || ! kill -0 "$replay" 2> /dev/null; do sleep 0.1; done
}

trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
service cloud "$cloud_port"
cloud_process=$!
service edge "$edge_port"
ready "$cloud"
ready "$edge"
"$home/sparsesplit" replay --url "$edge" --concurrency 1 "$@" &
replay=$!
until_answered 2000
kill -9 "$cloud_process"
echo "cloud killed at image $(answered)"
until_answered 2600
echo "breaker $(breaker), readiness $(curl -s "$edge/actuator/health/readiness")"
service cloud "$cloud_port"
echo "cloud started again at image $(answered)"
status=0
wait "$replay" || status=$?
echo "replay ended with $status, breaker $(breaker)"
exit "$status"
