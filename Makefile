# Everything there is to set up, run and check. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

# The first Python that really runs and is 3.11 or newer; name another with `make run PY=...`.
PY ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
# How many tests run side by side.
WORKERS ?= 2
# Where `make run` serves; another with `make run PORT=8080`.
PORT ?= 8000

# Compiled files are kept whatever the machine says: each of the many programs that the tests start would compile anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
CODE := tongket tests scripts

# The programs in .venv and .tools know the folder they were made in: after a move they are made anew.
ifneq ($(shell cat .venv/.folder 2>/dev/null || pwd -P),$(shell pwd -P))
$(shell rm -rf .venv .tools)
endif

.PHONY: help run start demo test long demonstration check fmt docs pictures lock messages deps-python deps-run deps-test install install-test messages-compiled

help:
	@echo "make run       set up, load the demonstration into an empty database, serve on http://127.0.0.1:8000 (or PORT=...)"
	@echo "make start     set up, open an office's own books in an empty database: prints a one-time address, serves"
	@echo "make demo      set up, write the five reviews of the demonstration to var/demo, stated beside counted"
	@echo "make test      set up, all checks, all tests on SQLite and on PostgreSQL"
	@echo "make long      as make test, but what is tried a few times there is tried often; pictures of pages in var/pictures"
	@echo "make check     the checks alone: style, types, order of imports, templates, migrations"
	@echo "make fmt       format the code, put right what can be put right by itself"
	@echo "make docs      write anew what docs/ takes from the code: docs/reference and the picture of the rooms"
	@echo "make pictures  take the pictures of docs/starting.md anew: the first run in a browser, then docs/pictures"
	@echo "make messages  collect the texts to be translated into the catalogues, compile them"
	@echo "make lock      lock requirements/*.in into *.txt (make lock UPGRADE=--upgrade for the newest)"

run: install
	$(BIN)/tongket migrate
	$(BIN)/tongket demo --load-if-empty
	exec $(BIN)/tongket serve --port $(PORT)

start: install
	$(BIN)/tongket start --port $(PORT)
	exec $(BIN)/tongket serve --port $(PORT)

demo: install
	$(BIN)/tongket demo

# The browser tests run once: what they see does not depend on the database.
# PostgreSQL comes last: nothing may follow the closing line of its tests.
test: demonstration check
	env -u DATABASE_URL $(PYTEST)
	scripts/with_pg.sh $(PYTEST) -m "not browser"

long: demonstration check
	env -u DATABASE_URL $(BIN)/python benchmarks/number_series.py 16
	scripts/with_pg.sh $(BIN)/python benchmarks/number_series.py 16
	env -u DATABASE_URL $(PYTEST) --long
	scripts/with_pg.sh $(PYTEST) --long -m "not browser"

# Beside the checks, which leave a processor idle. The tests wait for it, and load it themselves if this failed.
demonstration: install-test
	env -u DATABASE_URL $(BIN)/python -m tests.databases >/dev/null 2>&1 &

PYTEST = $(BIN)/pytest -n $(WORKERS) --no-loadscope-reorder

# In memory, so that a check never makes the database that `make run` takes for one in use.
check: install-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint tongket --lint --quiet
	DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=tongket.settings $(BIN)/django-admin makemigrations --check --dry-run

fmt: install-test
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

docs: install-test
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/rooms.py

pictures: install-test
	env -u DATABASE_URL $(BIN)/pytest -n 0 -q --long -m browser tests/browser/test_first_run.py
	$(BIN)/python scripts/pictures.py

lock: | .tools/.done
	@[ -x .tools/bin/uv ] || { echo "Locking needs uv, which could not be installed into .tools" >&2; exit 1; }
	$(LOCK) requirements/tools.in -o requirements/tools.txt
	$(LOCK) requirements/app.in -o requirements/app.txt
	$(LOCK) -c requirements/app.txt requirements/test.in -o requirements/test.txt
	@! grep -n '://' requirements/*.txt # a lock file names packages and hashes, never where they came from

LOCK = .tools/bin/uv pip compile -q --no-header --generate-hashes --python-version 3.11 $(UPGRADE)

messages: install-test
	$(BIN)/python scripts/messages.py
	$(BIN)/python scripts/compile_messages.py

# --- What the above need, each made once -----------------------------------------------------------------------------

install: deps-run .venv/.app .venv/.tongket build/.static messages-compiled

install-test: deps-test .venv/.app .venv/.test .venv/.tongket build/.static messages-compiled

deps-python:
	@[ -n "$(PY)" ] || { echo "No Python 3.11 or newer found. Install one (Debian: apt-get install python3 python3-venv)" \
		"or name it: make run PY=/path/to/python3" >&2; exit 1; }

deps-run: deps-python
	@scripts/apt.sh run $(PY)

deps-test: deps-python
	@scripts/apt.sh test $(PY)

messages-compiled: .venv/.app
	@$(BIN)/python scripts/compile_messages.py

# uv is quick, but pip installs the same lists: not to get it is no reason to stop.
.tools/.done: requirements/tools.txt | deps-run
	$(PY) -m venv .tools
	.tools/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/tools.txt \
		|| echo "uv could not be installed: going on with pip, which takes longer"
	touch $@

.venv/.app: requirements/app.txt | .tools/.done
	scripts/install.sh $(PY) requirements/app.txt
	pwd -P >.venv/.folder
	touch $@

.venv/.test: requirements/test.txt .venv/.app
	scripts/install.sh $(PY) requirements/test.txt
	touch $@

.venv/.tongket: pyproject.toml .venv/.app
	scripts/install.sh $(PY) .
	touch $@

build/.static: scripts/assets.py .venv/.app
	$(BIN)/python scripts/assets.py
	touch $@
