# Every target is one line, or a script beside what it is about. Stages and regions: samconfig.toml.
STAGE ?= dev
ARCH ?= arm64
FUNCTIONS := $(notdir $(wildcard functions/*))
TOOLS := target/tools

.PHONY: run check test journeys fuzz bench bench-conditions bench-coverage cost cold-start build deploy e2e audit
.DEFAULT_GOAL := run

run: ## the whole system in one program, with demo data
	cargo run --locked

check: ## the quick look while writing
	cargo fmt --all --check && cargo clippy --workspace --all-targets --locked -- --deny warnings

test: ## everything that must hold before a change lands
	tests/check.sh

fuzz: ## what strangers send, thrown at what reads it for a minute each
	tests/fuzz.sh 60

journeys: ## the journeys alone, after a change: seconds, once everything is compiled
	tests/setup.sh check && PATH="$(CURDIR)/$(TOOLS)/check/bin:$$PATH" cargo nextest run --locked --workspace --cargo-quiet -E "binary(journey)"

bench: ## the numbers in bench/RESULTS.md
	cargo bench --locked --package relance-bench --bench sweeper

bench-conditions: ## how fast conditions are evaluated
	cargo bench --locked --package relance-bench --bench conditions

bench-coverage: ## how often an interval of NPS misleads whoever watches it
	cargo bench --locked --package relance-bench --bench coverage

cost: ## what one survey asks of AWS and what that costs: bench/COST.md
	RELANCE_WRITE_COST=1 cargo test --locked --workspace --test cost

cold-start: ## how fast and how large the functions are, built for this machine: bench/RESULTS.md
	cargo build --locked --release $(FUNCTIONS:%=--package %) && python3 bench/cold_start/measure.py --write target/release

build: ## functions for Lambda, in target/lambda, and what they are made of
	infra/build.sh $(ARCH)

deploy: build ## the stack of STAGE, by samconfig.toml
	tests/setup.sh check && $(TOOLS)/check/bin/python infra/deploy.py $(STAGE) $(ARCH)

e2e: ## the deployed system on this machine, on an emulator of AWS
	tests/e2e.sh

audit: ## known vulnerabilities of what we depend on; asks the network
	tests/setup.sh check && $(TOOLS)/check/bin/cargo-deny deny check advisories
