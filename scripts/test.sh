#!/bin/sh
# npm test: everything set up, what the interop suites run against installed where that is allowed, all suites.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/packages.sh
sh scripts/cached-tools.sh
exec node_modules/.bin/bun scripts/test.ts "$@"
