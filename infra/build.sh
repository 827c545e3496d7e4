#!/usr/bin/env bash
# The functions for Lambda, in target/lambda, and what they are made of: target/lambda/sbom.json (CycloneDX).
# Meant to repeat: no path of this machine is in the functions, and every file has the date of the last commit, which is what
# `sam deploy` packs. Usage: infra/build.sh ARCHITECTURE
set -euo pipefail
cd "$(dirname "$0")/.."

architecture=$1
packages=()
for function in functions/*; do packages+=(--package "$(basename "$function")"); done

tests/setup.sh build
export PATH="$PWD/target/tools/build/bin:$PATH"
export RUSTFLAGS="--remap-path-prefix=$PWD=/src/relance --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/src/cargo"
# Every function in one go: the SDKs are compiled once, not once per function.
cargo lambda build --locked --release "--${architecture/_/-}" "${packages[@]}"
python3 infra/sbom.py target/lambda/sbom.json
find target/lambda -exec touch --no-dereference --date="@$(git log -1 --format=%ct 2>/dev/null || echo 315619200)" {} +
