# The everyday acts. `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= $(if $(DRAGOMAN_TEST_NEO4J_URI),0,2)
export DRAGOMAN_EVAL ?= $(abspath ../shared/eval)

.PHONY: help demo test eval lint format docs bench bench-load soak clean
.DEFAULT_GOAL := help

help: ## list these acts
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dragoman needs Python 3.11 or later; name one with PYTHON=…" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Dragoman into $(VENV) …" >&2
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	@echo "Installing what tests need …" >&2
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

demo: $(VENV)/.installed ## the sample dispatches into a real Neo4j, then what to look at
	@$(BIN)/dragoman demo

test: $(VENV)/.developed ## the whole test suite, on a real Neo4j for each of two workers (WORKERS=0: on one)
	$(BIN)/python -m pytest --ignore=tests/corpus --numprocesses $(WORKERS) --dist worksteal

eval: $(VENV)/.developed ## the extractor's figures on the development corpus (DRAGOMAN_EVAL)
	$(BIN)/python bench/eval.py
	$(BIN)/python -m pytest tests/corpus

lint: $(VENV)/.developed ## linter, formatter's check and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.developed ## put the code into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.developed ## put what commands print now into README and docs
	-DRAGOMAN_UPDATE_DOCS=1 $(BIN)/python -m pytest --quiet tests/test_docs.py

bench: $(VENV)/.developed ## how fast the command line answers and the extractor reads
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/extraction.py

$(VENV)/.benched: $(VENV)/.developed
	@echo "Installing the loaders to compare with …" >&2
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

bench-load: $(VENV)/.benched ## how fast and exactly Dragoman and others load one graph (OPTIONS=--help)
	$(BIN)/python -m bench.load $(OPTIONS)

soak: $(VENV)/.developed ## kills by the thousand and a fuzzed reader, for hours; it goes on where it was stopped
	$(BIN)/python -m tests.robustness.soak

clean: ## remove what was built; the local server and its data stay
	rm -rf $(VENV) build dist *.egg-info src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
