#!/usr/bin/env bash
# Starts both services and a real Prometheus, posts images of every kind, takes the cloud away and gives it back, and compares what
# every panel and every alert asks for with what the client has counted; writes the table to observability/RESULTS.md.
#
#   mvn package -DskipTests && deploy-tests/prometheus.sh
#
# Takes about a minute, and wants prometheus on the PATH. Fails when something is empty, no number, or more than 1 % off.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
table=$home/deploy-tests/target/panels-and-alerts.md
log=$home/deploy-tests/target/prometheus.log
command -v prometheus > /dev/null || { echo "prometheus is not on the PATH" >&2; exit 1; }
mkdir -p "$home/deploy-tests/target"
rm -f "$table"
status=0
mvn -B -f "$home/pom.xml" -pl deploy-tests test -Dtest=PrometheusTest > "$log" 2>&1 || status=$?
[ "$status" = 0 ] || echo "failed: see $log" >&2
if [ -f "$table" ]; then
  {
    printf '# Every panel and every alert, asked of a real Prometheus\n\n'
    printf 'Made by `deploy-tests/prometheus.sh`. Both services run as they are shipped, Prometheus scrapes them every second; the\n'
    printf 'ledger is what the client that posted the images counted by itself, and a proxy between edge and cloud. Where the\n'
    printf 'ledger knows nothing, as of time and memory, the figure is only demanded to be there. Labels of the target are left out.\n'
    printf 'Ranges of panels are those of the whole run; of an alert it is what is measured, without its bound.\n\n'
    cat "$table"
  } > "$home/observability/RESULTS.md"
fi
exit "$status"
