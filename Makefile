# The two commands: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run worker test check bench browser postgres docs tour format lock clean

PORT ?= 8000
# one more than there are cores: browsers and real processes are waited for
JOBS ?= 3
BIN := .venv/bin
INPUTS := pyproject.toml tools/setup.sh
export JOBS

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A stamp stands for an environment that was installed completely; the tests' environment contains the other one.
.venv/.run: requirements.txt $(INPUTS)
	@tools/setup.sh run
.venv/.dev: requirements-dev.txt $(INPUTS)
	@tools/setup.sh dev

setup: .venv/.run ## make .venv with what the program needs
setup-dev: .venv/.dev ## the same with what the tests need

run: setup ## start pages, API and worker on http://127.0.0.1:$PORT/ (PORT=8000)
	@exec $(BIN)/tongban run --port $(PORT)

worker: setup ## one more worker on the database of DATABASE_URL
	@exec $(BIN)/tongban worker

test: setup-dev ## everything CI runs
	@exec tools/check.sh
check: test ## the same

bench: setup-dev ## measurements as JSON, on a PostgreSQL of its own with its usual durability
	@tools/needs.sh postgresql
	@exec $(BIN)/python tools/postgres.py --durable -- $(BIN)/python bench/run.py

docs: setup-dev ## write the generated parts of docs/ anew
	@exec $(BIN)/python tools/generate_docs.py

browser: setup-dev ## every page for every reader in Chromium: axe, widths, languages, large type, no script
	@tools/needs.sh chromium
	@exec $(BIN)/pytest -q -n $(JOBS) -m slow tests/browser

postgres: setup-dev ## every test that asks a database, on a PostgreSQL of its own
	@tools/needs.sh postgresql
	@exec $(BIN)/python tools/postgres.py -- $(BIN)/pytest -q -n $(JOBS) --dist worksteal

tour: setup-dev ## photograph every page for docs/tour.md and docs/tour.en.md
	@tools/needs.sh chromium
	@exec $(BIN)/python tools/tour.py

format: setup-dev ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet src tests bench tools
	@$(BIN)/ruff format src tests bench tools

lock: setup-dev ## pin the newest fitting versions with their hashes
	@tools/lock.sh

clean: ## remove the environment and every cache; var/ with the data stays
	rm -rf .venv bench/.venv* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
