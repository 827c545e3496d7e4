#!/usr/bin/env bash
# Throws what strangers send at everything that reads it (R6.5), one target after the other; what was found before
# (fuzz/found) is tried first. Usage: tests/fuzz.sh [SECONDS_EACH [TARGET...]]
#
# The layout is cargo-fuzz's, so `cargo fuzz run TARGET --sanitizer none` works too. Here the flags are spelled out: they
# need no tool, and the stable toolchain has the coverage counters. Safe Rust needs no sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-10}
shift || true
host=$(rustc -vV | sed -n 's/^host: //p')
counters="-Cpasses=sancov-module -Ccodegen-units=1 --cfg fuzzing"
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  counters+=" -Cllvm-args=-sanitizer-coverage-$option"
done
# The versions of the product: its lock file, to which cargo adds the few crates that only fuzzing needs.
cp Cargo.lock fuzz/Cargo.lock
RUSTFLAGS=$counters cargo build --quiet --release --manifest-path fuzz/Cargo.toml --target "$host" --target-dir target/fuzz

targets=("$@")
((${#targets[@]})) || for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
for target in "${targets[@]}"; do
  corpus=target/fuzz/corpus/$target log=target/fuzz/$target.log
  mkdir -p "$corpus" "fuzz/found/$target" "fuzz/seeds/$target"
  if ! "target/fuzz/$host/release/$target" "$corpus" "fuzz/seeds/$target" "fuzz/found/$target" \
    -max_total_time="$seconds" -timeout=1 -rss_limit_mb=512 -malloc_limit_mb=64 -max_len=16384 \
    -artifact_prefix="fuzz/found/$target/" -print_final_stats=1 >"$log" 2>&1; then
    tail -40 "$log"
    echo "the input is kept in fuzz/found/$target: commit it with the mend"
    exit 1
  fi
  printf '%-18s %9s inputs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
done
