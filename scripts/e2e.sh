#!/usr/bin/env bash
# Walks the pages in Chromium against the real binary on the sample city. Usage: scripts/e2e.sh XIEZHI
set -euo pipefail
xiezhi=$1
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
trap 'kill "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
"$xiezhi" law import "$root/packs/sample-city/statutes" --data "$data" >/dev/null
"$xiezhi" serve --data "$data" --listen "127.0.0.1:$port" >"$data/serve.log" 2>&1 &
server=$!
cd "$root/web"
node -e '
  const url = process.argv[1], give_up = Date.now() + 20000;
  const ask = () => fetch(url).then((r) => r.ok || Promise.reject()).catch(() =>
    Date.now() < give_up ? new Promise((r) => setTimeout(r, 100)).then(ask) : process.exit(1));
  ask();' "http://127.0.0.1:$port/health" || { cat "$data/serve.log" >&2; exit 1; }
XIEZHI_URL="http://127.0.0.1:$port" XIEZHI_TOKEN=$(cat "$data/token") npm run --silent e2e || { tail -n 50 "$data/serve.log" >&2; exit 1; }
