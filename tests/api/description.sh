#!/usr/bin/env bash
# The description of the API is valid for two validators that know nothing of each other, and a linter finds no error in it.
# It is read from the snapshot, which a test of serve-api holds to be the one that is served.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=target/tools/api
document=target/checks/openapi.json
mkdir -p target/checks
# The snapshot's own header ends at the second line of dashes.
awk 'dashes == 2; /^---$/ { dashes++ }' functions/serve-api/tests/snapshots/openapi.snap >"$document"

"$tools/bin/python" tests/api/valid.py "$document"
cp tests/api/valid.mjs "$tools/node/"
node "$tools/node/valid.mjs" "$document"
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true "$tools/node/node_modules/.bin/redocly" lint \
  --config tests/api/redocly.yaml "$document"
