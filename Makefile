# Everything starts here. A new machine needs Python 3.11, make and git; uv comes by itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .venv-tools/bin/uv)
BIN := .venv/bin
# Empty counts as unset: without kept byte code each process compiles a thousand modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help up test bench soak lint types format tools messages pictures prove

help: ## List every command.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: .venv/.synced ## Start the province at http://127.0.0.1:8000 (MOTCUA_PORT, MOTCUA_HOME, DATABASE_URL change it).
	@exec $(BIN)/motcua up

test: .venv/.synced ## Run every check and every test.
	@tests/run

bench: .venv/.synced ## Measure speed beside the reference systems and print the ratios.
	@$(UV) sync --quiet --frozen --group bench
	@$(BIN)/python -m benchmarks

soak: .venv/.synced ## Run the long rounds of the property tests.
	@$(BIN)/pytest -m slow -n 2 -v --durations=0 --durations-min=5

lint: .venv/.synced ## Check form and layers only.
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports

types: .venv/.synced ## Check types only.
	@$(BIN)/mypy

format: .venv/.synced ## Bring the code into the house's form.
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

tools: .venv/.synced ## Install what the project needs into .venv.

.venv/.synced: pyproject.toml uv.lock | $(filter .venv-tools/%,$(UV))
	@$(UV) sync --quiet --frozen
	@touch $@

.venv-tools/bin/uv:
	@echo "Fetching uv $(UV_VERSION) into .venv-tools"
	@python3 -m venv .venv-tools
	@.venv-tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

messages: .venv/.synced ## Add new texts to the .po files, and compile what they say.
	@$(BIN)/python -m tests.messages

pictures: .venv/.synced ## Take the pictures of the README from the running system.
	@$(BIN)/pytest -q -p no:randomly tests/browser/pictures.py

prove: ## Prove on a fresh clone, with empty caches, that make up holds its promise.
	@tests/fresh_clone.sh
