"""What was said about a submission takes little room until it is told, and is then what it was."""

import json

from symconv.classroom.data import as_json
from symconv.classroom.outcome import Outcome
from symconv.classroom.packed import Packed
from symconv.classroom.tally import Tally

REPORT = {
    "file": "a",
    "statements": [{"message": "∂L/∂x_01 lacks a term \ud800\n", "line": line} for line in range(99)],
}


def test_what_is_unpacked_is_what_was_packed() -> None:
    packed = Packed.of(REPORT)
    assert packed == packed.unpacked() == dict(packed) == REPORT
    assert len(packed) == 2
    assert len(packed.raw) < len(json.dumps(REPORT)) / 10


def test_outcomes_hold_their_reports_packed() -> None:
    outcome = Outcome(file="a", student="a", verdict="wrong", report=REPORT)
    assert isinstance(outcome.report, Packed)
    assert outcome.said == REPORT
    assert Outcome.of_json(outcome.to_json()) == outcome
    assert Outcome(file="a", student="a", verdict="empty").said is None


def test_a_document_written_piece_by_piece_is_as_if_written_at_once() -> None:
    outcomes = [Outcome(file=f"{at}\n", student="a", verdict="skipped", message="\n    {") for at in range(3)]
    for some in (outcomes, outcomes[:1], []):
        told = as_json(Tally(outcomes=tuple(some)))
        assert told == json.dumps(json.loads(told), ensure_ascii=False, indent=2) + "\n"
        assert [one["file"] for one in json.loads(told)["files"]] == [one.file for one in some]
