#!/usr/bin/env bash
# Runs Python with the packages of scripts/requirements.txt, in an environment of its own below
# ~/.cache/xiezhi. Usage: scripts/python.sh ARGUMENTS…
set -euo pipefail
requirements=$(cd "$(dirname "$0")" && pwd)/requirements.txt
venv=${XDG_CACHE_HOME:-$HOME/.cache}/xiezhi/venv-$(sha256sum "$requirements" | cut -c1-12)
if [ ! -f "$venv/.ready" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" >&2
  touch "$venv/.ready"
fi
export PATH="$venv/bin:$PATH"
exec "$venv/bin/python" "$@"
