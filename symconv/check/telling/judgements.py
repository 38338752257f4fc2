"""Statements and their outcomes → what the report says of each, in the order of the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symconv.check.facts.conditions import Where
from symconv.check.facts.headings import headings
from symconv.check.facts.parts import LAYER, STEPS
from symconv.check.judgement import Judgement, Place
from symconv.check.judging.joint import Joint
from symconv.check.judging.outcome import Outcome
from symconv.check.readings.ground import Ground, ground_at
from symconv.check.regex import regex
from symconv.check.rewritten import Rewritten
from symconv.check.shapes import ShapeClaim, ToldShape, judged_shape, layer_of_sentence, layer_told
from symconv.check.shapes import judged as judge_shape
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.check.telling.words import tell
from symconv.check.told import with_zeros
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.claims import GRADIENTS
from symconv.check.understanding.said import Said
from symconv.notation.tree import Equation, Partial
from symconv.notation.walk import walk
from symconv.transposed import TransposedSpec

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
        told: offset of a statement → the shape that it tells in numbers.
        where: offset of a statement → the layers that it is said to hold for.
        others: offset of a statement → what it is about, where that is not the layer.
        grounds: the common ground of each part.
    """

    found: Source
    written: Rewritten
    outcomes: Mapping[int, Outcome]
    forms: Mapping[int, Said]
    shapes: Mapping[int, ShapeClaim]
    told: Mapping[int, ToldShape]
    where: Mapping[int, Where]
    others: Mapping[int, str]
    grounds: Sequence[Ground]


SPOKEN = 800
"""Signs before a size, of its paragraph and the one above, that may say that it is another layer's."""
_PARAGRAPH = regex(r"\n\s*\n")

Told = tuple[int, Judgement]
"""The offset of a statement, and what is said of it."""


def judgements(judged: Judged) -> tuple[Told, ...]:
    """What is said of each statement."""
    told = [*_of_claims(judged), *_of_shapes(judged)]
    return tuple(sorted(told, key=lambda one: (one[1].place.line, one[1].place.column)))


def _of_claims(judged: Judged) -> Iterator[Told]:
    found, written = judged.found, judged.written
    others, joint = judged.others, Joint(list(judged.outcomes.values()))
    for one in written.read:
        place, outcome = _place(one, found), judged.outcomes.get(one.start)
        if one.start in written.doubtful:
            yield one.start, Judgement(place=place, verdict="ambiguous", message=written.doubtful[one.start])
        elif said := judged.forms.get(one.start):
            yield (
                one.start,
                Judgement(
                    place=place, verdict=said.word, kind=said.kind, message=said.message, assumptions=said.assumptions
                ),
            )
        elif outcome is not None:
            yield one.start, _judgement(outcome, joint, found)
        elif told := _unjudged(one, written.binding, found, others.get(one.start, "")):
            yield one.start, told


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


def _unjudged(one: Statement, binding: Binding, found: Source, topic: str) -> Judgement | None:
    """Why a statement about tensors is not judged; None where it makes no claim."""
    place = _place(one, found)
    if one.tree is None and one.tells:
        row, start = found.place(one.problem_at)
        caret = start if row == place.line else None
        place = replace(place, context=found.line(one.problem_at), caret=caret)
        return Judgement(place=place, verdict="unreadable", message=f"{one.problem} (line {row}, column {start})")
    if topic and one.tells:
        return Judgement(place=place, verdict="unreadable", message=OTHER.format(topic))
    if not topic and one.tree is not None and _speaks_of_gradient(one, binding):
        return Judgement(place=place, verdict="unreadable", message=UNCLEAR)
    return None


def _speaks_of_gradient(statement: Statement, binding: Binding) -> bool:
    """Whether the left of an equation holds a gradient of the layer among other things."""
    tree = statement.tree
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    found = (binding.reference(node) for node in walk(left) if isinstance(node, Partial)) if left is not None else ()
    return any(part is not None and part.tensor in GRADIENTS for part in found)


def _section_end(text: str, place: int) -> int:
    """Where the section of a formula ends: what comes later binds none of its sizes."""
    return next((start for start, _ in headings(text) if start > place), len(text))


def _of_shapes(judged: Judged) -> Iterator[Told]:
    for start, told in judged.told.items():
        ground = ground_at(judged.grounds, start)
        if told.own:
            layer = layer_of_sentence(told, ground.spec, ground.steps)
        else:
            layer = layer_told(ground.spec, ground.sized, ground.steps, ground.given)
        if said := judged_shape(told, _place(told.statement, judged.found), layer):
            yield start, said
    for start, one in judged.shapes.items():
        ground = ground_at(judged.grounds, start)
        spec = ground.spec
        here = spec if isinstance(spec, TransposedSpec | None) else judged.where[start].of(with_zeros(spec))
        told_ = {name: value for name, value in ground.given.items() if name in (*LAYER, *STEPS)}
        alike = {**told_, **dict(judged.where[start].sizes)}
        above = "\n".join(_PARAGRAPH.split(judged.found.text[max(start - SPOKEN, ground.part.start) : start])[-2:])
        prose = ground.part.text[: _section_end(judged.found.text, start) - ground.part.start]
        yield start, judge_shape(one, prose, above, _place(one.statement, judged.found), here, alike)


def _place(statement: Statement, found: Source) -> Place:
    line, column = found.place(statement.start)
    return Place(
        line=line,
        column=column,
        source=found.written(statement.start, statement.end).strip(),
        context=found.line(statement.start),
    )
