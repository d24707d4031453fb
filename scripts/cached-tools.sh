#!/bin/sh
# Installs into .cache what interop suites run against and the program never needs: PyPI packages, and the SDKs of vendors
# from npm. Only what is missing or outdated; where that is not possible, the suites that need it are skipped by name.
set -eu
cd "$(dirname "$0")/.."
mkdir -p .cache

# ensure NAME WANTED WHAT: makes .cache/NAME by make_NAME unless it was made for the same file WANTED.
ensure() {
  place=.cache/$1
  stamp=$place/holdfast-wanted
  wanted=$(cksum <"$2")
  [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
  # One at a time; a guard without a living holder was left behind.
  guard=.cache/$1-running
  until mkdir "$guard" 2>/dev/null; do
    holder=$(cat "$guard/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$guard"; fi
    sleep 1
  done
  echo "$$" >"$guard/pid"
  trap 'rm -rf "$guard"' EXIT
  trap 'exit 130' INT TERM
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "holdfast: installing $3 for the interop suites (once)" >&2
    rm -rf "$place"
    if "make_$1" "$2" >&2; then
      printf '%s\n' "$wanted" >"$stamp"
    else
      rm -rf "$place"
      echo "holdfast: $3 could not be installed; the suites that need them will be skipped" >&2
    fi
  fi
  rm -rf "$guard"
}

make_python() {
  python3 -m venv .cache/python &&
    .cache/python/bin/pip install --quiet --disable-pip-version-check --requirement "$1"
}

make_sdks() {
  mkdir .cache/sdks && cp "${1%/*}/package.json" "$1" .cache/sdks &&
    npm ci --prefix .cache/sdks --ignore-scripts --no-audit --no-fund --loglevel=error
}

ensure python scripts/python-tools.txt "Python packages (half a minute, 150 MB)"
ensure sdks test/vendor-sdks/package-lock.json "SDKs of vendors (half a minute, 60 MB)"
