# Titian: the commands. `make` alone lists them.
# Needs Python 3.11 or later and make; everything else is installed into .venv from the hash-locked requirements.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
LOCK := $(UV) pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet --group build
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test test-slow lint format docs bench shots lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/run.stamp ## install what Titian needs to run
	@echo "Ready: make demo, make serve, or $(BIN)/titian --help"

setup-dev: $(VENV)/dev.stamp ## install what its tests need as well

demo: $(VENV)/run.stamp ## read sample reports, check, compare with targets, write the half-year report
	$(BIN)/titian demo

serve: $(VENV)/run.stamp ## pages and background work on this machine
	$(BIN)/titian serve

test: $(VENV)/dev.stamp ## fast tests, on SQLite or on DATABASE_URL
	$(BIN)/python -m pytest -n $(WORKERS)

test-slow: $(VENV)/engines.stamp ## tests that need a browser, LibreOffice, Java, PostgreSQL or ../shared
	$(BIN)/python -m pytest -n $(WORKERS) -m slow

lint: $(VENV)/dev.stamp ## style, types, who imports whom, migrations, generated pages
	@mkdir -p $(VENV)/lint
	@failed=0; for check in "ruff check" "ruff format --check" mypy lint-imports \
		"titian manage makemigrations --check --dry-run --skip-checks" "titian manage glossary --check" "titian manage rooms --check" \
		"titian manage facts --check" "titian manage programmes --check"; \
	do echo "-- $$check"; TITIAN_HOME=$(VENV)/lint $(BIN)/$$check || failed=1; done; exit $$failed

format: $(VENV)/dev.stamp ## put the code into the house's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/dev.stamp ## write the glossary and the pages of rooms and rules from the code
	$(BIN)/titian manage glossary
	$(BIN)/titian manage rooms
	$(BIN)/titian manage facts
	$(BIN)/titian manage programmes

bench: $(VENV)/bench.stamp ## measure speed, beside a peer in the same run
	$(BIN)/python -m tests.bench

shots: $(VENV)/dev.stamp ## pictures of every page for every role, in var/shots (needs Chromium)
	$(BIN)/python -m tests.journeys.shots

lock: $(VENV)/dev.stamp ## resolve the requirements anew (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: $(PIP) install uv"; exit 1; }
	$(LOCK) --upgrade -o requirements.txt
	$(LOCK) -c requirements.txt --extra postgres -o requirements-postgres.txt
	$(LOCK) -c requirements-postgres.txt --extra postgres --group dev -o requirements-dev.txt
	$(LOCK) -c requirements-dev.txt --extra postgres --extra engines --group dev -o requirements-engines.txt
	$(LOCK) -c requirements-engines.txt --extra postgres --extra engines --group bench -o requirements-bench.txt

clean: ## remove .venv and caches; installations (var) stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Titian needs Python 3.11 or later ($(PYTHON) is missing or older). Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The development lock holds everything the run-time lock holds, in the same versions (a test says so): it serves both.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.txt
	PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Spark comes as source: it is packed with the locked setuptools, and nothing is fetched for it.
$(VENV)/engines.stamp: requirements-engines.txt $(VENV)/dev.stamp
	PYTHONWARNINGS=ignore $(PIP) install --quiet --require-hashes --no-build-isolation -r requirements-engines.txt
	@touch $@

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/engines.stamp
	PYTHONWARNINGS=ignore $(PIP) install --quiet --require-hashes --no-build-isolation -r requirements-bench.txt
	@touch $@
