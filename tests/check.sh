#!/usr/bin/env bash
# Everything that must hold before a change lands; prints how long each stage took. What it needs: README.md.
# What does not compile (tools, template, licences) runs beside what does. Each crate is compiled for lints, for tests and, where
# it reads strangers' input, for fuzzing; the stack uses what the tests have compiled.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/target/tools/check/bin
logs=target/checks
mkdir -p "$logs"
rm -f "$logs"/*
export PATH="$tools:$PATH" CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}
# A clean checkout compiles everything once: what would speed up the second time only fills the disk.
export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}
# Packages whose tests run before anything else.
first=(domain application views)
export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-ca-central-1}

# Runs one stage and notes its time.
stage() {
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  "$@"
  printf '%-12s %4d s\n' "$name" $((SECONDS - began)) >>"$logs/times"
}

beside() {
  stage tools tests/setup.sh check browser
  stage template sam validate --lint --template infra/template.yaml
  stage alarms cfn-lint --regions "$AWS_DEFAULT_REGION" -- infra/watch.yaml
  stage licences cargo deny --workspace --locked check --hide-inclusion-graph bans licenses sources
}

stage fetch cargo fetch --locked --quiet
set -m # its own process group, so that all of it can be ended
beside >"$logs/beside.log" 2>&1 &
beside=$!
set +m
finish() {
  kill -- "-$beside" 2>/dev/null || true
  printf '\n'
  cat "$logs/times"
  printf '%-12s %4d s\n' "in all" "$SECONDS"
}
trap finish EXIT

stage format cargo fmt --all --check
# What decides and what is shown, first: it needs a third of the crates, so whoever broke it knows within minutes.
stage units cargo test --locked --quiet --tests $(printf -- '--package relance-%s ' "${first[@]}")
stage lints cargo clippy --workspace --all-targets --locked --quiet -- --deny warnings
stage docs env RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --locked --quiet

if ! wait "$beside"; then
  cat "$logs/beside.log"
  exit 1
fi

# Not `--all-targets`: that would run the measuring programs of bench/ too, which lints only compile. No stage for examples
# in the documentation: there is none (a test holds that), and looking for them compiled everything once more.
stage fuzz tests/fuzz.sh 5
stage tests cargo nextest run --workspace --locked --no-fail-fast --cargo-quiet $(printf -- '--exclude relance-%s ' "${first[@]}")
# The deployed system on an emulator, with the functions that the tests have just compiled.
stage stack tests/e2e.sh
