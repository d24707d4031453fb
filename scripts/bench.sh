#!/bin/sh
# npm run bench: everything set up, the Debian packages of the peers installed where that is allowed, the questions asked.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/packages.sh
exec node_modules/.bin/bun bench/main.ts "$@"
