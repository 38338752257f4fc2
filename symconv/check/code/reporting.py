"""Judgements → the report that derivations get, too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from symconv.check.code.asking import Reading, missing
from symconv.check.code.source import Shown
from symconv.check.code.trying import Tried
from symconv.check.code.verdicts import Judging, judgements, said
from symconv.check.code.vocabulary import SHORT
from symconv.check.report import Judgement, Place, Report, Row
from symconv.foreign.outcome import Failure
from symconv.foreign.plan import Plan, Tree
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        file: the file, or what stands for it.
        name: the function or class.
        spec: the layer, where there is one.
    """

    file: str
    name: str
    spec: ConvSpec | None

    def named(self, name: str) -> "Subject":
        """The same with its name known."""
        return replace(self, name=name)


def whole_report(
    subject: Subject, reading: Reading, tried: Sequence[Tried], rows: Sequence[Row], shown: Shown, printed: str
) -> Report:
    """All that is said about a function."""
    judging = Judging(name=subject.name, reading=reading, tried=tried, shown=shown)
    notes = [f"{SHORT[name]} is not returned" for name in missing(reading.results)]
    notes += ["it prints; what it printed is left out here"] if printed.strip() else []
    binding = {
        "call": call(reading.plan),
        "layout": reading.layout.name,
        "results": ", ".join(f"{SHORT[name]} {path}" for name, path in reading.results.items()),
        "assumptions": notes,
    }
    return Report(
        file=subject.file,
        layer=subject.spec.to_json() if subject.spec else None,
        binding=binding,
        statements=tuple(judgements(judging)),
        layers=tuple(rows),
        printed=printed,
    )


def unusable(subject: Subject, failure: Failure | None, why: str, shown: Shown | None = None) -> Report:
    """A function of which nothing can be said, or only that it does not come back."""
    shown = shown or Shown()
    place = Place(line=shown.line, column=shown.column, source=shown.source, context=shown.source, caret=1)
    lost = failure is not None and failure.kind != "raised" and shown.source != ""
    message = why if failure is None else said(failure) if lost else f"{why}: {said(failure)}"
    judgement = Judgement(place=place, verdict="wrong" if lost else "unreadable", kind="code", message=message)
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
