# Two commands matter: `make run` and `make test`. The work is done by the scripts in .ci/.

export PYTHONUTF8 := 1
# What one leg of the tests has made of the modules, the next one reads.
export PYTHONDONTWRITEBYTECODE :=
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# Never a database somebody works with: pytest makes a copy of its own, in memory.
ON_SQLITE := env DATABASE_URL=sqlite:///:memory:

.DEFAULT_GOAL := help
.PHONY: help run check test test-long bench lint format venv hashes bundle tools clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

run: ## Portal with sample data on http://127.0.0.1:8000 (PORT=8001 moves it)
	@.ci/serve.sh

check: venv lint ## What was changed: ruff, and the tests of the folders that import it (SINCE=main)
	$(ON_SQLITE) $(PYTHON) -m tests.check $(SINCE)

# The browser asks for many things at once: each request gets a connection of its own from
# PostgreSQL, while threads would have to share the one of SQLite in memory. Four at once, each
# taking the next: browser tests wait more than they reckon, and some are ten times as long.
#
# The tables of SQLite and of the browser are made at once; PostgreSQL takes each migration, and
# tests/records/test_kept_layouts.py those of SQLite, on a database that an earlier program kept.
test: ## Everything: ruff, SQLite, PostgreSQL, browser (some 14 minutes on 2 cores)
	@$(MAKE) --no-print-directory -j 2 venv tools
	$(MAKE) lint
	$(ON_SQLITE) $(PYTEST) -n 2 --dist worksteal --nomigrations
	.ci/postgres.sh $(PYTEST) -n 2 --dist worksteal --only-database
	.ci/postgres.sh .ci/chromium.sh $(PYTEST) -n 4 --maxschedchunk 1 --nomigrations tests/e2e

test-long: ## The same with full counts
	TEST_LONG=1 $(MAKE) test

bench: venv ## Measure pages, memory, files and the last day for reports (INTO=README.md writes it down)
	.ci/postgres.sh $(PYTHON) -m tests.bench $(if $(INTO),--into $(INTO))

lint: venv ## Check style and layout
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

format: venv ## Lay out the code and mend what ruff can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

tools: ## See to it that there are a PostgreSQL, a browser, Pango, nginx and shellcheck
	@.ci/postgres.sh
	@.ci/pango.sh
	@.ci/chromium.sh
	@.ci/machine.sh

venv: ## Make or mend .venv as requirements-test.txt says
	@.ci/venv.sh

bundle: venv ## One archive to set the portal up without a network (FOR=3.13 MACHINE=aarch64)
	$(PYTHON) -m deploy.bundle $(if $(FOR),--python $(FOR)) $(if $(MACHINE),--machine $(MACHINE))

hashes: venv ## Write the hashes of the pinned versions anew (asks the package registry)
	$(PYTHON) -m pip install --quiet uv==0.13.9
	$(PYTHON) .ci/hashes.py requirements.txt requirements-test.txt

clean: ## Remove caches (never var/, where the database lives)
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	rm -rf .pytest_cache .ruff_cache .hypothesis
