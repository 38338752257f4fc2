"""Statements and their outcomes → what the report says of each, in the order of the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symconv.check.facts.topics import topics
from symconv.check.judging.joint import Joint
from symconv.check.judging.outcome import Outcome
from symconv.check.readings.ground import Ground
from symconv.check.report import Judgement, Place
from symconv.check.rewritten import Rewritten
from symconv.check.shapes import ShapeClaim
from symconv.check.shapes import judged as judge_shape
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.telling.words import tell
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.claims import GRADIENTS
from symconv.check.understanding.conditions import Where
from symconv.check.understanding.unfolded import Said
from symconv.notation.tree import Equation, Partial
from symconv.notation.walk import walk

OTHER = "it is about {}, not about the convolution layer"
UNCLEAR = "it is no equation for one gradient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """All that was found out about the statements of a text.

    Attributes:
        found: the text.
        written: its statements.
        outcomes: offset of a statement → its claim with the verdict.
        forms: offset of a statement → what is said of a product of matrices.
        shapes: offset of a statement → what it claims of a size.
        where: offset of a statement → the layers that it is said to hold for.
        grounds: the common ground of each part.
    """

    found: Source
    written: Rewritten
    outcomes: Mapping[int, Outcome]
    forms: Mapping[int, Said]
    shapes: Mapping[int, ShapeClaim]
    where: Mapping[int, Where]
    grounds: Sequence[Ground]


def judgements(judged: Judged) -> tuple[Judgement, ...]:
    """What is said of each statement."""
    told = [*_of_claims(judged), *_of_shapes(judged)]
    return tuple(sorted(told, key=lambda part: (part.place.line, part.place.column)))


def _of_claims(judged: Judged) -> Iterator[Judgement]:
    found, written = judged.found, judged.written
    others, joint = topics(found, written.read), Joint(list(judged.outcomes.values()))
    for one in written.read:
        place, outcome = _place(one, found), judged.outcomes.get(one.start)
        if one.start in written.doubtful:
            yield Judgement(place=place, verdict="ambiguous", message=written.doubtful[one.start])
        elif said := judged.forms.get(one.start):
            yield Judgement(
                place=place, verdict=said.word, kind="matrix", message=said.message, assumptions=said.assumptions
            )
        elif outcome is not None:
            yield _judgement(outcome, joint, found)
        else:
            yield from _unjudged(one, written.binding, found, others.get(one.start, ""))


def _judgement(outcome: Outcome, joint: Joint, found: Source) -> Judgement:
    told = tell(outcome.claim, outcome.verdict, outcome.ground)
    earlier = joint.follows(outcome)
    return Judgement(
        place=_place(outcome.statement, found),
        verdict=outcome.verdict.word,
        kind=outcome.claim.kind,
        told=told,
        mistakes=tuple(joint.mistakes(outcome)),
        assumptions=outcome.verdict.assumptions,
        message=told.message,
        follows=found.place(earlier.statement.start)[0] if earlier else None,
    )


def _unjudged(one: Statement, binding: Binding, found: Source, topic: str) -> Iterator[Judgement]:
    """Why a statement about tensors is not judged."""
    place = _place(one, found)
    if one.tree is None and one.tells:
        row, start = found.place(one.problem_at)
        caret = start if row == place.line else None
        place = replace(place, context=found.line(one.problem_at), caret=caret)
        yield Judgement(place=place, verdict="unreadable", message=f"{one.problem} (line {row}, column {start})")
    elif topic and one.tells:
        yield Judgement(place=place, verdict="unreadable", message=OTHER.format(topic))
    elif not topic and _speaks_of_gradient(one, binding):
        yield Judgement(place=place, verdict="unreadable", message=UNCLEAR)


def _speaks_of_gradient(statement: Statement, binding: Binding) -> bool:
    """Whether the left of an equation holds a gradient of the layer among other things."""
    tree = statement.tree
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    found = (binding.reference(node) for node in walk(left) if isinstance(node, Partial)) if left is not None else ()
    return any(part is not None and part.tensor in GRADIENTS for part in found)


def _of_shapes(judged: Judged) -> Iterator[Judgement]:
    for start, one in judged.shapes.items():
        ground = next(each for each in judged.grounds if each.part.start <= start < each.part.end)
        here = None if ground.spec is None else judged.where[start].of(ground.spec)
        alike = {**ground.given, **dict(judged.where[start].sizes)}
        yield judge_shape(one, judged.found.text, _place(one.statement, judged.found), here, alike)


def _place(statement: Statement, found: Source) -> Place:
    line, column = found.place(statement.start)
    return Place(
        line=line,
        column=column,
        source=found.written(statement.start, statement.end).strip(),
        context=found.line(statement.start),
    )
