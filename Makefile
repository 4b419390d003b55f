# Everything one does with this folder. `make` alone lists it. Each target sets up what it needs, once.
# On a fresh Debian 12 this needs python3.11 and make; what else is missing is installed by apt (as root or with sudo).

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
PORT ?= 8000
TESTS ?=
BENCH ?=
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
VENDOR := src/bihuan/web/static/vendor
FRONTEND := $(addprefix frontend/,package-lock.json build.mjs charts.js icons.txt symbols.svg)
BIOME := $$(ls frontend/node_modules/@biomejs/cli-linux-*/biome | head -n 1)
STYLED := $(filter-out $(VENDOR)/%,$(wildcard frontend/*.mjs frontend/*.js src/bihuan/web/static/*/*.css src/bihuan/web/static/*/*.js))
CODE := src tests tools benchmarks hatch_build.py
# mypy may look into these; hatch_build.py runs in a build environment of its own.
TYPED := src/bihuan tests tools $(wildcard benchmarks)
# A file stays with one worker: what its tests share, as the demonstration, is built once. tests/conftest.py says which begin.
PYTEST := $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --durations=15 -p no:cacheprovider

CHECKS := check-format check-lint check-types check-templates check-styles check-imports check-messages

.DEFAULT_GOAL := help
.PHONY: help demo test test-sqlite test-postgresql check fix bench messages assets lock wheel setup clean $(CHECKS)
.DELETE_ON_ERROR:

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## build the demo area and serve it on 127.0.0.1 (PORT=8000)
	@tools/need.sh "fc-list :lang=zh | grep -q ." fonts-noto-cjk || echo "Without a Chinese font PDF files cannot be written; everything else works." >&2
	@.venv/bin/bihuan demo --port $(PORT)

test: test-sqlite test-postgresql ## every test, on SQLite and then on PostgreSQL (TESTS=path for a part)

test-sqlite: setup .make/browser ## every test on SQLite
	@echo "== SQLite"; env -u DATABASE_URL $(PYTEST) $(TESTS)

# The rooms of documents and packs have no database, and neither has the house's own shape; what a browser shows, the pages' own tests
# ask PostgreSQL for; two tests of commands bring a SQLite of their own. They say nothing new on another database.
test-postgresql: setup .make/browser ## every test that may ask a database, on a PostgreSQL that lives for the run
	@echo "== PostgreSQL"; $(PY) tools/postgres.py $(PYTEST) $(or $(TESTS),tests --ignore=tests/documents --ignore=tests/architecture --ignore=tests/browser --ignore=tests/rooms/packspec --ignore=tests/cli/test_simulate.py --ignore=tests/cli/test_work.py)

check: setup ## format, lint, types, templates, scripts and styles, who imports whom
	@$(MAKE) --no-print-directory -k $(CHECKS) && echo "All checks hold."

check-format:
	$(PY) -m ruff format --check --quiet $(wildcard $(CODE))

check-lint:
	$(PY) -m ruff check --quiet $(wildcard $(CODE))

check-types:
	$(PY) -m mypy --no-error-summary $(TYPED)

check-templates:
	$(PY) -m djlint --lint --quiet src/bihuan

check-styles:
	$(BIOME) check --error-on-warnings $(STYLED)

check-imports:
	.venv/bin/lint-imports --no-cache

check-messages:
	@$(PY) tools/messages.py missing

fix: setup ## format and mend what the tools can mend by themselves
	$(PY) -m ruff format $(wildcard $(CODE))
	$(PY) -m ruff check --fix $(wildcard $(CODE))
	$(BIOME) check --write $(STYLED)

bench: setup ## measure the budgets (BENCH=name for one)
	$(PY) -m benchmarks $(BENCH)

messages: setup ## list texts without Chinese and compile the catalogue
	@$(PY) tools/messages.py compile
	@$(PY) tools/messages.py missing

assets: .make/venv ## fetch and build styles, scripts and icons again
	@rm -f $(VENDOR)/built-from.json .make/install
	@$(MAKE) --no-print-directory setup

lock: .make/venv ## choose new versions of all packages and write the lock files
	@$(PY) tools/lock.py

wheel: .make/venv ## build the wheel into dist/
	@$(PIP) build
	@$(PY) -m build --wheel --outdir dist .

setup: .make/install $(VENDOR)/built-from.json src/bihuan/locale/zh_Hans/LC_MESSAGES/django.mo

clean: ## remove what was set up and built (not var/, where the data lives)
	rm -rf .venv .make dist build frontend/node_modules $(VENDOR)
	find src -name '*.mo' -delete

.make/venv: requirements/dev.txt
	@mkdir -p .make
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: apt-get install python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	@tools/need.sh "$(PYTHON) -c 'import ensurepip, venv'" python3-venv
	@echo "Setting up .venv …"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

.make/install: .make/venv pyproject.toml hatch_build.py $(FRONTEND)
	@echo "Fetching styles and scripts …"
	@$(PIP) --no-deps -e .
	@touch $@

# Deleted assets do not make pip build again, so the stamp inside their folder is a target of its own.
$(VENDOR)/built-from.json: | .make/install
	@test -f $@ || $(PIP) --no-deps -e .

src/bihuan/locale/zh_Hans/LC_MESSAGES/django.mo: src/bihuan/locale/zh_Hans/LC_MESSAGES/django.po | .make/install
	@$(PY) tools/messages.py compile

.make/browser:
	@mkdir -p .make
	@tools/need.sh "command -v chromium" chromium
	@tools/need.sh "fc-list :lang=zh | grep -q Noto" fonts-noto-cjk
	@touch $@
