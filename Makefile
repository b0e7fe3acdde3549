.DEFAULT_GOAL := help
.PHONY: help run test lint lint-infra format openapi kill-test deploy-test bench-cold clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the whole platform on this machine (http://localhost:3000), data in .trellis/
	@cargo build --quiet --package local && exec target/debug/trellis

test: lint lint-infra ## Check and test everything, with its own set-up
	cargo test --workspace
	@$(MAKE) --no-print-directory deploy-test

lint: ## Formatting, clippy and licences
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

lint-infra: ## The templates: sam validate, cfn-lint, checkov; sets the tools up in .venv/ the first time
	@infra/lint.sh

format: ## Format the code
	cargo fmt --all

openapi: ## Write openapi.json from the handlers' types
	@TRELLIS_UPDATE=1 cargo test --quiet --package it --test it -- openapi

kill-test: ## Only the crash test: kill -9 while learners complete lessons
	cargo test --package it --test it -- kill --nocapture

deploy-test: ## Deploy the real template onto an emulator of AWS and drive it over HTTP (--release: ARGS=--release)
	@python3 tests/deploy/run.py $(ARGS)

bench-cold: ## Cold and warm CPU of the release binaries against Node, Python and naive Rust
	@python3 tests/benches/cold

clean: ## Remove the local platform's data
	rm -rf .trellis
