"""Judgements → the report that derivations get, too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symconv.check.code.asking import Asked, Reading, missing
from symconv.check.code.emitted import emitted, smallest
from symconv.check.code.source import Shown
from symconv.check.code.trying import Tried
from symconv.check.code.verdicts import Judging, judgements, said
from symconv.check.code.vocabulary import SHORT
from symconv.check.report import Judgement, Place, Report, Row, Told
from symconv.foreign.outcome import Failure
from symconv.foreign.plan import Plan, Tree
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        file: the file, or what stands for it.
        name: the function or class.
        spec: the layer, where there is one.
        source: the text of the file.
        near: the line where it begins, where that is known.
    """

    file: str
    name: str
    spec: ConvSpec | None
    source: str = ""
    near: int = 1

    def named(self, name: str) -> "Subject":
        """The same with its name known."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out of a function.

    Attributes:
        runner: what ran it.
        reading: how it was called.
        tried: what came out on each layer, the smallest first.
        rows: all layers, those not tried, too.
        shown: what its source shows.
    """

    runner: Runner
    reading: Reading
    tried: Sequence[Tried]
    rows: Sequence[Row]
    shown: Shown


def whole_report(subject: Subject, outcome: Outcome, *, test_at: str | None) -> Report:
    """All that is said about a function; with ``test_at``, the test that is to be written there."""
    reading, printed = outcome.reading, outcome.runner.printed
    judging = Judging(name=subject.name, reading=reading, tried=outcome.tried, shown=outcome.shown)
    notes = [f"{SHORT[name]} is not returned" for name in missing(reading.results)]
    notes += ["it prints; what it printed is left out here"] if printed.strip() else []
    binding = {
        "call": call(reading.plan),
        "layout": reading.layout.name,
        "results": ", ".join(f"{SHORT[name]} {path}" for name, path in reading.results.items()),
        "assumptions": notes,
    }
    judged = tuple(judgements(judging))
    return Report(
        file=subject.file,
        layer=subject.spec.to_json() if subject.spec else None,
        binding=binding,
        statements=judged,
        layers=tuple(outcome.rows),
        printed=printed,
        test=_test(subject, outcome, judged, test_at) if test_at else "",
    )


def _test(subject: Subject, outcome: Outcome, judged: Sequence[Judgement], at: str) -> str:
    """The smallest case that fails as a test; empty where none does."""
    messages = {str(one.told.target["tensor"]): one.message for one in judged if one.verdict == "wrong"}
    case = smallest(outcome.tried, messages)
    if case is None:
        return ""
    asked = Asked(runner=outcome.runner, reading=outcome.reading, spec=case.spec)
    return emitted(case, asked, subject.file, subject.name, at)


def unusable(
    subject: Subject, failure: Failure | None, why: str, shown: Shown | None = None, *, clear: bool = False
) -> Report:
    """A function of which nothing can be said, or only that it does not come back.

    Args:
        subject: what was checked.
        failure: what became of the first call.
        why: what is to be said where no call is to blame.
        shown: where the function stands; None where it was not even loaded.
        clear: whether it is clear how to call it, so that an error is its own.
    """
    shown = shown or Shown()
    place = Place(line=shown.line, column=shown.column, source=shown.source, context=shown.source, caret=1)
    lost = failure is not None and (clear or failure.kind != "raised") and shown.source != ""
    message = why if failure is None else said(failure) if lost else f"{why}: {said(failure)}"
    judgement = Judgement(
        place=place,
        verdict="wrong" if lost else "unreadable",
        kind="code",
        told=Told(target={"tensor": "call"}, message=message),
        message=message,
    )
    return Report(
        file=subject.file,
        layer=subject.spec.to_json() if subject.spec else None,
        binding={"assumptions": []},
        statements=(judgement,),
    )


def call(plan: Plan) -> str:
    """How a function is called, in words of Python."""
    handed = ", ".join(f"{each.name}={_shown(each.tree)}" for each in plan.arguments)
    if plan.construct is None:
        return f"{plan.target}({handed})"
    built = ", ".join(f"{each.name}={_shown(each.tree)}" for each in plan.construct)
    return f"{plan.target}({built}).{plan.backward}({handed})"


def _shown(tree: Tree) -> str:
    if isinstance(tree, str):
        return "None" if tree == "none" else "padded x" if tree == "xp" else tree
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key!r}: {_shown(part)}" for key, part in tree.items()) + "}"
    return "(" + ", ".join(map(_shown, tree)) + ("," if len(tree) == 1 else "") + ")"
