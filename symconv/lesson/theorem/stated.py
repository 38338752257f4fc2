"""What a statement says as formulas: both ends of the chain, the arrays it names, the range it holds on."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Words, displayed
from symconv.lesson.theorem.telling import left_side
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.statement import Statement


def claimed(say: Wording, statement: Statement, write: Writing) -> Iterator[Block]:
    """The statement with the range it holds on and the arrays it names."""
    yield displayed(stated(statement, write), *definitions(statement, write))
    ground = statement.derivation.ground
    ranges = ground.given[len(statement.setting.layer.given) :]
    if ranges:
        tests = say.series([write.condition(test) for test in ranges], "sides.and")
        padded = statement.setting.padded in statement.definitions
        yield say.told("theorem.range", tests=tests, padded=padded, zeros=_zeros(say, statement.setting, write))


def _zeros(say: Wording, setting: Setting, write: Writing) -> Words:
    """How many zeros are around D."""
    many = setting.layer.axes > 1
    pads = enumerate(zip(setting.before, setting.after, strict=True))
    told = (
        say("theorem.zeros", many=many, axis=axis, before=write.index(first), after=write.index(last))
        for axis, (first, last) in pads
    )
    return tuple(word for words in told for word in words)


def stated(statement: Statement, write: Writing) -> Equation:
    """The first and the last of the chain."""
    return Equation((left_side(statement, write), write.term(statement.derivation.term)))


def definitions(statement: Statement, write: Writing) -> Iterator[Equation]:
    """The named arrays in it."""
    for definition in statement.definitions:
        yield Equation((write.entry(definition.entry), write.term(definition.term)))
