#!/usr/bin/env bash
# Kills the edge (kill -9) again and again while images are posted with Prefer: respond-async and the way to the cloud comes and
# goes; then counts whether every image that was answered with 202 was refined, once. Ends with 1 when one was not.
#
#   mvn package -DskipTests && deploy-tests/outbox-kills.sh [KILLS, 200 when left out] [SEED]
#
# Both services run on loopback, on ports that are free; their logs and the outbox are below target/outbox-kills.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec java "$home/deploy-tests/outbox-kills/OutboxKills.java" "$home" "${1:-200}" "${2:-1}"
