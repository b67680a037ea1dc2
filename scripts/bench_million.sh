#!/usr/bin/env bash
# A simulated city of full size with very many cases on a PostgreSQL of its own: how long it takes and
# how large it is, then the lists of officers through a real server.
# Usage: scripts/bench_million.sh XIEZHI MEASURE [CASES] [REQUESTS]
# MEASURE is the example measure_cases_list; 1,000,000 cases need about 20 GB below TMPDIR meanwhile.
set -euo pipefail
xiezhi=$(readlink -f "$1") measure=$(readlink -f "$2") cases=${3:-1000000} requests=${4:-100}
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
mkdir "$work/data" "$work/pg" "$work/socket"
if [ "$(id -u)" = 0 ]; then chown postgres "$work/pg" "$work/socket"; fi
chmod 700 "$work/pg"
cd "$work"
"${as[@]}" "$bin/initdb" --auth=trust --username=xiezhi --encoding=UTF8 --locale=C.UTF-8 -D "$work/pg" >/dev/null
"${as[@]}" "$bin/pg_ctl" start -w -s -D "$work/pg" -l "$work/pg/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$work/socket -c shared_buffers=512MB" \
  -o "-c maintenance_work_mem=512MB -c max_wal_size=2GB -c wal_compression=on -c effective_cache_size=2GB"
"$bin/createdb" -h "$work/socket" -U xiezhi cases
export DATABASE_URL="postgres://xiezhi@localhost/cases?host=${work//\//%2F}%2Fsocket"
ask() { "$bin/psql" -h "$work/socket" -U xiezhi -X -A -t -F ' ' -d cases -c "$1"; }

echo "cores $(nproc), load before $(cut -d' ' -f1-3 /proc/loadavg)"
begun=$(date +%s)
"$xiezhi" --lang en simulate --seed 126 --cases "$cases" --size full --bulk --data "$work/data" 2>&1 |
  while IFS= read -r line; do echo "$(($(date +%s) - begun)) s: $line"; done
echo "made in $(($(date +%s) - begun)) s"
ask "SELECT 'acts of cases', COUNT(*), 'bytes of the database', pg_database_size('cases'),
  'an act', pg_database_size('cases') / COUNT(*) FROM record_act WHERE case_id IS NOT NULL"
ask "SELECT relname, pg_table_size(oid), 'and indexes', pg_indexes_size(oid) FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 8"
begun=$(date +%s)
"$xiezhi" ledger checkpoint --data "$work/data" >/dev/null
echo "in the log after $(($(date +%s) - begun)) s; the data folder has $(du -sb "$work/data" | cut -f1) bytes"
ask "VACUUM (ANALYZE)"
"$measure" "$xiezhi" "$DATABASE_URL" "$work/data" "$requests"
echo "load after $(cut -d' ' -f1-3 /proc/loadavg)"
