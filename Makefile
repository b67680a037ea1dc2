# The two commands of the README: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
export CARGO_TARGET_DIR ?= $(CURDIR)/target
RELEASE := $(CARGO_TARGET_DIR)/release/xiezhi
DEMO_DATA ?= $(CURDIR)/.demo
DEMO_LISTEN ?= 127.0.0.1:8787
LAWS ?=

.PHONY: help demo demo-data test setup setup-test web build lint rust-test data-test web-test e2e api-test corpus bench bench-cases bench-million torture torture-cases fuzz clean-demo

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: demo-data ## set up, build, import statutes, simulate a city, serve, print the address
	@exec $(RELEASE) serve --data $(DEMO_DATA) --listen $(DEMO_LISTEN)

demo-data: setup web build
	@DEMO_LISTEN=$(DEMO_LISTEN) scripts/demo-data.sh $(RELEASE) $(DEMO_DATA) $(LAWS)

test: setup-test web lint rust-test data-test web-test build api-test e2e ## set up, run every test
	@echo "make test: every part passed / 全部测试通过"

setup: ## install what the demo needs
	@scripts/setup.sh demo

setup-test: ## install what the tests need
	@scripts/setup.sh test

web: setup ## build the pages
	@scripts/web.sh build

build: web ## build the release binary
	cargo build --release --locked -p xiezhi

lint: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

rust-test: web
	cargo nextest run --workspace --locked

data-test: ## compare the packs with packages that were not used to make them
	@scripts/python.sh scripts/check_holidays.py

web-test: web
	@scripts/web.sh test

e2e: build ## walk the pages in a real browser
	@scripts/e2e.sh $(RELEASE)

api-test: build ## try the API with generated requests (Schemathesis)
	@scripts/schemathesis.sh $(RELEASE) 30

corpus: build ## score structure, items, texts and search on ../shared
	@scripts/corpus.sh $(RELEASE)

bench: build ## run the benchmarks
	cargo bench --locked -p law -p ledger -p library -p procedure
	@scripts/bench.sh $(RELEASE)

bench-cases: web ## cases and acts a second through HTTP beside the floor, on both databases
	cargo build --release --locked -p xiezhi --bin xiezhi --example measure_cases_http
	@scripts/bench_cases.sh $(RELEASE) $(CARGO_TARGET_DIR)/release/examples/measure_cases_http

bench-million: web ## a city of a million cases, and lists in it (CASES=1000000, short: CASES=20000)
	cargo build --release --locked -p xiezhi --bin xiezhi --example measure_cases_list
	@scripts/bench_million.sh $(RELEASE) $(CARGO_TARGET_DIR)/release/examples/measure_cases_list $(or $(CASES),1000000)

torture: ## kill a process that appends (ROUNDS=200), cut the power under it (CUTS=1000), random acts
	cargo nextest run --locked --release -p procedure -E 'test(ten_thousand)' --run-ignored only --no-capture
	XIEZHI_TORTURE_ROUNDS=$(or $(ROUNDS),200) XIEZHI_POWER_CUTS=$(or $(CUTS),1000) cargo nextest run --locked -p record -E 'binary(torture) or binary(power_cut)' --test-threads 1 --no-capture

torture-cases: ## kill processes while clients act in cases, one and two on a database (ROUNDS=200)
	XIEZHI_TORTURE_ROUNDS=$(or $(ROUNDS),200) cargo nextest run --locked -p casework -p xiezhi -E 'binary(torture) or binary(nodes)' --test-threads 1 --no-capture

fuzz: ## fuzz the parsers, ten minutes each (SECONDS_EACH=600)
	@scripts/fuzz.sh

clean-demo: ## remove the data of the demo
	rm -rf $(DEMO_DATA)
