#!/usr/bin/env bash
# Runs docker-compose.yml on the engine at hand: posts images through both edges, takes the cloud away and gives it back, removes an
# edge's container while inferences wait in its outbox, publishes a version, and demands that Prometheus counts the same answers.
# Prints the table of benchmarks/RESULTS.md.
#
#   mvn package -DskipTests && deploy-tests/compose-test.sh
#
# Needs docker, docker-compose (v1) or docker compose (v2), and curl; deploy-tests/local-engine.sh brings them where nothing can
# be pulled. All of the file is started, or without Grafana where the engine cannot get it. EDGE_1_PORT, EDGE_2_PORT, CLOUD_PORT,
# PROMETHEUS_PORT and GRAFANA_PORT choose free ports.
set -euo pipefail
cd "$(dirname "$0")/.."
images=(samples/*.png)
load=1000 # images to each edge, 16 at a time
prometheus="http://127.0.0.1:${PROMETHEUS_PORT:-9090}"
grafana="http://127.0.0.1:${GRAFANA_PORT:-3000}"
declare -A url=(
  [edge-1]="http://127.0.0.1:${EDGE_1_PORT:-8080}"
  [edge-2]="http://127.0.0.1:${EDGE_2_PORT:-8082}"
  [cloud]="http://127.0.0.1:${CLOUD_PORT:-8081}"
)
edges=(edge-1 edge-2)
declare -A answers=([edge-1]=0 [edge-2]=0) # of the edge's process, as we count them
declare -A cpu rest loaded peak waiting
plain=sparsesplit-test-plain # an edge as a JVM starts it that is told nothing
MODELS=$(mktemp -d)
export MODELS PULL_INTERVAL=2s COMPOSE_PROJECT_NAME=sparsesplit-test

if docker compose version > /dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi

fail() {
  echo "FAILED: $*" >&2
  "${compose[@]}" logs --tail=40 >&2
  exit 1
}

# within SECONDS COMMAND...: true as soon as the command is.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# The container of a service; a name that is none of a service is that of a container.
container() { "${compose[@]}" ps -q "$1" 2> /dev/null | grep . || echo "$1"; }

inside() { docker exec "$(container "$1")" "${@:2}"; }

health() { docker inspect --format '{{.State.Health.Status}}' "$(container "$1")"; }

healthy() { [ "$(health "$1")" = healthy ]; }

ready() { curl -sf -o /dev/null "${url[$1]}/actuator/health/readiness"; }

# CPU seconds of a container's program so far.
cpu_seconds() { inside "$1" cat /proc/1/stat | awk '{ printf "%.2f", ($14 + $15) / 100 }'; }

# memory FIELD SERVICE: MB of memory of a container's program, VmRSS now or VmHWM at most.
memory() { inside "$2" cat /proc/1/status | awk -v field="$1:" '$1 == field { printf "%d", $2 / 1024 }'; }

# post EDGE IMAGE POLICY [HEADER]: the answer's JSON is left in $answer.
post() {
  answer=$(curl -sS --fail-with-body -H 'Content-Type: image/png' ${4:+-H "$4"} --data-binary "@$2" \
    "${url[$1]}/infer?policy=$3") || fail "$1 answered $2 with policy $3: $answer"
  answers[$1]=$((answers[$1] + 1))
}

answered_by() { [[ $answer == *"\"exit\":\"$1\""* ]]; }

# The value of a string in $answer.
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<< "$answer"; }

cloud_answers() { post "$1" "${images[0]}" split && answered_by cloud; }

answers_with() { post "$1" "${images[0]}" local-only && [ "$(value version)" = "$2" ]; }

# state_is EDGE STATE: of the inference that waits there; what the edge says of it is left in $answer.
state_is() {
  answer=$(curl -sS "${url[$1]}/inferences/${waiting[$1]}") && [ "$(value state)" = "$2" ]
}

# The value of an instant query, or nothing.
query() {
  curl -sSG --data-urlencode "query=$1" "$prometheus/api/v1/query" | sed -n 's/.*"value":\[[^,]*,"\([^"]*\)"].*/\1/p'
}

