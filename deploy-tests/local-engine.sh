#!/usr/bin/env bash
# Runs a command on a Docker engine of its own, and takes the engine and all that it held away afterwards:
#
#   deploy-tests/local-engine.sh deploy-tests/compose-test.sh
#
# Nothing is pulled: the images of others that docker-compose.yml names are made of this machine's JDK (JAVA_HOME, or the java on
# the PATH), Prometheus and BusyBox. What is missing is installed from Debian's archive, as root; where that cannot be done, it
# says why, and that the command was skipped, and ends with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() {
  echo "Skipped: $*"
  exit 0
}

[ $# -gt 0 ] || { echo "usage: deploy-tests/local-engine.sh COMMAND..." >&2; exit 2; }
[ "$(id -u)" = 0 ] || skip "only root can start a Docker engine."
missing=()
for needed in dockerd:docker.io docker:docker-cli docker-compose:docker-compose busybox:busybox-static \
  prometheus:prometheus curl:curl; do
  command -v "${needed%:*}" > /dev/null || missing+=("${needed#*:}")
done
work=$(mktemp -d)
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get > /dev/null || skip "${missing[*]} missing, and there is no apt-get to install them."
  # Debian 12 has the client in the package of the engine, later ones beside it.
  apt-cache show docker-cli > /dev/null 2>&1 || missing=("${missing[@]/docker-cli/docker.io}")
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    < /dev/null > "$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log"; skip "${missing[*]} cannot be installed."; }
fi

export DOCKER_HOST=unix://$work/docker.sock DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
engine=
prepared=false
clean_up() {
  local status=$? mount
  if [ -n "$engine" ]; then
    kill "$engine" 2> /dev/null || true
    wait "$engine" || true
  fi
  awk -v under="$work/" 'index($2, under) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
    umount "$mount" || umount --lazy "$mount"
  done
  rm -rf "$work"
  # What this machine lacks for the images of others is no fault of ours.
  [ "$prepared" = true ] || [ "$status" -ge 128 ] || [ "$status" = 0 ] || skip "the base images cannot be made of what is here."
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" \
  --iptables=false --ip6tables=false --bridge=none > "$work/engine.log" 2>&1 &
engine=$!
for _ in {1..120}; do
  ! docker info > /dev/null 2>&1 || break
  kill -0 "$engine" 2> /dev/null || break
  sleep 0.5
done
docker info > /dev/null 2>&1 || { tail -n 5 "$work/engine.log"; skip "the Docker engine does not start here."; }

# add_libraries ROOT FILE...: copies the libraries that the files are linked with to the same places below a folder.
add_libraries() {
  local root=$1 library
  shift
  { ldd "$@" 2> /dev/null || true; } | grep -oE '(^|[[:space:]])/[^ :]+' | sort -u | while read -r library; do
    [[ $library == "$root"* ]] || install -D "$library" "$root$library"
  done
}

# root: makes a folder with a shell and what belongs to it, and prints its name.
root() {
  local root libraries
  root=$(mktemp -d "$work/root.XXXX")
  libraries=/lib/$(uname -m)-linux-gnu
  mkdir -p "$root"/{bin,etc,usr/bin} && mkdir -m 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  chroot "$root" /bin/busybox --install -s /bin
  echo 'root:x:0:0:root:/:/bin/sh' > "$root/etc/passwd"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  add_libraries "$root" "$root/bin/busybox"
  # What names are looked up with, and what older programs are linked with: no program here says that it needs them.
  install -D -t "$root$libraries" "$libraries"/lib{nss_files.so.2,nss_dns.so.2,resolv.so.2,pthread.so.0,dl.so.2,rt.so.1}
  echo "$root"
}

# import ROOT TAG CHANGE...: makes an image of the folder.
import() {
  local root=$1 tag=$2 changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  tar -C "$root" -c . | docker import "${changes[@]}" - "$tag" > /dev/null
  rm -rf "$root"
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
java_home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
export JRE_IMAGE=eclipse-temurin:$major-jre
jre=$(root)
"$java_home/bin/jlink" --add-modules java.se,jdk.crypto.ec,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,\
jdk.net,jdk.unsupported,jdk.zipfs --strip-java-debug-attributes --no-header-files --no-man-pages --output "$jre/opt/java"
mapfile -t linked < <(find "$jre/opt/java" -path '*/bin/java' -o -name '*.so')
add_libraries "$jre" "${linked[@]}"
"$jre/opt/java/bin/java" -Xshare:dump > /dev/null
import "$jre" "$JRE_IMAGE" 'ENV PATH=/opt/java/bin:/bin' 'ENV LANG=C.UTF-8'

prometheus=$(root)
install -D -t "$prometheus/bin" "$(command -v prometheus)"
add_libraries "$prometheus" "$prometheus/bin/prometheus"
install -d -o 65534 -g 65534 "$prometheus/prometheus"
import "$prometheus" "$(sed -n 's/^ *image: \(prom\/.*\)/\1/p' docker-compose.yml)" 'USER 65534:65534' 'ENTRYPOINT ["prometheus"]'

prepared=true
"$@"
