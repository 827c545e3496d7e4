#!/usr/bin/env bash
# The deployed system on this machine: `sam deploy` onto an emulator of AWS that runs the real functions, then every
# function takes its sample events and every public route answers. No account, no container.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/setup.sh check build stack
functions=(functions/*/)
functions=("${functions[@]#functions/}")
PATH="$PWD/target/tools/build/bin:$PATH" cargo lambda build --locked --compiler cargo $(printf -- '--package %s ' "${functions[@]%/}")

tools=$PWD/target/tools
work=$(mktemp -d)
port=$("$tools/stack/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_DEFAULT_REGION=ca-central-1 SAM_CLI_TELEMETRY=0
export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

LAMBDA_EXECUTOR=local GATEWAY_PORT=$port IOT_MTLS_ENABLED=0 "$tools/stack/bin/ministack" >"$work/emulator.log" 2>&1 &
emulator=$!
trap 'kill "$emulator" 2>/dev/null; wait "$emulator" 2>/dev/null; rm -rf "$work"' EXIT
curl --silent --fail --retry 60 --retry-delay 1 --retry-connrefused --output /dev/null "$AWS_ENDPOINT_URL/_ministack/health"

"$tools/check/bin/python" infra/deploy.py dev "$(uname -m | sed s/aarch64/arm64/)" >"$work/deploy.log" 2>&1 || { tail -40 "$work/deploy.log"; exit 1; }
api=$(sed -n 's|.*http://\([a-z0-9]*\.execute-api\.localhost:[0-9]*\).*|\1|p' "$work/deploy.log" | head -1)

passed=0 failed=0
# Counts one check: its name, and whether it held.
verdict() {
  if [ "$2" = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-60s %s\n' "$1" "$3"
}

# Hands a sample to its function; a crash or an unreadable event comes back as a function error.
for sample in "${functions[@]/#/events/}"; do
  for event in "$sample"*.json; do
    name=relance-dev-$(basename "$sample")
    curl --silent --user local:local --aws-sigv4 "aws:amz:$AWS_DEFAULT_REGION:lambda" --dump-header "$work/headers" \
      --output "$work/answer" --data-binary "@$event" "$AWS_ENDPOINT_URL/2015-03-31/functions/$name/invocations"
    if grep -qi '^x-amz-function-error' "$work/headers" || ! grep -q ' 200' "$work/headers"; then
      verdict "$event" no "$(head -c 300 "$work/answer")"
    else
      verdict "$event" yes "$(head -c 80 "$work/answer")"
    fi
  done
done

# Asks the API as a visitor would: method, path, the status that must come back.
while read -r method path expected; do
  status=$(curl --silent --output "$work/answer" --write-out '%{http_code}' --request "$method" \
    --header "Host: $api" --header 'Content-Type: application/json' "$AWS_ENDPOINT_URL$path")
  verdict "$method $path" "$([ "$status" = "$expected" ] && echo yes)" "$status, expected $expected"
done <<'ROUTES'
POST /hooks/nobody 404
GET /s/none 404
GET /u/none 404
GET /v1/openapi.json 200
GET /v1/campaigns 401
GET /nothing 404
ROUTES

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
