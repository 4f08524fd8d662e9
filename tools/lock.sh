#!/usr/bin/env bash
# lock.sh: resolve pyproject.toml into requirements.txt and requirements-dev.txt, with hashes and without any index line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv
pin() {
  .venv/bin/python -m uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --custom-compile-command "make lock" "$@"
}
pin --output-file requirements.txt requirements.in pyproject.toml
# The tests run what is delivered: same versions, more packages.
pin --constraint requirements.txt --extra dev --output-file requirements-dev.txt requirements.in pyproject.toml
