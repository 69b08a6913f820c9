#!/bin/sh
# venv.sh FOLDER: makes a virtual environment with $PYTHON (python3). Debian and Ubuntu keep the module for it in a
# package of its own, python3-venv, without which `python3 -m venv` fails half-way.
set -eu
. "$(dirname "$0")/apt.sh"

python=${PYTHON:-python3}
ready() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

command -v "$python" >/dev/null || need "Python 3.11 or newer" python3 python3-venv
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, and $python is $("$python" -V 2>&1). Name another one: make PYTHON=python3.12"
ready || need "Python's venv module" python3-venv
ready || stop "$python has no venv module, also with python3-venv installed. Name another one: make PYTHON=python3.12"

rm -rf "$1"
"$python" -m venv "$1"
