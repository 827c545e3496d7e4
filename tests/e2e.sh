#!/usr/bin/env bash
# The deployed system on this machine: `sam deploy` of the real template onto an emulator of AWS that runs the real
# functions, then the journeys of tests/stack. No account, no container. Built as the tests are, so that everything is
# compiled once; `make build` is what cargo-lambda builds for Lambda itself.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/setup.sh check stack
# One test beside the programs: without any, cargo leaves out what only tests ask of their dependencies, and compiles every
# room of ours a second time.
cargo build --workspace --bins --test architecture --locked --quiet
# That the program which measures cold starts still does; what it says of these slow binaries means nothing.
python3 bench/cold_start/measure.py --starts 1 "${CARGO_TARGET_DIR:-target}/debug" release-due >/dev/null
PYTHONDONTWRITEBYTECODE=1 exec target/tools/check/bin/python tests/stack/journeys.py "${CARGO_TARGET_DIR:-target}/debug" "$@"