query_is() { [ "$(query "$1")" = "$2" ]; }

counted() { echo "sum(sparsesplit_inference_seconds_count{instance=\"$1:8080\"})"; }

counts_agree() {
  local edge
  for edge in "${edges[@]}"; do
    within 40 query_is "$(counted "$edge")" "${answers[$edge]}" ||
      fail "$edge gave ${answers[$edge]} answers, Prometheus counts $(query "$(counted "$edge")")"
    echo "$edge: ${answers[$edge]} answers, Prometheus counts as many"
  done
}

clean_up() {
  docker rm --force "$plain" > /dev/null 2>&1 || true
  "${compose[@]}" down --volumes --timeout 25
  rm -rf "$MODELS"
}
trap clean_up EXIT
cp -r models/. "$MODELS"
chmod -R a+rX "$MODELS"

services=(edge-1 edge-2 cloud prometheus)
grafana_image=$(sed -n 's/^ *image: \(grafana\/.*\)/\1/p' docker-compose.yml)
if docker image inspect "$grafana_image" > /dev/null 2>&1 || timeout 120 docker pull -q "$grafana_image" > /dev/null 2>&1; then
  services+=(grafana)
else
  echo "Without Grafana: $grafana_image cannot be pulled here."
fi

echo "== build"
"${compose[@]}" build
built=$SECONDS

echo "== start: ${services[*]}"
"${compose[@]}" up --detach "${services[@]}"
for service in "${edges[@]}" cloud; do
  within 90 ready "$service" || fail "$service did not become ready"
  cpu[$service]=$(cpu_seconds "$service")
done
for service in "${services[@]}"; do
  within 90 healthy "$service" || fail "$service is $(health "$service")"
done
for service in "${services[@]}"; do rest[$service]=$(memory VmRSS "$service"); done
echo "healthy after $((SECONDS - built)) s"
for service in "${edges[@]}" cloud; do
  inside "$service" grep -q start-up.archive /proc/1/maps || fail "$service does not use its start-up archive"
  ! inside "$service" touch /app/file 2> /dev/null || fail "$service can write to its root file system"
  [ "$(inside "$service" id -u)" = 10001 ] || fail "$service does not run as user 10001"
done

echo "== both edges answer"
for edge in "${edges[@]}"; do
  for image in "${images[@]}"; do
    post "$edge" "$image" auto
    ! answered_by edge-fallback || fail "$edge fell back: $answer"
  done
  within 20 cloud_answers "$edge" || fail "$edge is not answered by the cloud: $answer"
  echo "$edge: $answer"
done

echo "== load: $load images to each edge, 16 at a time, half of them to the cloud"
before=$SECONDS
for edge in "${edges[@]}"; do
  curl -sS -Z --parallel-max 16 -o /dev/null -w '%{http_code}\n' -H 'Content-Type: image/png' --data-binary "@${images[8]}" \
    "${url[$edge]}/infer?policy={local-only,split}&n=[1-$((load / 2))]" > "$MODELS/$edge.codes" 2> /dev/null &
done
wait
for edge in "${edges[@]}"; do
  [ "$(sort "$MODELS/$edge.codes" | uniq -c | xargs)" = "$load 200" ] ||
    fail "$edge answered: $(sort "$MODELS/$edge.codes" | uniq -c | xargs)"
  answers[$edge]=$((answers[$edge] + load))
  rm "$MODELS/$edge.codes"
done
echo "answered in $((SECONDS - before)) s"
for service in "${services[@]}"; do
  loaded[$service]=$(memory VmRSS "$service")
  peak[$service]=$(memory VmHWM "$service")
done

echo "== the cloud goes"
"${compose[@]}" stop cloud
for edge in "${edges[@]}"; do
  for image in "${images[@]}"; do
    post "$edge" "$image" split
    answered_by edge-fallback || fail "without a cloud, $edge must fall back: $answer"
  done
  healthy "$edge" || fail "without its cloud, $edge must stay healthy, it is $(health "$edge")"
  post "$edge" "${images[0]}" split 'Prefer: respond-async'
  answered_by edge-provisional || fail "asked for an answer now, $edge must promise another one: $answer"
  waiting[$edge]=$(value id)
  state_is "$edge" pending || fail "without a cloud, the inference must wait at $edge: $answer"
  echo "$edge: $answer"
