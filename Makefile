# Two commands: `make up` runs Zandaka, `make test` checks everything.
# Needs Python 3.11 or newer with pip, make and git; all else goes into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# pip from the venv; where Python came without ensurepip, the machine's own pip fills the venv.
PIP     = $$(test -x $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)
INSTALL = $(PIP) --disable-pip-version-check --no-input install --no-warn-script-location

# A stamp is newer than everything it was made from, so that a second `make setup` does nothing.
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

# A core each, and whole files: tests of one file may share a server. The long ones come early.
SPREAD := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup setup-dev up test lint types imports format clean lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## Install what Zandaka needs into .venv
	@:

setup-dev: $(DEV) ## The same, and what the checks need
	@:

up: setup ## Start Zandaka with its database and a demo region (Ctrl-C stops it)
	@exec $(BIN)/zandaka up

test: setup-dev ## Run every check and every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/pytest -rs -q $(SPREAD) --every-code tests

lint: setup-dev ## Check formatting, style and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: setup-dev ## Check types (pyright strict)
	$(BIN)/basedpyright

format: setup-dev ## Format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove .venv and caches (never ./data)
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/*.egg-info

# pip-tools pins the others and is itself needed only here: it lives in a folder thrown away after.
# No option and no index is written into the result: it must install from any registry or mirror.
COMPILE = "$$tools/bin/pip-compile" --quiet --no-config --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--no-emit-options $(LOCK_OPTIONS)

lock: ## Recompile requirements*.txt (LOCK_OPTIONS=--upgrade for newer versions)
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	echo "Compiling requirements ..." && \
	$(PYTHON) -m venv "$$tools" && "$$tools/bin/pip" --disable-pip-version-check install -q pip-tools && \
	export CUSTOM_COMPILE_COMMAND="make lock" && \
	$(COMPILE) --output-file requirements.txt requirements.in && \
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Zandaka needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) -V 2>/dev/null || echo missing): say which to use with 'make PYTHON=/path/to/python3.11'." >&2; \
		exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) -V) ..."
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(RUNTIME): requirements.txt pyproject.toml src/zandaka/__init__.py | $(BIN)/python
	@echo "Installing what Zandaka needs (a few minutes the first time) ..."
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) -q --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what the checks need ..."
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
