#!/usr/bin/env bash
# Install one hash-locked list into .venv, which is made when it is not there.
#
#   scripts/install.sh PYTHON requirements/app.txt    packages of the list
#   scripts/install.sh PYTHON .                       the console command of this folder (never asks the network)
#
# uv does it where it could be had (.tools/bin/uv), and pip from the same list where not, or where uv fails
# for a reason of its own, such as a network that only pip is set up for.
set -euo pipefail

python=${1:?usage: scripts/install.sh PYTHON LIST} what=${2:?usage: scripts/install.sh PYTHON LIST}
uv=.tools/bin/uv

if [ "$what" = . ]; then
    options=(--no-deps --no-build-isolation --no-index -e .)
else
    options=(--require-hashes -r "$what")
fi

with_uv() {
    # The certificates of the system too: an office's proxy may have put its own there.
    [ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=true
    [ -x .venv/bin/python ] || $uv venv -q --allow-existing --no-python-downloads --python "$python" .venv || return
    # With the byte code: else every process compiles all packages again where writing it is turned off.
    local more=(--compile-bytecode)
    [ "$what" != . ] || more=()
    $uv pip install -q --python .venv/bin/python "${options[@]}" "${more[@]}"
}

with_pip() {
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .tools/bin/pip --python .venv/bin/python install -qq --disable-pip-version-check "${options[@]}"
}

if [ -x $uv ]; then
    with_uv || { echo "uv failed: trying with pip" >&2; with_pip; }
else
    with_pip
fi
