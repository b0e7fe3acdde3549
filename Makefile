.DEFAULT_GOAL := help
# What the pages are made of, without what is generated from it.
WEB_SOURCES := openapi.json $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path 'web/tests/*' -not -path '*/src/locales/*.ts' -not -name schema.ts)

.PHONY: help run demo web web-test web-screenshots web-deploy package-faults test lint lint-infra format units generate stack-counts schema-test kill-test deploy-test bench-cold search-bench clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: web ## Start the whole platform on this machine (http://localhost:3000), data in .trellis/
	@cargo build --quiet --package local && exec target/debug/trellis

demo: ## Fill the running platform with six courses, thirty people and what they did in four months (ARGS=--url …)
	@python3 local/demo/fill.py $(ARGS)

# The linters of the templates wait for the network and compile nothing: they run beside the compiler.
# Stacks record what functions do: in a folder of this run alone, which the last test of them reads.
test: export TRELLIS_USES := $(CURDIR)/target/uses
test: ## Check and test everything, with its own set-up
	cargo fmt --all --check
	@$(MAKE) --no-print-directory --jobs=2 build-tests lint-infra
	@rm -rf $(TRELLIS_USES)
	RUST_TEST_THREADS=$(TESTS_AT_ONCE) $(LINTED) cargo test --workspace
	@TRELLIS_BIN=$(CURDIR)/target/debug/trellis $(MAKE) --no-print-directory schema-test web-test
	$(LINTED) cargo test --quiet --workspace --test it -- --ignored least_privilege
	@$(MAKE) --no-print-directory deploy-test

# Tests of the stack wait for it more than they compute.
TESTS_AT_ONCE := 4

# What is built for the tests is linted as it is compiled: `lint` by itself would compile all dependencies once more.
LINTED := RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tests/rustc.sh
.PHONY: build-tests
build-tests:
	$(LINTED) cargo test --workspace --no-run

web: web/node_modules/.built ## Build the learner portal and the administration panel, if their sources have changed

web/node_modules/.installed: web/package-lock.json
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/node_modules/.built: web/node_modules/.installed $(WEB_SOURCES)
	@cd web && npm run --silent build
	@touch $@

web-test: web ## Types, lint, messages, unit tests and browser tests of the pages (TRELLIS_BIN for another binary)
	cd web && npm run --silent check && npm run --silent unit && npm run --silent browser

web-screenshots: web ## Pictures of all pages into web/tests/screenshots/
	cd web && npm run --silent screenshots

package-faults: web ## Packages in a browser whose tab, network or process dies at random moments (RUNS=200 SEED=… TRELLIS_BIN=…)
	@cd web && npm run --silent package-faults

# Hashed files first: no page may name what is not there yet.
web-deploy: web ## Upload the pages to a stack's bucket (BUCKET=…, the output PagesBucket)
	@test -n "$(BUCKET)" || { echo "Say where: make web-deploy BUCKET=<the output PagesBucket>"; exit 1; }
	@for app in learn: admin:/admin player:/packages/_trellis; do \
	  aws s3 cp --recursive web/$${app%:*}/dist/assets s3://$(BUCKET)$${app#*:}/assets --only-show-errors --cache-control 'public, max-age=31536000, immutable' && \
	  aws s3 cp --recursive web/$${app%:*}/dist s3://$(BUCKET)$${app#*:} --exclude 'assets/*' --only-show-errors --cache-control no-cache || exit 1; \
	done

lint: ## Formatting and Clippy, without building anything
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

lint-infra: ## The templates: sam validate, cfn-lint, checkov; sets the tools up in .venv/ the first time
	@infra/lint.sh

format: ## Format the code
	cargo fmt --all

units: ## Request units of every handler, and of pages at 10, 1,000 and 10,000
	@cargo test --workspace --test it -- units --nocapture | grep -E 'units|^\| '

generate: ## Write what follows from the handlers' declarations: stacks, routes, openapi.json, authorizer, policies' schema, docs/generated
	@TRELLIS_UPDATE=1 cargo test --quiet --workspace --test it -- generated --skip units
	@TRELLIS_UPDATE=1 cargo test --quiet --workspace --test it -- units::generated

stack-counts: ## Count each stack's resources after SAM's expansion; 500 is CloudFormation's limit, more than 400 fails
	@infra/lint.sh counts

schema-test: ## Hold the API against openapi.json with generated requests (Schemathesis; TRELLIS_BIN for another binary)
	@python3 tests/schemathesis/run.py

kill-test: ## Only the crash test: kill -9 while learners complete lessons
	cargo test --workspace --test it -- kill --nocapture

deploy-test: ## Deploy the real template onto an emulator of AWS and drive it over HTTP (--release: ARGS=--release)
	@python3 tests/deploy/run.py $(ARGS)

bench-cold: ## Cold and warm CPU of the release binaries against Node, Python and naive Rust
	@python3 tests/benches/cold

search-bench: ## The search index beside FTS5 and tantivy: sizes, CPU, memory, what misspelt queries find
	@cargo run --quiet --release --locked --manifest-path tests/benches/search/Cargo.toml --target-dir target/search-bench

clean: ## Remove the local platform's data
	rm -rf .trellis
