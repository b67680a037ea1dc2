#!/usr/bin/env bash
# Builds or tests the pages. Usage: scripts/web.sh build|test
# The build is skipped when nothing under web/ changed since the last one.
set -euo pipefail
cd "$(dirname "$0")/../web"

sources() { find . \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print | LC_ALL=C sort | xargs -d '\n' sha256sum; cat ../docs/api/openapi.json ../packs/cn/fine-bases.json; }
install() {
  local stamp=node_modules/.lock-digest digest
  digest=$(sha256sum package-lock.json | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null || true)" = "$digest" ] && return
  npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$digest" > "$stamp"
}

case "${1:-}" in
  build)
    digest=$(sources | sha256sum | cut -d' ' -f1)
    [ -f dist/index.html ] && [ "$(cat node_modules/.build-digest 2>/dev/null || true)" = "$digest" ] && exit 0
    install
    npm run --silent build
    printf '%s' "$digest" > node_modules/.build-digest
    ;;
  test)
    install
    npm run --silent lint
    npm test --silent
    ;;
  *) echo "usage: scripts/web.sh build|test" >&2; exit 2 ;;
esac
