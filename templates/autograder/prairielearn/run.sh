#!/usr/bin/env bash
# Runs for each submission. Quicker with an image that has symconv; else its wheel lies beside this file.
set -euo pipefail
root=${GRADE_ROOT:-/grade}
python=${PYTHON:-python3}
if ! "$python" -c 'import symconv' 2>/dev/null; then
  wheel=$(find "$root/tests" -maxdepth 1 -name 'symconv-*.whl' | head -n 1)
  "$python" -m pip install --quiet "${wheel:?put the wheel that 'python -m build' makes beside run.sh}"
fi
"$python" "$root/tests/grade.py" "$root/student" "$root/tests/key.json" prairielearn "$root/results/results.json"
