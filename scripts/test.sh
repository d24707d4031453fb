#!/bin/sh
# npm test: everything set up, the Debian packages of the interop suites installed where that is allowed, all suites.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/packages.sh
exec node_modules/.bin/bun scripts/test.ts "$@"
