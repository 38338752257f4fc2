"""One statement of a report as an answer to a question, told so that answers of different students can be compared."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from symconv.check.told import Spec, spec_of
from symconv.classroom.outcome import Outcome
from symconv.lesson.layer import layer_told
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.notation.text import text

LETTERS = {"input": "x", "weight": "f", "output": "o", "bias": "b"}
"""What everybody's letters are written as, to compare them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One statement.

    Attributes:
        student: whose it is.
        file: the file it stands in.
        what: the entry or the formula it is about.
        tensor: the tensor, as on paper; what it is about otherwise.
        layer: the layer it was judged on; empty for a set of layers.
        statement: all that was said about it, as JSON.
        key: what is wrong with it, in everybody's letters: equal keys are equal wrong answers.
    """

    student: str
    file: str
    what: str
    tensor: str
    layer: str
    statement: Mapping[str, Any]
    key: tuple[str, ...]

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.statement['line']}"

    @property
    def verdict(self) -> str:
        """The verdict."""
        return str(self.statement["verdict"])

    @property
    def counts(self) -> bool:
        """Whether it could be judged."""
        return self.verdict not in ("unreadable", "schematic")

    @property
    def is_right(self) -> bool:
        """Whether it is right, be it under an assumption."""
        return self.verdict.startswith("right")

    @property
    def target(self) -> tuple[str, tuple[int, ...]]:
        """The gradient and the full index it is about; empty where it is about no single entry."""
        target = self.statement["target"]
        return str(target.get("tensor", "")), tuple(target.get("index", ()))

    @property
    def earns(self) -> bool:
        """Whether it earns its points."""
        return self.counts and not self.is_mistake

    @property
    def reading(self) -> str:
        """How it was understood; what is written, where it was not."""
        return str(self.statement["reading"] or self.statement["source"])

    @property
    def is_mistake(self) -> bool:
        """Whether it is wrong of itself, not because of an earlier line."""
        return self.verdict == "wrong" and "follows" not in self.statement

    @property
    def mistake(self) -> Mapping[str, Any]:
        """The simplest mistake that explains it; empty where none does."""
        named = self.statement["mistakes"]
        return named[0] if named else {}


def answers(outcome: Outcome) -> Iterator[Answer]:
    """Every statement of one submission."""
    report = outcome.said
    if report is None:
        return
    letters = report["reading"]["letters"] if "reading" in report else {}
    written = {str(fact["value"]): LETTERS[role] for role, fact in letters.items() if role in LETTERS}
    for statement in report["statements"]:
        layer = statement["judged_on"].get("layer") or report["layer"]
        spec = spec_of(layer) if layer else None
        yield Answer(
            student=outcome.student,
            file=outcome.file,
            what=_what(statement, spec),
            tensor=_tensor(statement),
            layer=_layer(spec),
            statement=statement,
            key=tuple(_compared(part, written) for part in _wrong(statement)),
        )


def _what(statement: Mapping[str, Any], spec: Spec | None) -> str:
    """The entry or the formula; an entry of something that has no name on paper, as it was read."""
    tensor, index = statement["target"].get("tensor"), statement["target"].get("index")
    if statement["kind"] == "code":
        return f"{_tensor(statement)} by code" if tensor in _TENSORS else "the function"
    if index is None:
        return f"{_tensor(statement)}, as a formula"
    if spec is None or tensor not in _TENSORS:
        return str(statement["reading"]).partition(" = ")[0]
    return text(Paper(spec=spec).entry(tensor, tuple(index)))


_TENSORS = {"grad_input": "∂L/∂X", "grad_weight": "∂L/∂F", "grad_bias": "∂L/∂b", "output": "O"}


def _tensor(statement: Mapping[str, Any]) -> str:
    if statement["kind"] == "shape":
        return "the size of O"
    return _TENSORS.get(statement["target"].get("tensor", ""), str(statement["kind"]))


def _layer(spec: Spec | None) -> str:
    return layer_told(Wording(), spec) if spec else ""


def _wrong(statement: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a wrong answer from another: its target, and the terms that are missing and too many."""
    terms = (*(f"-{term}" for term in statement["missing"]), *(f"+{term}" for term in statement["extra"]))
    return (str(sorted(statement["target"].items())), *(terms or (statement["reading"] or statement["source"],)))


_LETTER = re.compile(r"[^\W\d_]+(?=[_^]|$)")


def _compared(part: str, written: Mapping[str, str]) -> str:
    lower = {name.lower(): letter for name, letter in written.items()}
    return _LETTER.sub(lambda found: lower.get(found[0].lower(), found[0]), part)
