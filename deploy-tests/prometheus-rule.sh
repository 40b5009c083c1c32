#!/usr/bin/env bash
# Writes k8s/components/monitoring/prometheus-rule.yaml anew, out of all groups in observability/rules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=k8s/components/monitoring/prometheus-rule.yaml
{
  cat << 'END'
# Made of observability/rules by deploy-tests/prometheus-rule.sh; change it there.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: sparsesplit
  labels:
    app.kubernetes.io/part-of: sparsesplit
spec:
  groups:
END
  for rules in observability/rules/*.yml; do
    sed -e '1,/^groups:/d' -e 's/^\(..*\)$/  \1/' "$rules"
  done
} > "$target.part"
mv "$target.part" "$target"
