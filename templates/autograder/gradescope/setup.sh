#!/usr/bin/env bash
# Runs once, when the image is built. The wheel of symconv lies beside this file: no index has it.
set -euo pipefail
cd "${AUTOGRADER_ROOT:-/autograder}/source"
apt-get update -qq
python=
for version in 3.14 3.13 3.12 3.11; do # the image's own python3 may be too old: 3.10 in Ubuntu 22.04
  if apt-get install -y -qq "python$version-venv"; then
    python=python$version
    break
  fi
done
"${python:?this image has no Python from 3.11 on; choose a newer one}" -m venv ../venv
wheel=$(find . -maxdepth 1 -name 'symconv-*.whl' | head -n 1)
../venv/bin/pip install --quiet "${wheel:?put the wheel that 'python -m build' makes beside setup.sh}"
