#!/bin/sh
# npm test: everything set up, the Debian and Python packages of the interop suites installed where that is allowed, all
# suites.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/packages.sh
sh scripts/python-tools.sh
exec node_modules/.bin/bun scripts/test.ts "$@"
