#!/usr/bin/env bash
# Installs what `make demo` or `make test` needs beyond a Rust toolchain and Node >= 20.
# Usage: scripts/setup.sh demo|test. Asks the system for nothing that is already there.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

have cargo || { say "缺少 Rust 工具链，请先安装（https://rustup.rs）。/ No Rust toolchain: install one first (https://rustup.rs)."; exit 1; }
node_major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/' || true)
if [ "${node_major:-0}" -lt 20 ]; then
  say "需要 Node.js 20 或更高版本（现为：${node_major:-无}）。/ Node.js 20 or newer is needed (found: ${node_major:-none})."
  exit 1
fi

packages=()
need() { have "$1" || packages+=("${@:2}"); }
need cc build-essential
need python3 python3
python3 -m pip --version >/dev/null 2>&1 || packages+=(python3-pip)
if [ "${1:-demo}" = test ]; then
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  need chromium chromium
  need openssl openssl
  need go golang
  need strace strace
  [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ] || packages+=(golang-golang-x-mod-dev)
  python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || packages+=(python3-venv)
  fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || packages+=(fontconfig fonts-noto-cjk)
fi

if [ "${#packages[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then as_root=()
  elif have sudo && sudo -n true 2>/dev/null || { have sudo && [ -t 0 ]; }; then as_root=(sudo)
  else
    say "需要安装 ${packages[*]}，但当前用户既不是 root 也不能使用 sudo：请由管理员安装后重试。/ ${packages[*]} must be installed, but this user is neither root nor allowed to use sudo: have an administrator install them, then try again."
    exit 1
  fi
  if ! have apt-get; then
    say "本机没有 apt-get：请自行安装 ${packages[*]} 后重试。/ There is no apt-get here: install ${packages[*]} by your own means, then try again."
    exit 1
  fi
  say "安装 / installing: ${packages[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if [ "${1:-demo}" = test ] && ! have cargo-nextest; then
  say "安装 / installing: cargo-nextest"
  cargo install --locked --quiet cargo-nextest
fi
