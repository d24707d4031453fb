#!/bin/sh
# Installs the locked npm dependencies (Bun among them) when they are missing or outdated. Asks nothing.
set -eu
cd "$(dirname "$0")/.."

lock=$(cksum <package-lock.json)
stamp=node_modules/.holdfast-lock
bun=node_modules/.bin/bun

if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || ! "$bun" --version >/dev/null 2>&1; then
  command -v npm >/dev/null 2>&1 || {
    echo "holdfast: npm is missing; install Node.js 20 or newer" >&2
    exit 1
  }
  echo "holdfast: installing dependencies (once, about 15 seconds)" >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  # Where npm was told not to run install scripts, Bun's launcher is still a stub.
  "$bun" --version >/dev/null 2>&1 || node node_modules/bun/install.js >&2
  "$bun" --version >/dev/null 2>&1 || {
    echo "holdfast: Bun does not start on this machine ($(uname -sm))" >&2
    exit 1
  }
  printf '%s\n' "$lock" >"$stamp"
fi
