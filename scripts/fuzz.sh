#!/usr/bin/env bash
# Fuzzes the parsers of law text. Usage: SECONDS_EACH=600 scripts/fuzz.sh [TARGET…]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
command -v cargo-fuzz >/dev/null || cargo install --locked --quiet cargo-fuzz
cd "$root/crates/law"
export RUSTC_BOOTSTRAP=1 # libFuzzer's instrumentation on the stable toolchain
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
for target in "${targets[@]}"; do
  cargo fuzz run "$target" -- -max_total_time="${SECONDS_EACH:-600}" -max_len=4096 -rss_limit_mb=2048
done
