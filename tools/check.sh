#!/usr/bin/env bash
# check.sh: everything CI runs, in this order, stopping at the first failure. `make test` calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bin=.venv/bin
jobs=${JOBS:-3}
stages=9
stage=0
code=(src tests bench tools)
# not on PostgreSQL: the faces, who ask it only by the queries and acts of the rooms (`make postgres` runs them, too), and what
# needs long on one engine
elsewhere=(tests/browser tests/cli tests/common tests/workdays tests/faces tests/demo/test_powers_lost.py)

begin() {
  stage=$((stage + 1))
  printf '\n== %d/%d %s ==\n' "$stage" "$stages" "$1"
}
trap 'status=$?; [ "$status" -eq 0 ] || printf "\n== stopped at %d/%d ==\n" "$stage" "$stages" >&2' EXIT

# The surroundings of whoever calls must not change what is tested.
unset DATABASE_URL
for name in "${!TONGBAN_@}"; do unset "$name"; done

tools/needs.sh postgresql
if [ -d tests/browser ]; then tools/needs.sh chromium; fi

begin "format (ruff format)"
$bin/ruff format --check "${code[@]}"
begin "lint (ruff check)"
$bin/ruff check "${code[@]}"
begin "types (mypy)"
$bin/mypy src tests bench
begin "import contracts (lint-imports)"
$bin/lint-imports
begin "generated docs are current"
$bin/python tools/generate_docs.py --check
begin "everything is said in English too"
$bin/python tools/messages.py check
begin "migrations are complete"
$bin/python -m django makemigrations --check --dry-run --settings tests.settings --pythonpath .
begin "tests on SQLite"
$bin/pytest -q -n "$jobs" --dist worksteal
begin "tests on PostgreSQL"
# tests that ask no database leave themselves out (tests/conftest.py)
$bin/python tools/postgres.py -- $bin/pytest -q -n "$jobs" --dist worksteal "${elsewhere[@]/#/--ignore=}"
