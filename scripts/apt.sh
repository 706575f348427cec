#!/usr/bin/env bash
# Install the Debian packages that running (run) or testing (test) needs, if any is missing.
#
#   scripts/apt.sh run|test [PYTHON]
#
# As root the missing ones are installed. As an ordinary user one line names them, and the script
# fails only when the work cannot go on without them. With nothing missing the network is not touched.
set -euo pipefail

use=${1:?usage: scripts/apt.sh run|test [PYTHON]}
python=${2:-python3}

needed=()
wished=(fonts-liberation2)
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    needed+=(python3-venv)
fi
if [ "$use" = test ]; then
    needed+=(chromium gettext libatomic1 libreoffice-writer-nogui nginx-light poppler-utils postgresql)
    needed+=("${wished[@]}") # pictures of Word files are compared by their glyphs
    wished=()
fi

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: please see to it that it has what these packages bring: ${needed[*]} ${wished[*]}" >&2
    exit 0
fi

is_installed() { # newer releases call some libraries <name>t64
    local states # dpkg-query fails when it knows only one of the two names
    states=$(dpkg-query -W -f '${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null) || true
    grep -qx installed <<<"$states"
}

missing=() cannot_go_on=false
for package in "${needed[@]}"; do
    is_installed "$package" || { missing+=("$package"); cannot_go_on=true; }
done
for package in "${wished[@]}"; do
    is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Missing Debian packages; install them with: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    ! $cannot_go_on
    exit
fi

echo "Installing Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
cluster_conf=/etc/postgresql-common/createcluster.conf
if [[ " ${missing[*]} " == *" postgresql "* && ! -e $cluster_conf ]]; then
    # The tests start a server of their own (with_pg.sh); a standing one would be a surprise.
    mkdir -p "${cluster_conf%/*}"
    echo "create_main_cluster = false" >"$cluster_conf"
fi
policy=/usr/sbin/policy-rc.d
if [[ " ${missing[*]} " == *" nginx-light "* && ! -e $policy ]]; then
    # Nor is nginx started by being installed.
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -q=2
apt-get install -q=2 --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
