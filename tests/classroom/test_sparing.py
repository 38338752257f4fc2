"""One submission never costs another its report, whatever stage it breaks."""

from pathlib import Path
from typing import Any

import pytest
from classwork import HEADER, RIGHT, Here, answered, gone_through, handed_in

from symconv.classroom import marker, sparing
from symconv.classroom.feedback import LONGEST, file_names
from symconv.classroom.journal import Journal, line_of
from symconv.classroom.outcome import Outcome
from symconv.classroom.submission import Submission
from symconv.classroom.tally import Tally
from symconv.errors import OutputError
from symconv.language.wording import Wording
from symconv.library.class_report import ClassReport
from symconv.render import classroom as rendered
from symconv.workers import Workers

JACOBIAN = HEADER + "$\\frac{\\partial o_{00}}{\\partial x_{22}} = f_{22}$\n"
INFERRED = "dL/dx_12 = dL/do_00*f_12 + dL/do_01*f_11\n"


def judged(**texts: str) -> ClassReport:
    return ClassReport(tally=Tally(outcomes=tuple(gone_through(handed_in(**texts), judge=marker.judged))))


def everything(report: ClassReport) -> str:
    """All that can be written of a class."""
    documents = [report.to_document(each) for each in ("text", "html", "markdown", "csv", "json", "summary")]
    exports = [text for kind in ("gradescope", "nbgrader", "otter") for _, text in report.export(kind, Path("to"))]
    return "".join([*documents, *exports, *(page for _, page in report.feedback())])


def test_an_entry_of_the_jacobian_is_told_as_it_was_read() -> None:
    report = judged(anna=JACOBIAN, bert=HEADER + RIGHT)
    assert [one.verdict for one in report.tally.outcomes] == ["right", "right"]
    assert [entry.what for entry in report.tally.entries] == ["∂L/∂x_00", "∂o_00/∂x_22"]
    assert "∂o_00/∂x_22" in everything(report)


def test_an_entry_of_a_layer_that_the_text_shows_is_no_formula() -> None:
    (entry,) = judged(anna=INFERRED).tally.entries
    assert (entry.what, entry.layer) == ("∂L/∂x_12", "input 2×4, kernel 2×3, stride 1")


def test_reading_may_fail() -> None:
    def read() -> bytes:
        raise RecursionError

    broken = Submission(file="b.txt", student="b", read=read)
    found = gone_through([*handed_in(a="1"), broken, *handed_in(c="2")])
    assert [(one.verdict, one.message) for one in found] == [
        ("right", ""),
        ("crashed", "reading it failed: RecursionError"),
        ("right", ""),
    ]


def test_checking_may_fail_on_whichever_machine() -> None:
    class Failing(Here):
        def submit(self, function: Any, /, *given: Any, **named: Any) -> Any:
            future = super().submit(function, *given, **named)
            if given[0]["text"] == "2":
                future = type(future)()
                future.set_exception(ImportError("no module"))
            return future

    found = gone_through(handed_in(a="1", b="2", c="3"), crew=Workers(executor=Failing(), places=2))
    assert [one.verdict for one in found] == ["right", "crashed", "right"]
    assert found[1].message == "checking it failed: ImportError"


def test_answers_may_fail() -> None:
    def judge(question: Any) -> dict[str, Any]:
        answer = answered(question)
        return {**answer, "report": {**answer["report"], "statements": [{}]}} if question["text"] == "2" else answer

    found = gone_through(handed_in(a="1", b="2", c="3"), judge=judge)
    assert [(one.verdict, one.report is None) for one in found] == [
        ("right", False),
        ("crashed", True),
        ("right", False),
    ]
    assert found[1].message == "telling it failed: KeyError"


@pytest.mark.parametrize("stage", ["report", "feedback", "data"])
def test_writing_may_fail(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement whose line is no number gets through everything, and fails where a document needs one."""
    report = judged(anna=HEADER + RIGHT, bert=HEADER + RIGHT * 2, carl=JACOBIAN)
    if stage == "data":
        outcomes = list(report.tally.outcomes)
        outcomes[1] = Outcome(**{**outcomes[1].to_json(), "message": object()})
        report = ClassReport(tally=Tally(outcomes=tuple(outcomes)))
    else:
        wrote = rendered._rendered

        def failing(format_: str, name: str, say: Wording, **values: Any) -> str:
            told = values["tally"].outcomes if "tally" in values else values["student"].files
            if name == stage and any(one.file == "bert.txt" and one.report for one in told):
                raise ZeroDivisionError
            return wrote(format_, name, say, **values)

        monkeypatch.setattr(rendered, "_rendered", failing)
    told = everything(report)
    failure = {"data": "TypeError"}.get(stage, "ZeroDivisionError")
    assert f"telling it failed: {failure}" in told
    for name in ("anna.txt", "carl.txt"):
        assert told.count(name) > 5


def test_what_fails_on_nobody_is_our_bug() -> None:
    def write(outcomes: tuple[Outcome, ...]) -> str:
        if len(outcomes) != 1:
            raise KeyError
        return ""

    outcomes = tuple(gone_through(handed_in(a="1", b="2")))
    with pytest.raises(KeyError):
        sparing.sparing(outcomes, write)


def test_terminal_commands_do_not_pass() -> None:
    """Neither through a statement, nor through a file's name."""
    report = judged(anna=HEADER + RIGHT.replace("dL/dx_00", "\x1b[31mdL/dx_00") + "\x1b]0;x\x07 $q_\x9b = 1$\n")
    assert not set("\x1b\x07\x9b") & set(everything(report))


def test_names_fit_every_disk() -> None:
    """80 signs of four bytes are 320 bytes; é is written in two ways; some disks take A for a."""
    names = ["𝒜" * 80, "𝒜" * 80 + "x", "é", "e\u0301", "É", "..", "a/b", "a_b"]
    files = list(file_names(names))
    assert all(len(name.encode()) <= LONGEST + 4 for name in files)
    assert len({name.casefold() for name in files}) == len(names)
    assert files[2:5] == ["é", "é~2", "É~3"]


NONSENSE = (
    "null",
    "[]",
    "{}",
    "[" * 100_000,
    '{"file": 1}',
    "1" * 5_000,
    "\x00\xff",
    '{"file": "a", "student": "a", "verdict": "best", "digest": "x"}',
    '{"file": "a", "student": "a", "verdict": "right", "digest": []}',
    '{"file": "a", "student": "a", "verdict": "right", "digest": "x", "earned": NaN}',
    '{"file": "a", "student": "a", "verdict": "right", "digest": "x", "report": {"layer": {}}}',
    '{"file": "a", "student": "a", "verdict": "right", "digest": "x", "report": {"layer": null, "binding": {}, '
    '"statements": [null]}}',
)


def test_a_journal_of_nonsense_is_no_journal(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    good = gone_through(handed_in(a="1"))[0]
    changed = line_of(good).replace(b"right", b"wrong")
    kept.write_bytes("\n".join([*NONSENSE, ""]).encode("latin-1") + changed + line_of(good))
    assert list(Journal(kept, resume=True).known.values()) == [good]


def test_a_full_disk_is_said_of_the_journal(tmp_path: Path) -> None:
    """/dev/full takes a journal's place after it was begun."""
    journal = Journal(tmp_path / "kept", resume=False)
    with journal:
        (tmp_path / "kept").unlink()
        journal._file.close()  # type: ignore[union-attr]
        journal._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123
        with pytest.raises(OutputError, match=r"kept: No space left on device; --resume goes on with what it holds"):
            gone_through(handed_in(a="1"), journal=journal)
