#!/usr/bin/env bash
# The functions for Lambda, in target/lambda, and what they are made of: target/lambda/sbom.json (CycloneDX).
# Repeats: the same sources and toolchain give the same bytes on every machine and in every folder, and `sam deploy` packs them
# without their dates. Usage: infra/build.sh ARCHITECTURE
set -euo pipefail
cd "$(dirname "$0")/.."

architecture=$1
packages=()
for function in functions/*; do packages+=(--package "$(basename "$function")"); done

tests/setup.sh build
export PATH="$PWD/target/tools/build/bin:$PATH"
registry=${CARGO_HOME:-$HOME/.cargo}
library=$(rustc --print sysroot)/lib/rustlib/src/rust # where paths of the standard library lead once its sources are installed
export RUSTFLAGS="--remap-path-prefix=$PWD=/src/relance --remap-path-prefix=$registry=/src/cargo --remap-path-prefix=$library=/src/rust"
# Every function in one go: the SDKs are compiled once, not once per function.
cargo lambda build --locked --release "--${architecture/_/-}" "${packages[@]}"
if grep --files-with-matches --fixed-strings -e "$PWD/" -e "$registry/" -e "$library/" target/lambda/*/bootstrap; then
  echo "a path of this machine is in these functions: another machine would build other bytes" >&2
  exit 1
fi
python3 infra/sbom.py target/lambda/sbom.json
(cd target/lambda && sha256sum -- */bootstrap sbom.json >sha256sums)
