#!/usr/bin/env bash
# Lets every fault befall the cloud while real images are under way, and prints a Markdown table of what became of them.
#
#   mvn package -DskipTests && deploy-tests/fault-matrix.sh [--data DIR] [--images N] [--http-version 2]
#
# Arguments go to io.sparsesplit.benchmarks.service.FaultMatrix; --help shows them all. The last fault, a network that loses
# packets, wants root and ../shared/tools/netemu.py beside this repository, and is left out without them.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
netemu=$home/../shared/tools/netemu.py
matrix=(java -cp "$home/benchmarks/target/benchmarks-exec.jar" io.sparsesplit.benchmarks.service.FaultMatrix --home "$home")

status=0
"${matrix[@]}" "$@" || status=$?
if [ "$(id -u)" != 0 ] || [ ! -f "$netemu" ]; then
  echo "(30 % packets lost at 1 Mbit/s: left out, it wants root and $netemu)"
  exit "$status"
fi
edge_side=sparsesplit-edge-$$
cloud_side=sparsesplit-cloud-$$
trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
coproc python3 "$netemu" "$edge_side" 198.18.0.1 "$cloud_side" 198.18.0.2 --rate-kbit 1000 --loss 0.3 --secs 1800
read -r -u "${COPROC[0]}" ready
[ "$ready" = ready ] || { echo "the bad network cannot be made" >&2; exit 1; }
ip netns exec "$edge_side" "${matrix[@]}" "$@" --bad-network "198.18.0.2=ip netns exec $cloud_side" || status=$?
exit "$status"
