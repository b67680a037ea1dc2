#!/usr/bin/env bash
# Starts npm's `oidc-provider` for the tests of `access`. It is installed once into a cache folder.
# Usage: scripts/oidc_provider.sh REDIRECT_URI CLIENT_SECRET
set -euo pipefail
from=$(cd "$(dirname "$0")/../crates/access/tests/oidc_provider" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/xiezhi/oidc-provider
for tool in node npm; do
  command -v "$tool" >/dev/null || { echo "缺少 $tool（Node.js 20 以上）/ $tool is missing: install Node.js 20 or newer" >&2; exit 3; }
done
mkdir -p "$cache"
(
  flock 9
  if ! cmp -s "$from/package.json" "$cache/package.json" || [ ! -d "$cache/node_modules/oidc-provider" ]; then
    rm -rf "$cache/node_modules" "$cache/package-lock.json"
    cp "$from/package.json" "$cache/package.json"
    (cd "$cache" && npm install --no-audit --no-fund --silent >&2) || { rm -f "$cache/package.json"; exit 4; }
  fi
  # Put in place at once: another test may be reading it.
  cmp -s "$from/server.mjs" "$cache/server.mjs" || { cp "$from/server.mjs" "$cache/server.new" && mv "$cache/server.new" "$cache/server.mjs"; }
) 9>"$cache/lock"
exec node "$cache/server.mjs" "$@"
