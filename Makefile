# Two commands do everything: `make run` and `make test`. Both make the environment on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export EHCP_HOME ?= $(CURDIR)/var
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Build tools are pinned like everything else.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test coverage check bench trial-delivery styles screenshots clean

help:
	@echo "make run    start everything on this machine, with a fictional caseload (Ctrl-C stops it)"
	@echo "make test   run every test; every branch of the law and of cases is run by their own"
	@echo "make coverage  the first half of make test: the law and the cases"
	@echo "make check  lint, types, architecture, rules"
	@echo "make bench  measure how fast it is"
	@echo "make trial-delivery  kill workers while they deliver, and count what arrives"
	@echo "make styles  build the pages' style sheet and script anew from the GOV.UK Design System (needs npm)"
	@echo "make screenshots  pictures of every page in var/screenshots, as on a phone and on a desk (needs Chromium)"
	@echo "make clean  remove the environment and the data of make run"

$(VENV)/run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "This needs Python 3.11, 3.12 or 3.13; choose one with: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (this takes a minute or two the first time) ..."
	@$(BIN)/python -m pip install --quiet --editable '.[pdf]'
	@touch $@

$(VENV)/dev: $(VENV)/run
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

run: $(VENV)/run
	@exec $(BIN)/ehcp up --demo --migrate $(UP)

# The law and the cases first, with every branch counted; then all the others.
test: coverage
	@$(BIN)/python -m pytest --ignore=tests/law --ignore=tests/cases

coverage: $(VENV)/dev
	@$(BIN)/python -m pytest -q tests/law tests/cases --cov=ehcp_workflow/law --cov=ehcp_workflow/cases \
		--cov-report=term-missing:skip-covered --cov-fail-under=100

check: $(VENV)/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/ehcp rules check

bench: $(VENV)/dev
	@$(BIN)/python -m bench

trial-delivery: $(VENV)/dev
	@$(BIN)/python -m bench.trials $(TRIALS)

styles:
	@cd frontend && npm install --no-audit --no-fund --no-package-lock --ignore-scripts --silent && npm run --silent styles

screenshots: $(VENV)/dev
	@$(BIN)/python -m tests.browser.screenshots var/screenshots $(PAGES)

clean:
	rm -rf $(VENV) var
