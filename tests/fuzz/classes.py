"""Classes that nobody would hand in: any bytes, in any file, in any archive, with a journal that somebody wrote into.

    python tests/fuzz/classes.py 10000 [seed]

Each class is gone through with everything that can be written of it. The run stops where somebody is lost, where a
report is missing, or where anything but a line comes out. The seed and the number of the class tell which it was.
"""

import io
import json
import random
import struct
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # as pytest does it

from classwork import HEADER, RIGHT, Here
from fuzz.texts import text

from symconv.classroom import marker
from symconv.classroom.asked import Asked
from symconv.classroom.course import Course
from symconv.classroom.journal import Journal
from symconv.classroom.outcome import VERDICTS
from symconv.classroom.submissions import gather
from symconv.classroom.tally import Tally
from symconv.errors import InputError
from symconv.files.reading import WILD
from symconv.library.class_report import ClassReport
from symconv.workers import Workers

ENDINGS = (".tex", ".md", ".txt", ".html", ".ipynb", ".py", ".pdf", "", ".TEX", ".zip")
NAMES = (
    "anna",
    "𝒜" * 60,
    "..x",
    "a b",
    "=1+1",
    "-rf",
    "é",
    "e\u0301",
    "\u202egpj",
    "con",
    "a'\"<b>",
    "x" * 200,
    "\x1b[31m",
)
WAYS = ("", "../", "/", "deep/", "a\\")
FORMATS = ("text", "html", "markdown", "csv", "json", "summary")
GOOD = HEADER + RIGHT


def gone_through(seed: int, number: int, folder: Path) -> None:
    """Makes the class of a number in a folder, and goes through it twice: anew, and with its journal tampered with.

    Raises:
        AssertionError: somebody is lost, or something is missing.
    """
    chosen = random.Random(f"{seed}:{number}")  # noqa: S311 - no secret
    place = folder / "class"
    place.mkdir()
    (place / "good.txt").write_text(GOOD)
    for index in range(chosen.choice([1, 2, 5])):
        _hand_in(chosen, place, seed, 100 * number + index)
    kept = folder / "kept"
    first = _checked(place, kept, resume=False)
    kept.write_bytes(damaged(chosen, kept.read_bytes()))
    second = _checked(place, kept, resume=True)
    assert {one.file for one in first.tally.outcomes} == {one.file for one in second.tally.outcomes}


def _hand_in(chosen: random.Random, place: Path, seed: int, number: int) -> None:
    name = f"{chosen.choice(NAMES)}{chosen.choice(['', number])}{chosen.choice(ENDINGS)}"[:200]
    with suppress(OSError):  # a name that this disk does not take
        (place / name).write_bytes(_bytes(chosen, name, seed, number))


def _bytes(chosen: random.Random, name: str, seed: int, number: int) -> bytes:
    if name.lower().endswith(".zip"):
        return archive(chosen, seed, number)
    kind = chosen.choice(["text", "text", "damaged", "bytes", "notebook", "surrogates"])
    written = text(seed, number)
    if kind == "text":
        return written.encode()
    if kind == "damaged":
        return damaged(chosen, (chosen.choice([GOOD, written])).encode())
    if kind == "bytes":
        return chosen.randbytes(chosen.choice([0, 1, 10, 1000]))
    cell = {"cell_type": "markdown", "source": [written, "\ud800" if kind == "surrogates" else ""]}
    return damaged(chosen, json.dumps({"cells": [cell, chosen.choice([{}, None, cell])], "nbformat": 4}).encode(), 0.3)


def archive(chosen: random.Random, seed: int, number: int) -> bytes:
    """A zip with a few files, damaged more often than not."""
    made = io.BytesIO()
    with zipfile.ZipFile(
        made, "w", chosen.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
    ) as packed:
        for index in range(chosen.choice([0, 1, 3])):
            info = zipfile.ZipInfo(f"{chosen.choice(WAYS)}{index}{chosen.choice(ENDINGS)}")
            info.external_attr = chosen.choice([0, 0o100644, 0o120777, 0o010644]) << 16
            packed.writestr(info, text(seed, number + index).encode())
    return damaged(chosen, made.getvalue(), 0.8)


def damaged(chosen: random.Random, raw: bytes, often: float = 1.0) -> bytes:
    """Bytes with a few stretches changed, cut out, repeated, or made a large number."""
    if not raw or chosen.random() > often:
        return raw
    for _ in range(chosen.choice([1, 2, 5, 20])):
        start = chosen.randrange(len(raw) + 1)
        end = start + chosen.choice([0, 1, 2, 4, 40])
        large = struct.pack("<I", chosen.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, len(raw)]))
        put = chosen.choice([b"", chosen.randbytes(1), large, raw[start:end] * 2, b"null", b"\x1b[2J"])
        raw = raw[:start] + put + raw[end:]
    return raw


def _checked(place: Path, kept: Path, *, resume: bool) -> ClassReport:
    submissions = gather([str(place)])
    done: list[int] = []
    with Journal(kept, resume=resume) as journal:
        crew = Workers(executor=Here(), places=1)
        course = Course(asked=Asked(), crew=crew, journal=journal, judge=marker.judged)
        outcomes = course.outcomes(submissions, done.append)
    assert [one.file for one in outcomes] == [one.file for one in submissions]
    assert sum(done) == len(submissions)
    assert all(one.verdict in VERDICTS for one in outcomes)
    assert next(one for one in outcomes if one.file == "good.txt").verdict == "right"
    report = ClassReport(tally=Tally(outcomes=tuple(outcomes)))
    for written in documents(report):
        assert not WILD.search(written.replace("\\u", "")), "a sign that commands a terminal"
    assert "telling it failed" not in dict(report.feedback())["good.html"]
    return report


def documents(report: ClassReport) -> Iterator[str]:
    """Everything that can be written of a class."""
    for format_ in FORMATS:
        yield report.to_document(format_)
    for kind in ("gradescope", "nbgrader", "otter"):
        yield from (written for _, written in report.export(kind, Path("to")))
    yield from (page for _, page in report.feedback())


def lone_archive(seed: int, number: int, folder: Path) -> None:
    """An archive of a class that is damaged: its files, or one line."""
    chosen = random.Random(f"zip {seed}:{number}")  # noqa: S311 - no secret
    path = folder / "class.zip"
    path.write_bytes(archive(chosen, seed, number))
    with suppress(InputError):
        for one in gather([str(path)]):
            with suppress(InputError):
                one.read()


def main(count: int, seed: int) -> None:
    """Goes through so many classes."""
    for number in range(count):
        try:
            with tempfile.TemporaryDirectory() as folder:
                gone_through(seed, number, Path(folder))
                lone_archive(seed, number, Path(folder))
        except BaseException:
            print(f"seed {seed}, class {number}", file=sys.stderr)
            raise
        if number % 1_000 == 0:
            print(number, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
