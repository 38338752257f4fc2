"""What a statement says as formulas: both ends of the chain, the arrays it names, the range it holds on."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Words, displayed, told
from symconv.lesson.theorem.telling import left_side
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Equation, Node
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Statement


def claimed(statement: Statement, write: Writing) -> Iterator[Block]:
    """The statement with the range it holds on and the arrays it names."""
    yield displayed(stated(statement, write), *definitions(statement, write))
    ground = statement.derivation.ground
    ranges = ground.given[len(statement.setting.layer.given) :]
    pads = _pads(statement.setting, write) if statement.setting.padded in statement.definitions else ()
    if ranges:
        listed = [part for test in ranges for part in (" and ", write.condition(test))][1:]
        yield told("This holds for ", *listed, ".", *pads)


def _pads(setting: Setting, write: Writing) -> Words:
    """How many zeros are around D."""
    words: list[str | Node] = []
    for axis, (first, last) in enumerate(zip(setting.before, setting.after, strict=True)):
        along = f" along axis {axis}" if setting.layer.axes > 1 else ""
        words += [
            f" The zeros around D{along}: ",
            write.index(first),
            " before it and ",
            write.index(last),
            " after it.",
        ]
    return tuple(words)


def stated(statement: Statement, write: Writing) -> Equation:
    """The first and the last of the chain."""
    return Equation((left_side(statement, write), write.term(statement.derivation.term)))


def definitions(statement: Statement, write: Writing) -> Iterator[Equation]:
    """The named arrays in it."""
    for definition in statement.definitions:
        yield Equation((write.entry(definition.entry), write.term(definition.term)))
