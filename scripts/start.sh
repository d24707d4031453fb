#!/bin/sh
# npm start: everything set up, then the demonstration.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
exec node_modules/.bin/bun src/main.ts demo "$@"
