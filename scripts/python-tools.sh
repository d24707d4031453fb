#!/bin/sh
# Makes a Python environment in .cache/python-tools with the PyPI packages that interop suites run against, when it is
# missing or outdated. Where that is not possible, the suites that need one of them are skipped by name.
set -eu
cd "$(dirname "$0")/.."

place=.cache/python-tools
stamp=$place/holdfast-wanted
wanted=$(cksum <scripts/python-tools.txt)
[ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || exit 0

# One at a time; a guard without a living holder was left behind.
guard=.cache/python-tools-running
mkdir -p .cache
until mkdir "$guard" 2>/dev/null; do
  holder=$(cat "$guard/pid" 2>/dev/null || true)
  if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$guard"; fi
  sleep 1
done
echo "$$" >"$guard/pid"
trap 'rm -rf "$guard"' EXIT
trap 'exit 130' INT TERM
[ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || exit 0

echo "holdfast: installing Python packages for the interop suites (once, about 30 seconds, 150 MB)" >&2
if rm -rf "$place" && python3 -m venv "$place" >&2 &&
  "$place/bin/pip" install --quiet --disable-pip-version-check --requirement scripts/python-tools.txt >&2; then
  printf '%s\n' "$wanted" >"$stamp"
else
  rm -rf "$place"
  echo "holdfast: Python packages could not be installed; the suites that need them will be skipped" >&2
fi
