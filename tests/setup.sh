#!/usr/bin/env bash
# Installs what the work needs and this machine lacks, pinned, under target/tools. Safe to repeat; quick when done.
# Usage: tests/setup.sh GROUP...    a group is a list in tests/tools: check, build, stack, browser, api
set -euo pipefail
cd "$(dirname "$0")/.."

# From Debian: what must be on the machine itself.
lacking=()
need() { eval "$2" >/dev/null 2>&1 || lacking+=("$1"); }
need curl "command -v curl"
need gcc "command -v cc"
need binutils "command -v strip"
need python3 "command -v python3"
need python3-venv "python3 -c 'import ensurepip, venv'"
if [[ " $* " == *" check "* ]]; then
  need nginx "command -v nginx"
  need openssl "command -v openssl"
fi
if [[ " $* " == *" browser "* ]]; then
  need chromium "command -v chromium"
  need chromium-driver "command -v chromedriver"
  need fonts-dejavu-core "ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
fi
if [[ " $* " == *" api "* ]]; then
  need nodejs "command -v node"
  need npm "command -v npm"
fi
if ((${#lacking[@]})); then
  if [ "$(id -u)" != 0 ]; then
    echo "please install: ${lacking[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}" >/dev/null
fi

# From PyPI: tools by version and hash, one environment per group, replaced when its list changes.
for group in "$@"; do
  list=tests/tools/$group.txt
  place=target/tools/$group
  if ! cmp -s "$list" "$place/installed.txt"; then
    rm -rf "$place"
    python3 -m venv "$place"
    "$place/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r "$list"
    cp "$list" "$place/installed.txt"
  fi
done

# From npm: by version and integrity, without the scripts that packages bring.
for group in "$@"; do
  lock=tests/tools/$group/package-lock.json
  place=target/tools/$group/node
  if [ -f "$lock" ] && ! cmp -s "$lock" "$place/installed.json"; then
    rm -rf "$place"
    mkdir -p "$place"
    cp "tests/tools/$group/package.json" "$lock" "$place/"
    (cd "$place" && npm ci --loglevel=error --ignore-scripts --no-audit --no-fund --no-update-notifier)
    cp "$lock" "$place/installed.json"
  fi
done
