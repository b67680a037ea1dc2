#!/usr/bin/env bash
# Scores the reading of real statutes. Usage: scripts/corpus.sh XIEZHI [SHARED]
# SHARED (default ../shared) holds laws/ and gold/; nothing of it is in the repository. Where it is
# absent the checks are skipped, and that is said.
set -euo pipefail
xiezhi=$1
root=$(cd "$(dirname "$0")/.." && pwd)
shared=${2:-$root/../shared}
if [ ! -d "$shared/laws" ] || [ ! -d "$shared/gold" ]; then
  echo "corpus: skipped, $shared holds no laws/ and gold/ / 已跳过：没有法规语料" >&2
  exit 0
fi
exec "$root/scripts/python.sh" "$root/scripts/corpus.py" "$xiezhi" "$(cd "$shared" && pwd)"
