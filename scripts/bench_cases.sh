#!/usr/bin/env bash
# Cases and acts a second through a real server beside the floor, on SQLite and on a PostgreSQL of its own
# that waits for its disk. Usage: scripts/bench_cases.sh XIEZHI MEASURE [CASES]
# MEASURE is the example measure_cases_http; CASES are those of each of the 16 clients.
set -euo pipefail
xiezhi=$(readlink -f "$1") measure=$(readlink -f "$2") cases=${3:-48}
work=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid postgres --regid postgres --clear-groups --); fi
stop() {
  [ -e "$work/pg/postmaster.pid" ] && "${as[@]}" "$bin/pg_ctl" stop -s -m immediate -D "$work/pg" || true
  rm -rf "$work"
}
trap stop EXIT
chmod 755 "$work"
mkdir "$work/sqlite" "$work/data" "$work/pg" "$work/socket"
"$measure" "$xiezhi" "sqlite:$work/sqlite/xiezhi.sqlite" "$work/sqlite" "$cases"
if [ "$(id -u)" = 0 ]; then chown postgres "$work/pg" "$work/socket"; fi
chmod 700 "$work/pg"
cd "$work"
"${as[@]}" "$bin/initdb" --auth=trust --username=xiezhi --encoding=UTF8 --locale=C.UTF-8 -D "$work/pg" >/dev/null
"${as[@]}" "$bin/pg_ctl" start -w -s -D "$work/pg" -l "$work/pg/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$work/socket -c fsync=on -c synchronous_commit=on"
"$bin/createdb" -h "$work/socket" -U xiezhi cases
"$measure" "$xiezhi" "postgres://xiezhi@localhost/cases?host=${work//\//%2F}%2Fsocket" "$work/data" "$cases"