done
counts_agree

echo "== edge-1 is killed, and its container replaced"
"${compose[@]}" kill edge-1
"${compose[@]}" rm --force edge-1
"${compose[@]}" up --detach --no-deps edge-1
answers[edge-1]=0
within 90 ready edge-1 || fail "edge-1 did not become ready without its cloud"
state_is edge-1 pending || fail "the outbox of edge-1 must outlive its container: $answer"

echo "== the cloud comes back"
"${compose[@]}" start cloud
for edge in "${edges[@]}"; do
  within 90 cloud_answers "$edge" || fail "$edge did not find its cloud again: $answer"
  within 90 state_is "$edge" refined || fail "what waited at $edge must be refined: $answer"
  echo "$edge: $answer"
done

echo "== a version is published in the cloud's models"
bundled=$(basename "$(find models/mnist -mindepth 1 -maxdepth 1 | sort --version-sort | tail -n 1)")
cp -r "models/mnist/$bundled" "$MODELS/incoming"
sed -i "s/\(\"version\" *: *\)\"$bundled\"/\1\"99.0.0\"/" "$MODELS/incoming/model.json"
chmod -R a+rX "$MODELS/incoming"
mv "$MODELS/incoming" "$MODELS/mnist/99.0.0"
for edge in "${edges[@]}"; do
  within 90 answers_with "$edge" 99.0.0 || fail "$edge did not fetch the new version: $answer"
  within 20 cloud_answers "$edge" || fail "the cloud does not complete what $edge sends: $answer"
  echo "$edge: $answer"
done

echo "== Prometheus"
within 30 query_is 'count(up == 1)' 3 || fail "Prometheus reaches $(query 'count(up == 1)') of 3 services"
counts_agree
if [[ " ${services[*]} " == *" grafana "* ]]; then
  dashboards=$(curl -sS "$grafana/api/search?type=dash-db" | grep -o '"type":"dash-db"' | wc -l)
  [ "$dashboards" = "$(find observability/dashboards -name '*.json' | wc -l)" ] || fail "Grafana shows $dashboards dashboards"
fi

echo "== an edge without start-up archive and options, to compare"
docker run --detach --name "$plain" --memory 256m --cpus 1 --read-only --tmpfs /tmp --env JAVA_TOOL_OPTIONS=-Xmx96m \
  --entrypoint java sparsesplit/edge-service:0.1.0 -jar edge/edge-service.jar
within 120 inside "$plain" wget -q -O /dev/null http://127.0.0.1:8080/actuator/health/readiness 2> /dev/null ||
  fail "$(docker logs --tail 20 "$plain" 2>&1)"
cpu[$plain]=$(cpu_seconds "$plain")
rest[$plain]=$(memory VmRSS "$plain")

echo "== size, memory, time"
size() { docker image inspect --format '{{.Size}}' "$1" | awk '{ printf "%.0f", $1 / 1e6 }'; }
base=$(size "${JRE_IMAGE:-eclipse-temurin:17-jre}")
echo "images: JRE $base MB; with the edge $(size sparsesplit/edge-service:0.1.0) MB, with the cloud $(size sparsesplit/cloud-service:0.1.0) MB"
echo
echo "| container | CPU until ready, s | RSS at rest, MB | RSS under load, MB | RSS at most, MB | limit, MB |"
echo "|---|---|---|---|---|---|"
for service in "${services[@]}"; do
  limit=$(docker inspect --format '{{.HostConfig.Memory}}' "$(container "$service")")
  echo "| $service | ${cpu[$service]:--} | ${rest[$service]} | ${loaded[$service]} | ${peak[$service]} | $((limit >> 20)) |"
done
echo "| an edge without archive and options | ${cpu[$plain]} | ${rest[$plain]} | - | - | 256 |"
echo
echo "compose-test passed in $SECONDS s, $built s of them for the build"
