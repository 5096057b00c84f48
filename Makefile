# Every command a developer types. `make` alone lists them.
SHELL := /bin/sh
PYTHON ?= python3
export VENV ?= .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# Tests keep out of the way of a demo that runs in the same folder.
TEST_ENV := VAR_DIR="$${TEST_VAR_DIR:-var/test}"
PYTEST := $(TEST_ENV) $(BIN)/pytest
# What a file of tests sets up for all of them is set up in one process only.
MANY := -n auto --dist loadfile
# The first file is a constraint for the second, and constraints may not have extras; without them in the second, pip of
# Python 3.11 takes a newer release of such a package for an unpinned one, and refuses it.
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help setup ready ready-dev demo run worker migrate test coverage test-all check fix lock messages docs rebuild bench prove clean \
	check-lint check-format check-templates check-types check-floors check-migrations check-deploy check-docs check-lock \
	check-audit

help:
	@echo "make demo is the way in. The rest:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

# -- Setting up: each target does its own -------------------------------------------------------------------------------
define bootstrap
@command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name \
yours: make PYTHON=/path/to/python3.12" >&2; exit 1; }
@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 6))" || { echo "This needs Python 3.11 or newer, and $(PYTHON) \
is much older. Install a newer one, or name yours: make PYTHON=/path/to/python3.12" >&2; exit 1; }
@$(PYTHON) ops/bootstrap.py
endef

ready:
	$(bootstrap)

ready-dev:
	$(bootstrap) --dev

setup: ready-dev ## make .venv and install everything pinned, for running and for working on it

# -- Running ------------------------------------------------------------------------------------------------------------
demo: ready ## set up whatever is missing, start the site with starter figures; PORT=9000 for another port
	@exec $(PY) -m ops.supervisor

migrate: ready ## bring the database up to date
	@$(PY) manage.py migrate

run: ready-dev ## the site alone, for development: reloads, shows errors; wants `make worker` beside it
	@DEBUG=yes DEMONSTRATION=yes $(PY) manage.py runserver $(or $(PORT),8000)

worker: ready ## a private broker if none is set, a worker and the beat, for `make run` or for a server
	@exec $(PY) -m ops.supervisor --without-web

# -- Testing ------------------------------------------------------------------------------------------------------------
test: ready-dev ## set up whatever is missing, then the suite on SQLite, with a live worker where tests need one
	@$(PYTEST) $(MANY) -m "not journey and not fault and not postgres"

coverage: ready-dev ## the suite again, slower, counting which lines and branches it reaches; fails below the floor
	@$(PYTEST) $(MANY) -m "not journey and not fault and not postgres" --cov --cov-report=term:skip-covered

test-all: ready-dev ## the suite, the journeys in a browser and the faults; with DATABASE_URL and REDIS_URL on those
	@$(PYTEST) $(MANY) -m "not journey and not fault"
	@$(PYTEST) -m "journey or fault"

check: check-lint check-format check-templates check-types check-floors check-migrations check-deploy check-docs check-lock check-audit ## everything that can be judged without running a test

check-lint: ready-dev
	$(BIN)/ruff check .
check-format: ready-dev
	$(BIN)/ruff format --check .
# The rules only: djlint's own layout puts white space around inline tags, which readers would see before commas.
check-templates: ready-dev
	$(BIN)/djlint templates --lint --quiet
check-types: ready-dev
	$(TEST_ENV) $(BIN)/mypy apps tpi_platform ops bench
check-floors: ready-dev
	$(BIN)/lint-imports --no-cache
check-migrations: ready-dev
	$(TEST_ENV) $(PY) manage.py makemigrations --check --dry-run
check-deploy: ready-dev
	$(PY) -m ops.checks deploy
check-docs: ready-dev
	$(TEST_ENV) $(PY) manage.py write_docs --check
check-lock: ready-dev
	$(PY) -m ops.checks lock
check-audit: ready-dev
	$(PY) -m ops.checks audit

fix: ready-dev ## mend what can be mended by itself: lint and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ready-dev ## compile requirements*.in into requirements*.txt with hashes; use the oldest Python, 3.11
	@$(COMPILE) --strip-extras --output-file=requirements.txt requirements.in
	@$(COMPILE) --no-strip-extras --output-file=requirements-dev.txt requirements-dev.in

messages: ready-dev ## gather all words that are marked for translation into the Welsh catalogue, locale/cy
	@$(TEST_ENV) $(PY) manage.py messages

docs: ready-dev ## write again the documents that are made from code
	@$(TEST_ENV) $(PY) manage.py write_docs

# -- Data and measuring ---------------------------------------------------------------------------------------------------
rebuild: ready ## compile the starter figures from publishers' files: make rebuild DATA=../shared/data
	@test -n "$(DATA)" || { echo "Say where the publishers' files are: make rebuild DATA=../shared/data" >&2; exit 1; }
	@$(TEST_ENV) $(PY) manage.py rebuild_starter "$(DATA)" $(ARGS)

bench: ready-dev ## time compiling, loading, scoring and one area page against references in the same run
	@$(PY) -m bench $(ARGS)

prove: ready-dev ## the long fault tests and the bench; prints what to paste into docs/proof.md
	@FAULT_ROUNDS=full $(PYTEST) -m fault --durations=0
	@$(PY) -m bench --markdown

clean: ## remove what tools made, .venv too; keeps var/, the demo's database
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov \
		test-results var/test
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
