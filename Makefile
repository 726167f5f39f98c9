# A machine with python3 (3.11 or later, with venv), make and git needs nothing else.
#   make demo    scan the sample of 2014 and print what is wrong
#   make test    all tests;  make check  tests, lint and types;  make bench  all figures of docs/performance.md

PYTHON ?= python3
VENV ?= .venv
DEMO ?= samples/euca4-200-instances
PIP = $(VENV)/bin/pip --disable-pip-version-check --quiet

.PHONY: demo test lint format types check bench clean

# Exit status 1 says that the sample holds an incident. It does.
demo: $(VENV)/.installed
	@$(VENV)/bin/logdiag scan $(DEMO) || test $$? -eq 1

test: $(VENV)/.installed-dev
	$(VENV)/bin/pytest --numprocesses auto --dist loadfile $(TESTS)

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

types: $(VENV)/.installed-dev
	$(VENV)/bin/mypy --strict

check: lint types test

# All figures of docs/performance.md: about an hour, 20 GB in the temp folder. BENCH=--quick: small logs, a few minutes.
bench: $(VENV)/.installed-dev
	$(VENV)/bin/python benchmarks/run.py $(BENCH)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

# The stamps are the files that the installs leave: a second call installs nothing again.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "logdiag needs Python 3.11 or later: make PYTHON=python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/pip
	$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/pip
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed
