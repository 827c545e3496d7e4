#!/usr/bin/env bash
# The running program against its own description (schemathesis): no answer outside its schema, no server error, nothing taken
# that the description refuses, nothing refused for its shape that the description allows. The seed is fixed and the time is
# bounded. Usage: tests/api/properties.sh [SECONDS [SEED]]
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-60} seed=${2:-1}
tools=$PWD/target/tools/api/bin
place=$(mktemp -d)
export RELANCE_API_KEY=rl.demo.0123456789abcdef0123456789abcdef
"${CARGO_TARGET_DIR:-target}/debug/relance" --data "$place/data" --port 0 >"$place/said" 2>"$place/log" &
program=$!
trap 'kill "$program" 2>/dev/null || true; rm -rf "$place"' EXIT
for _ in $(seq 150); do
  grep -q '^ready$' "$place/said" && break
  sleep 0.2
done
base=$(sed -n 's|^hook: \(.*\)/hooks/.*|\1|p' "$place/said")

# Not `ensure_resource_availability`: the same `Idempotency-Key` again is answered as before (R4.4), also when what was made is
# gone by then. What stands in for `ignored_auth` is in refused.py.
# From a folder of its own: what it keeps between runs would make the next one another.
cp tests/api/schemathesis.toml tests/api/refused.py "$place/"
cd "$place"
SCHEMATHESIS_HOOKS=refused "$tools/python" "$tools/st" --no-color run "$base/v1/openapi.json" \
  --header "Authorization: Bearer $RELANCE_API_KEY" --max-time "$seconds" --seed "$seed" --checks all \
  --exclude-checks ignored_auth,ensure_resource_availability --request-timeout 10 \
  --warnings off 2>&1 | cut -c-300
