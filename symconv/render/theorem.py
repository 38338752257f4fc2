"""A theorem as data: every step of every derivation."""

from typing import Any

from symconv.lesson.theorem.stated import stated
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.text import text
from symconv.notation.tree import Equation
from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.derivation import Step
from symconv.proof.theorem.layer import SIZES, OpenLayer
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.theorem import Proven
from symconv.render.dumped import VERSION


def theorem_json(found: Proven, *, transposed: bool = False) -> dict[str, Any]:
    """What ``prove --all-sizes --format json`` prints (documented in ``docs/formats.md``).

    Of a ``transposed`` layer it also says what each statement is of that layer.
    """
    write, say = Writing(axes=found.layer.axes), Wording()
    every = zip((*found.statements, *found.phases), found.layers, strict=True)
    return {
        "version": VERSION,
        **({"transposed": True} if transposed else {}),
        "axes": found.layer.axes,
        "known": _known(found.layer),
        "verdict": found.judge.word,
        **({"tried": found.tried} if found.tried else {}),
        "statements": [
            _statement(statement, layers, write, say) | (_exchanged(statement) if transposed else {})
            for statement, layers in every
        ],
    }


CLAIMED = {"grad_input": "output", "output": "grad_input"}
"""Claim of a convolution → of the transposed layer that is its form with input and output exchanged."""


def _exchanged(statement: Statement) -> dict[str, Any]:
    """The statement of the transposed layer, in its own letters."""
    write = Writing(axes=statement.setting.layer.axes, transposed=True)
    if statement.left is None:
        return {}
    told = {"claim": CLAIMED.get(statement.claim, statement.claim), "is": text(stated(statement, write))}
    return {"transposed": told}


def _known(layer: OpenLayer) -> dict[str, list[int | None]]:
    """The sizes for which a number was put in; null is a letter."""
    sizes = {name: [index.number for index in layer.size(name)] for name in SIZES}
    return {name: numbers for name, numbers in sizes.items() if any(number is not None for number in numbers)}


def _statement(statement: Statement, layers: int, write: Writing, say: Wording) -> dict[str, Any]:
    derivation = statement.derivation
    return {
        "name": statement.name,
        "claim": statement.claim,
        "derived": text(write.entry(statement.left)) if statement.left else None,
        "given": [_condition(condition, write) for condition in derivation.ground.given],
        "definitions": [
            {"entry": text(write.entry(named.entry)), "is": text(write.term(named.term))}
            for named in statement.definitions
        ],
        "output": _output(statement, write),
        "start": text(write.term(derivation.start)),
        "steps": [_step(step, write, say) for step in derivation.steps],
        "compared_on_layers": layers,
    }


def _output(statement: Statement, write: Writing) -> str | None:
    """What O is, where the first term is the chain rule's with its derivative; null where it is O or no gradient."""
    if statement.output is None:
        return None
    entry = statement.setting.entry("o", statement.setting.layer.along("m"))
    return text(Equation((write.entry(entry), write.term(statement.output))))


def _step(step: Step, write: Writing, say: Wording) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "at": list(step.at),
        "why": say.plain(step.why) if step.why else "",
        "side_conditions": [
            {"given": [_condition(part, write) for part in side.given], "claim": _condition(side.claim, write)}
            for side in step.sides
        ],
        "term": text(write.term(step.term)),
    }


def _condition(condition: Condition, write: Writing) -> str:
    return text(write.condition(condition))
