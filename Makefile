# make build: from a bare clone to a built warehouse. make test: every check. Neither asks for anything by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KEEP ?= 5
export DBT_PROFILES_DIR := $(CURDIR)
export PYTHONPATH := $(CURDIR)/scripts
# byte code makes every start of dbt three times faster
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test browser dashboard lint setup seeds docs publish postgres erase export benchmark oracle clean help

help:            ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: [^#]*## */: /'

$(VENV)/.installed: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) not found. Install Python 3.11 or newer, or say make PYTHON=/path/to/python."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed. Say make PYTHON=/path/to/python3.11."; exit 1; }
	@echo "Setting up $(VENV) (once, about two minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@touch $@

setup: $(VENV)/.installed  ## the environment alone

build: setup     ## build the warehouse from the demo data and show the portfolio
	@$(BIN)/python scripts/build.py --vars '$(VARS)'

lint: setup      ## ruff, mypy and sqlfluff
	@$(BIN)/python scripts/check.py --lint

test: setup      ## every check: lint, dbt build from empty with all tests, pytest
	@$(BIN)/python scripts/check.py

test-more: setup ## the tests that take longer: Smart Collect, publications, roles, erasure, the dashboard's API, Postgres
	@$(BIN)/python scripts/check.py --more

seeds: setup     ## make the committed demo data again
	$(BIN)/python scripts/generate.py --out seeds/raw --format csv --accounts 2025 --seed 7

publish: setup   ## test the marts, keep the closed month-end values, and write a new version for readers
	@$(BIN)/python scripts/publish.py --vars '$(VARS)' --keep $(KEEP)

dashboard: setup ## the dashboard and its API; builds and publishes first if nothing is published yet
	@test -f "$${ARREARS_PUBLICATIONS:-publications}/current.json" || { $(MAKE) build && $(MAKE) publish; }
	@ARREARS_CLOCK="$${ARREARS_CLOCK:-$(if $(VARS),now,as_of)}" PYTHONPATH=$(CURDIR) $(BIN)/python -m dashboard

browser: setup   ## every page of the dashboard in a headless Chromium, which has to be installed
	@$(BIN)/python -m pytest -q -p no:dash tests/browser

postgres: setup  ## load the current publication into Postgres, where ARREARS_PG_HOST and the like say
	@$(BIN)/python scripts/publish_postgres.py

erase: setup     ## erase a customer everywhere: make erase CUSTOMER=key
	@$(BIN)/python scripts/erase_customer.py '$(CUSTOMER)' $(if $(BACKUPS),--backup '$(BACKUPS)')

export: setup    ## hand over all that is held about a customer: make export CUSTOMER=key
	@$(BIN)/python scripts/export_customer.py '$(CUSTOMER)'

oracle: setup    ## compare thousands of random portfolios with the oracle
	$(BIN)/python scripts/oracle_runs.py

benchmark: setup ## time the models at scale, as ratios measured in one run
	$(BIN)/python scripts/benchmark.py

clean:           ## remove what builds made, but not the warehouse, which holds what was published
	rm -rf target logs
