#!/usr/bin/env bash
# Walks the pages in Chromium against the real binary on the sample city. Usage: scripts/e2e.sh XIEZHI
set -euo pipefail
xiezhi=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait "${server:-}" 2>/dev/null || true; rm -rf "$data"' EXIT
"$xiezhi" law import "$root/packs/sample-city/statutes" --data "$data" >/dev/null
"$xiezhi" serve --data "$data" --listen 127.0.0.1:0 >"$data/serve.out" 2>"$data/serve.log" &
server=$!
for _ in $(seq 200); do
  set_up=$(grep -o 'http://[^ ]*/admin/set-up#[^ ]*' "$data/serve.out") && break
  sleep 0.1
done
[ -n "${set_up:-}" ] || { tail -n 50 "$data/serve.out" "$data/serve.log" >&2; exit 1; }
session=$("$root/scripts/sign_in.py" "$set_up")
"$xiezhi" account grant admin supervisor --data "$data" --reason 试用 >/dev/null
cd "$root/web"
XIEZHI="$xiezhi" XIEZHI_DATA="$data" XIEZHI_URL="${set_up%%/admin/*}" XIEZHI_SESSION=$session \
  npm run --silent e2e -- "${@:2}" || { tail -n 50 "$data/serve.log" >&2; exit 1; }
