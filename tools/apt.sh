#!/usr/bin/env bash
# apt.sh "PACKAGE …" WHAT: install Debian packages when root, else say in one sentence what to install.
set -euo pipefail
packages=${1:?packages}
what=${2:?what for}
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "$what is missing: install it (on Debian: sudo apt-get install $packages) and try again." >&2
  exit 1
fi
echo "$what is missing; installing $packages with apt-get ..." >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2 >&2
# shellcheck disable=SC2086 # several packages in one word
apt-get install --quiet=2 --yes --no-install-recommends $packages >&2
