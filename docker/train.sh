#!/bin/sh
# Runs both services while the image is built, has them answer what they will be asked, and stops them. Each leaves, beside its
# program, what a start then need not do again: start-up.archive, from JDK 25 on an AOT cache with profiles of the methods, before
# that an archive of classes; and start-up.options, which has the JVM use it.
set -eu
cloud=http://127.0.0.1:8081
edge=http://127.0.0.1:8080

version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
if [ "$version" -ge 25 ]; then
  record=-XX:AOTCacheOutput use=-XX:AOTCache log=aot
else
  record=-XX:ArchiveClassesAtExit use=-XX:SharedArchiveFile log=cds
fi

# start SERVICE: its process is left in $process. That proxies and the like cannot be kept is no news.
start() {
  java "-Xlog:$log*=error" "$record=/app/$1/start-up.archive" -jar "$1/$1-service.jar" &
  process=$!
  echo "$use=/app/$1/start-up.archive" > "$1/start-up.options"
}

# ready URL: waits at most two minutes.
ready() {
  for _ in $(seq 240); do
    ! wget -q -O /dev/null "$1/actuator/health/readiness" 2> /dev/null || return 0
    sleep 0.5
  done
  echo "$1 is not ready after two minutes" >&2
  return 1
}

get() { wget -q -O /dev/null "$1"; }

# post URL POLICY: all samples in one request of the Open Inference Protocol, which is text: BusyBox's wget cannot post images.
post() {
  data=$(for image in /samples/*.png; do printf ',"%s"' "$(base64 "$image" | tr -d '\n')"; done)
  inputs='[{"name":"image","shape":[10],"datatype":"BYTES","parameters":{"content_type":"base64"},"data":['${data#,}']}]'
  wget -q -O /dev/null --header 'Content-Type: application/json' \
    --post-data '{"parameters":{"policy":"'"$2"'"},"inputs":'"$inputs"'}' "$1/v2/models/mnist/infer"
}

# stop PROCESS: the archive is written before it has ended.
stop() {
  kill "$1"
  wait "$1" || true
}

start cloud
cloud_process=$process
ready "$cloud"
export SPARSESPLIT_OUTBOX_ENABLED=true SPARSESPLIT_OUTBOX_PATH=/tmp/outbox.db
start edge
edge_process=$process
ready "$edge"
for _ in $(seq 10); do
  for policy in auto local-only split remote-only; do post "$edge" "$policy"; done
done
for url in "$edge/" "$cloud/models" "$edge/management/models"; do get "$url"; done
for url in "$edge" "$cloud"; do get "$url/actuator/inference"; get "$url/actuator/prometheus"; done
# SQLite's library, as the driver unpacks it at each start: /tmp may well be mounted noexec.
find /tmp -name 'sqlite-*-libsqlitejdbc.so' -exec cp {} edge/libsqlitejdbc.so \;
printf '%s\n' -Dorg.sqlite.lib.path=/app/edge -Dorg.sqlite.lib.name=libsqlitejdbc.so >> edge/start-up.options
stop "$edge_process"
stop "$cloud_process"
for archive in cloud/start-up.archive edge/start-up.archive; do
  [ -s "$archive" ] || { echo "the run left no $archive" >&2; exit 1; }
  ls -l "$archive"
done
