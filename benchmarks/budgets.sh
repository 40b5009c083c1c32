#!/usr/bin/env bash
# Trains MNIST at six budgets with three seeds each, and prints what exit, tail and cascade reach on the test images.
# What is done already is not done again: models lie in DIR.
#
#     benchmarks/budgets.sh DIR [--data MNIST ...]
set -euo pipefail

[ $# -ge 1 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2; }
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$1
shift
mkdir -p "$out"

printf '%8s %5s %8s %8s %8s %8s\n' budget seed exit tail cascade local
for budget in 5000 8000 12000 20000 30000 100000; do
  for seed in 1 2 3; do
    model=$out/budget-$budget/1.0.$seed
    if [ ! -d "$model" ]; then
      "$home/sparsesplit" train --budget "$budget" --seed "$seed" --name "budget-$budget" --version "1.0.$seed" --out "$out" "$@" \
        > "$out/budget-$budget-$seed.log"
    fi
    printf '%8d %5d %8s %8s %8s %8s\n' "$budget" "$seed" $(sed -n \
      -e 's/.*"exitAccuracy" : \([0-9.]*\).*/\1/p' \
      -e 's/.*"tailAccuracy" : \([0-9.]*\).*/\1/p' \
      -e 's/.*"cascadeAccuracy" : \([0-9.]*\).*/\1/p' \
      -e 's/.*"localExitRate" : \([0-9.]*\).*/\1/p' "$model/model.json")
  done
done
