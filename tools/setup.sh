#!/usr/bin/env bash
# setup.sh run|dev: the environment .venv with pinned, hashed requirements, and this package in it.
# Where packages come from is the business of the machine's own pip configuration.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

flavour=${1:?run or dev}
case $flavour in
  run) requirements=requirements.txt ;;
  dev) requirements=requirements-dev.txt ;;
  *) echo "setup.sh: run or dev, not '$flavour'." >&2; exit 2 ;;
esac

find_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "Python 3.11 or newer is missing: on Debian 12, apt-get install python3." >&2
  return 1
}

# Debian splits ensurepip off: without it `python3 -m venv` makes half an environment.
ensure_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  local package
  package=python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
  tools/apt.sh "$package" "Python's venv"
}

# An environment copied from elsewhere or left half made is made anew.
is_usable() {
  [ -x .venv/bin/python ] &&
    .venv/bin/python -c 'import os, pip, sys; sys.exit(not os.path.samefile(sys.prefix, ".venv"))' 2>/dev/null &&
    head -n 1 .venv/bin/pip | grep -qF "$PWD/.venv/bin/"
}

if ! is_usable; then
  python=$(find_python)
  ensure_venv "$python"
  echo "Making .venv with $("$python" --version) ..."
  "$python" -m venv --clear .venv
fi
rm -f .venv/.run .venv/.dev
echo "Installing $requirements ..."
.venv/bin/python -m pip install --quiet --require-hashes --requirement "$requirements"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
touch .venv/.run
[ "$flavour" = run ] || touch .venv/.dev
