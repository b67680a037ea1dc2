#!/usr/bin/env bash
# Tries the API with generated requests: no server error, and answers as docs/api/openapi.json says.
# Usage: scripts/schemathesis.sh XIEZHI [SECONDS]
set -euo pipefail
xiezhi=$1 seconds=${2:-60}
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
"$xiezhi" law import "$root/packs/sample-city/statutes" --data "$data" >/dev/null
mkdir -p "$data/import" && cp -r "$root/packs/sample-city/statutes" "$data/import/"
"$xiezhi" serve --data "$data" --listen 127.0.0.1:0 >"$data/serve.out" 2>"$data/serve.log" &
server=$!
for _ in $(seq 100); do
  origin=$(grep -o 'http://[^/]*' "$data/serve.out" | head -n 1) && break
  sleep 0.1
done
"$root/scripts/python.sh" -m schemathesis.cli run "$root/docs/api/openapi.json" \
  --url "$origin/api/v1" -H "Authorization: Bearer $(cat "$data/token")" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method \
  --exclude-operation-id watch_import --max-time "$seconds" --seed 20261124 --no-color ||
  { code=$?; tail -n 50 "$data/serve.log" >&2; exit "$code"; }
