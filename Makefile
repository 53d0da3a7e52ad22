# Each target works as the first command ever typed in a clone; it needs Python 3.11 or newer and make.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
STAMP := .venv/installed
NEXT := .venv-datasette-1

.DEFAULT_GOAL := help
.PHONY: help setup demo crawl test test-hostile test-datasette-next check wheel try-wheel lock fit

help:
	@echo "make demo    the first minute: crawl the bundled newsroom twice, open Datasette (ARGS=--no-serve ends there)"
	@echo "make crawl   crawl the live sources in seeds/ (ARGS='khovar-en --since 7d')"
	@echo "make test    run the tests (ARGS='-k revision')"
	@echo "make test-hostile   hosts that hang, lie, redirect and explode, crawled once; figures into docs/benchmarks.md"
	@echo "make test-datasette-next   the tests of the pages with Datasette 1.0a, in a .venv of their own"
	@echo "make check   lint, types, docs"
	@echo "make setup   only set up; then .venv/bin/backissue"
	@echo "make wheel   build the wheel into dist/; make try-wheel installs it elsewhere and uses it there"
	@echo "make bench-newsites | bench-throughput | bench-start | bench-extraction | bench-archive | bench-revisions"
	@echo "make bench-kills | bench-full_disk | bench-two_runs | bench-damage   what an archive comes through"
	@echo "make bench-soak   the memory of a crawl of 10,000 pages"
	@echo "make bench-mutations   100,000 bad inputs through every parser (ARGS='dates 4711' runs one again)"
	@echo "make fit     fit the trees of the text extraction on recorded pages, see docs/extraction.md"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Backissue needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another: make $(MAKECMDGOALS) PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Setting up .venv (once, about a minute) …" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q archive crawler
	@touch $@

demo: $(STAMP)
	@$(BIN)/backissue demo $(ARGS)

crawl: $(STAMP)
	@$(BIN)/backissue crawl $(ARGS)

test: $(STAMP)
	@$(BIN)/python -m pytest $(ARGS)

test-hostile: $(STAMP)
	@$(BIN)/python -m tests.hostile

test-datasette-next: $(NEXT)/installed
	@$(NEXT)/bin/python -m pytest $(shell grep -lE '^from (tests.browsing|archive.serve) import' tests/test_*.py) $(ARGS)

$(NEXT)/installed: requirements-datasette-1.lock
	@$(PYTHON) -m venv $(NEXT)
	@$(NEXT)/bin/python -m pip install -qq --disable-pip-version-check -r requirements-datasette-1.lock
	@touch $@

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/backissue sources check

wheel: $(STAMP)
	@$(BIN)/python -m hatchling build -t wheel

try-wheel: $(STAMP)
	@$(BIN)/python -m tests.try_wheel

lock: $(STAMP)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra fit --universal --python-version 3.11 --generate-hashes \
		--constraint requirements.lock --no-emit-index-url --no-header --no-annotate --quiet \
		--output-file requirements-fit.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --override requirements-datasette-1.in --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet \
		--output-file requirements-datasette-1.lock

fit: $(STAMP)
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-fit.lock
	$(BIN)/python -m tests.benchmarks.fit

bench-relations: $(STAMP)
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-fit.lock
	$(BIN)/python -m tests.benchmarks.relations $(ARGS)

bench-%: $(STAMP)
	$(BIN)/python -m tests.benchmarks.$* $(ARGS)
