#!/usr/bin/env bash
# needs.sh NAME …: see that the machine has what the tests need beside Python: postgresql, chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for need in "$@"; do
  case $need in
    postgresql) .venv/bin/python tools/postgres.py --find >/dev/null 2>&1 || tools/apt.sh postgresql-15 "PostgreSQL 15" ;;
    chromium) command -v chromium >/dev/null || tools/apt.sh "chromium fonts-noto-cjk" "Chromium" ;;
    *) echo "needs.sh: postgresql or chromium, not '$need'." >&2; exit 2 ;;
  esac
done
