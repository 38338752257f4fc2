"""Grades one submission.

    python3 grade.py SUBMISSION KEY gradescope|prairielearn RESULTS

Which sheet of the key it answers, its header line tells; with one sheet it is that one.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main(submission: Path, key: Path, kind: str, results: Path) -> None:
    """Writes the results, whatever was handed in."""
    results.parent.mkdir(parents=True, exist_ok=True)
    results.unlink(missing_ok=True)
    told = json.loads(key.read_text(encoding="utf-8"))
    sheet = chosen(told["sheets"], submission)
    said = "Begin your answer with the line of your sheet that says symconv: input=..., which tells the layer."
    if sheet is not None:
        said = graded(submission, {**told, "sheets": [sheet]}, sheet["student"], f"{kind}:{results}")
    if not results.exists():
        nothing = {"gradable": False, "format_errors": said} if kind == "prairielearn" else {}
        results.write_text(json.dumps({"score": 0, "output": said, **nothing}), encoding="utf-8")


def chosen(sheets: list, submission: Path) -> "dict | None":
    """The sheet that is answered."""
    text = "\n".join(path.read_text("utf-8", "replace") for path in sorted(submission.rglob("*")) if path.is_file())
    headers = {" ".join(sheet["header"].split()): sheet for sheet in sheets}
    written = [headers[line] for line in (" ".join(line.split()) for line in text.splitlines()) if line in headers]
    written += [sheet for header, sheet in headers.items() if header in " ".join(text.split())]
    return sheets[0] if len(sheets) == 1 else written[0] if written else None


def graded(submission: Path, key: dict, student: str, export: str) -> str:
    """Has symconv write the results; what it says, should it write none."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(submission, Path(place, "class", student))
        alone = Path(place, "key.json")
        alone.write_text(json.dumps(key), encoding="utf-8")
        command = [sys.executable, "-m", "symconv", "check", str(Path(place, "class")), "--key", str(alone)]
        ended = subprocess.run([*command, "--jobs", "1", "--export", export], capture_output=True, text=True)
    return ended.stderr.strip() or "Nothing was found that could be graded."


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
