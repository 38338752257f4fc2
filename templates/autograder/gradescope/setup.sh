#!/usr/bin/env bash
# Runs once, when the image is built. The wheel of symconv lies beside this file: no index has it.
set -euo pipefail
cd "${AUTOGRADER_ROOT:-/autograder}/source"
apt-get update -qq
apt-get install -y -qq python3 python3-venv
python3 -m venv ../venv
wheel=$(find . -maxdepth 1 -name 'symconv-*.whl' | head -n 1)
../venv/bin/pip install --quiet "${wheel:?put the wheel that 'python -m build' makes beside setup.sh}"
