"""Judgements → the report that derivations get, too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from symconv.check.code.asking import OUTPUT, Asked, Reading, missing
from symconv.check.code.calling import assumed, call
from symconv.check.code.emitted import Target, emitted
from symconv.check.code.failing import smallest
from symconv.check.code.layers import told
from symconv.check.code.source import Shown
from symconv.check.code.tally import Came
from symconv.check.code.verdicts import judgements
from symconv.check.code.vocabulary import SHORT
from symconv.check.code.witness import Judging
from symconv.check.judgement import Judgement, Place, Told
from symconv.check.report import Report
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

TELL = (
    "tell with --signature, --returns and --layout, for a class with --construct, --set and --grads, "
    "or write an adapter with --write-adapter FILE"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        file: the file, or what stands for it.
        name: the function or class.
        spec: the layer, where there is one.
        source: the text of the file.
        near: the line where it begins, where that is known.
        notes: what is to be said of how it was loaded.
        behind: the file and the name that are checked, where ``file`` is an adapter before them.
    """

    file: str
    name: str
    spec: ConvSpec | None
    source: str = ""
    near: int = 1
    notes: tuple[str, ...] = ()
    behind: tuple[str | Path, str] = ("", "")

    def named(self, name: str, *notes: str) -> "Subject":
        """The same with its name known."""
        return replace(self, name=name, notes=(*self.notes, *notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out of a function.

    Attributes:
        runner: what ran it.
        reading: how it was called.
        came: what came out on each layer, and which layers were not tried.
        shown: what its source shows.
        target: how a test reaches the function.
    """

    runner: Runner
    reading: Reading
    came: Came
    shown: Shown
    target: Target


def whole_report(subject: Subject, outcome: Outcome, *, test_at: str | None) -> Report:
    """All that is said about a function; with ``test_at``, the test that is to be written there."""
    reading, printed = outcome.reading, outcome.runner.printed
    depends = [*assumed(reading.plan, outcome.shown.unpacked), *outcome.came.notes]
    if reading.layout.exchanged and OUTPUT not in reading.results:
        depends.append("the axes of the filter are exchanged: its columns come first")
    judging = Judging(name=subject.name, reading=reading, tried=outcome.came.tried, shown=outcome.shown, notes=depends)
    notes = [*subject.notes, *outcome.runner.noted]
    notes += [f"{SHORT[name]} is not returned" for name in missing(reading.results)]
    notes += ["it prints; what it printed is left out here"] if printed.strip() else []
    ahead = reading.results.get(OUTPUT)
    results = ", ".join(f"{SHORT[name]} {reading.results[name]}" for name in reading.gradients)
    binding = {
        "call": call(reading.plan),
        "layout": reading.layout.name,
        "results": results,
        **({"judged against": f"its own forward pass, {reading.plan.forward}"} if ahead else {}),
        "assumptions": notes,
    }
    judged = tuple(judgements(judging))
    return Report(
        file=subject.file,
        layer=subject.spec.to_json() if subject.spec else None,
        binding=binding,
        statements=judged,
        layers=tuple(outcome.came.rows),
        printed=printed,
        test=_test(subject, outcome, judged, test_at) if test_at else "",
    )


def _test(subject: Subject, outcome: Outcome, judged: Sequence[Judgement], at: str) -> str:
    """The smallest case that fails as a test; empty where none does."""
    messages = {str(one.told.target["tensor"]): one.message for one in judged if one.verdict == "wrong"}
    case = smallest(outcome.came.tried, messages)
    if case is None:
        return ""
    asked = Asked(runner=outcome.runner, reading=case.reading or outcome.reading, told=case.told)
    return emitted(case, asked, outcome.target, at)


def unusable(
    subject: Subject, why: str, shown: Shown | None = None, tried: tuple[Reading, ConvSpec] | None = None
) -> Report:
    """A function of which nothing can be said: no call is known to fit it.

    Args:
        subject: what was checked.
        why: what is to be said.
        shown: where the function stands; None where it was not even loaded.
        tried: how it was called, and the layer that was told.
    """
    shown = shown or Shown()
    place = Place(line=shown.line, column=shown.column, source=shown.source, context=shown.source, caret=1)
    where = f"{call(tried[0].plan)} on {told(tried[1])}" if tried else ""
    message = f"not judged: {why}" + (f"; the call was {where}" if where else "")
    judgement = Judgement(
        place=place,
        verdict="unreadable",
        kind="code",
        told=Told(target={"tensor": "call"}, message=message),
        message=message,
    )
    return Report(
        file=subject.file,
        layer=subject.spec.to_json() if subject.spec else None,
        binding={"assumptions": list(subject.notes)},
        statements=(judgement,),
    )
