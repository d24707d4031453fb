#!/bin/sh
# Installs the locked npm dependencies (Bun among them) when they are missing or outdated. Asks nothing.
set -eu
cd "$(dirname "$0")/.."

lock=$(cksum <package-lock.json)
stamp=node_modules/.holdfast-lock
bun=node_modules/.bin/bun

is_ready() {
  [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && "$bun" --version >/dev/null 2>&1
}

# One at a time: npm begins by removing what another one has just written.
guard=.setup-running
is_alive() {
  kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]
}
enter() {
  patience=0
  until mkdir "$guard" 2>/dev/null; do
    holder=$(cat "$guard/pid" 2>/dev/null || true)
    # Left behind by one that was killed; without a number it may be about to write it.
    if [ -n "$holder" ] && ! is_alive "$holder"; then rm -rf "$guard"; continue; fi
    if [ -z "$holder" ] && [ "$patience" -ge 5 ]; then rm -rf "$guard"; continue; fi
    [ "$patience" -ne 1 ] || echo "holdfast: waiting for another process that installs the dependencies" >&2
    patience=$((patience + 1))
    sleep 1
  done
  echo "$$" >"$guard/pid"
  trap 'rm -rf "$guard"' EXIT
  trap 'exit 130' INT TERM
}

install() {
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
}

if ! is_ready; then
  enter
  is_ready || install
fi
