#!/usr/bin/env bash
# Times the binary as a user meets it. Usage: scripts/bench.sh XIEZHI [LAWS]
# LAWS defaults to ../shared/laws, else the sample city. The micro-benchmarks are criterion's (`cargo bench`).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
laws=${2:-$root/../shared/laws}
[ -d "$laws" ] || laws=$root/packs/sample-city/statutes
command -v wrk >/dev/null || { [ "$(id -u)" = 0 ] && apt-get install -y -qq wrk >/dev/null; } || echo "bench: without wrk (Debian package) the HTTP figures are left out" >&2
exec python3 "$root/scripts/bench.py" "$1" "$laws"
