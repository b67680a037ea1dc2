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
for _ in $(seq 200); do
  set_up=$(grep -o 'http://[^ ]*/admin/set-up#[^ ]*' "$data/serve.out") && break
  sleep 0.1
done
session=$("$root/scripts/sign_in.py" "$set_up")
"$xiezhi" account grant admin supervisor --data "$data" --reason 试用 >/dev/null
PYTHONPATH="$root/scripts" SCHEMATHESIS_HOOKS=schemathesis_hooks "$root/scripts/python.sh" -m schemathesis.cli run "$root/docs/api/openapi.json" \
  --url "${set_up%%/admin/*}/api/v1" -H "Cookie: $session" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method \
  --exclude-operation-id watch_import --exclude-operation-id sign_out --max-time "$seconds" --seed 20261124 --no-color ||
  { code=$?; tail -n 50 "$data/serve.log" >&2; exit "$code"; }
