"""The pipeline: text → statements and parts → letters → claims → common ground → readings → verdicts → report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.evaluating.questions import ENTRIES, GENERAL
from symconv.check.facts.outline import layer_of, outline
from symconv.check.facts.topics import topic_at, topics
from symconv.check.judging.brake import braked
from symconv.check.judging.general import for_every_size
from symconv.check.judging.joint import Joint
from symconv.check.judging.outcome import Outcome, outcome
from symconv.check.readings.common import ALONE, OPTIONS, common_ground
from symconv.check.readings.ground import Ground
from symconv.check.readings.worlds import Worlds, worlds
from symconv.check.report import Judgement, Place, Report
from symconv.check.rewritten import Rewritten, rewritten
from symconv.check.shapes import ShapeClaim, shape_claims
from symconv.check.shapes import judged as judge_shape
from symconv.check.sources import Source, source
from symconv.check.statements import Statement, statements
from symconv.check.telling.words import tell
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.claiming import claim
from symconv.check.understanding.claims import GRADIENTS, Claim
from symconv.check.understanding.conditions import Where, conditions_of
from symconv.check.understanding.context import Context
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.layers import scope
from symconv.check.understanding.loops import loops
from symconv.check.understanding.primed import UNDEFINED
from symconv.check.understanding.unfolded import Said, matrix_forms
from symconv.notation.tree import Equation, Partial
from symconv.notation.walk import walk
from symconv.spec import ConvSpec


def check_text(
    text: str,
    spec: ConvSpec | None = None,
    *,
    given: Mapping[str, Any] | None = None,
    name: str = "<text>",
    markup: str | None = None,
    names: Mapping[str, str] | None = None,
    index_base: int | None = None,
) -> Report:
    """Judges every statement about a layer's gradients in a text.

    Args:
        text: the text: LaTeX, Markdown, a notebook, HTML with TeX, or plain.
        spec: the layer; None takes the text's header line, or judges general formulas on a set of layers.
        given: keyword arguments of ``ConvSpec.of`` that hold for every layer, where the layer is not given whole.
        name: the file's name; its ending tells the markup.
        markup: ``latex, markdown, notebook, html`` or ``text``, where the name does not tell.
        names: role (``input, weight, output, bias, grad_output, loss``) → letter, which override what the text shows.
        index_base: 0 or 1, the number of first entries.

    Raises:
        InputError: the header line or the notebook cannot be used.
        SpecError: the header line describes no layer.
    """
    found = source(text, name, markup)
    everything = statements(found)
    parts = outline(found, everything)
    spec, given = _layer(spec, given or {})
    shapes = shape_claims(everything)
    clear = [one for one in everything if one.start not in shapes]
    base = parts[0].base if index_base is None and len(parts) == 1 else index_base
    written = rewritten(clear, text, found, spec or layer_of(parts[0].options), names, base)
    where = conditions_of(found, everything)
    forms = matrix_forms(written.read, written.binding)
    claims = [(one, made) for one, made in _claims(written, found, where) if one.start not in forms]
    bare = Ground(
        context=Context(binding=written.binding, data=given_numbers(written.read, written.binding)),
        scope=scope((text,), frozenset()),
        spec=spec,
        origin=OPTIONS,
        given={**written.sizes, **given},
        base=index_base if written.base is None else written.base,
        unplaced=UNDEFINED if written.unplaced else "",
        assumptions=written.notes,
    )
    grounds = common_ground(found, parts, [one for _, one in claims if one is not None], bare)
    among = worlds(grounds)
    tables = {table.claim.statement.start: table for table in among.tables}
    outcomes = {start: outcome(table, among) for start, table in tables.items()}
    outcomes = braked(for_every_size(outcomes))
    sections = topics(found)
    joint = Joint(list(outcomes.values()))
    judged = [
        Judgement(place=_place(one, found), verdict="ambiguous", message=written.doubtful[one.start])
        if one.start in written.doubtful
        else _formed(one, forms[one.start], found)
        if one.start in forms
        else _judgement(one, outcomes.get(one.start), joint, written.binding, found, topic_at(sections, one.start))
        for one in written.read
    ]
    judged += _judged_shapes(shapes, text, found, where, grounds)
    told = sorted((part for part in judged if part is not None), key=lambda part: (part.place.line, part.place.column))
    return Report(file=name, layer=_layer_json(grounds), binding=_binding_json(bare, among), statements=tuple(told))


def _formed(statement: Statement, said: Said, found: Source) -> Judgement:
    """A product of matrices that unfolds the layer."""
    place = _place(statement, found)
    return Judgement(place=place, verdict=said.word, kind="matrix", message=said.message, assumptions=said.assumptions)


def _judged_shapes(
    shapes: Mapping[int, ShapeClaim], text: str, found: Source, where: Mapping[int, Where], grounds: Sequence[Ground]
) -> list[Judgement | None]:
    judged: list[Judgement | None] = []
    for start, one in shapes.items():
        ground = next(each for each in grounds if each.part.start <= start < each.part.end)
        here = None if ground.spec is None else where[start].of(ground.spec)
        alike = {**ground.given, **dict(where[start].sizes)}
        judged.append(judge_shape(one, text, _place(one.statement, found), here, alike))
    return judged


def _layer(spec: ConvSpec | None, given: Mapping[str, Any]) -> tuple[ConvSpec | None, Mapping[str, Any]]:
    """The layer that options give whole, and what is given of one where it is not."""
    if spec is None and "input_size" in given:
        spec = ConvSpec.of(**given)
    elif spec is None:
        ConvSpec.of(**{name: given[name] for name in ALONE if name in given})  # refuses what no layer can have
    return spec, given


def _claims(written: Rewritten, found: Source, where: Mapping[int, Where]) -> list[tuple[Statement, Claim | None]]:
    made: list[tuple[Statement, Claim | None]] = []
    heads: dict[int, Claim | None] = {}
    sections = topics(found)
    for statement in written.clear:
        if topic_at(sections, statement.start):
            continue
        now = claim(statement, written.binding, None if statement.head is None else heads.get(statement.head))
        if now is not None:
            now = replace(now, where=where[statement.start])
        if now is not None and now.relation == "+=":
            around = loops(found, statement.start)
            now = replace(now, loops=None if around is None else (*around, *written.runs.get(statement.start, ())))
        made.append((statement, now))
        heads[statement.start] = now
    return made


def _judgement(
    statement: Statement, outcome: Outcome | None, joint: Joint, binding: Binding, found: Source, topic: str
) -> Judgement | None:
    place = _place(statement, found)
    line = place.line
    if statement.tree is None and statement.tells:
        row, start = found.place(statement.problem_at)
        place = replace(place, context=found.line(statement.problem_at), caret=start if row == line else None)
        return Judgement(place=place, verdict="unreadable", message=f"{statement.problem} (line {row}, column {start})")
    if outcome is None and topic:
        return Judgement(place=place, verdict="unreadable", message=OTHER.format(topic)) if statement.tells else None
    if outcome is None:
        unclear = _speaks_of_gradient(statement, binding)
        return Judgement(place=place, verdict="unreadable", message=UNCLEAR) if unclear else None
    told = tell(outcome.claim, outcome.verdict, outcome.ground)
    earlier = joint.follows(outcome)
    return Judgement(
        place=place,
        verdict=outcome.verdict.word,
        kind=outcome.claim.kind,
        told=told,
        mistakes=tuple(joint.mistakes(outcome)),
        assumptions=outcome.verdict.assumptions,
        message=told.message,
        follows=found.place(earlier.statement.start)[0] if earlier else None,
    )


OTHER = "it is about {}, not about the convolution layer"
UNCLEAR = "it is no equation for one gradient"


def _speaks_of_gradient(statement: Statement, binding: Binding) -> bool:
    """Whether the left of an equation holds a gradient of the layer among other things."""
    tree = statement.tree
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    found = (binding.reference(node) for node in walk(left) if isinstance(node, Partial)) if left is not None else ()
    return any(part is not None and part.tensor in GRADIENTS for part in found)


def _place(statement: Statement, found: Source) -> Place:
    line, column = found.place(statement.start)
    return Place(
        line=line,
        column=column,
        source=found.written(statement.start, statement.end).strip(),
        context=found.line(statement.start),
    )


def _layer_json(grounds: Sequence[Ground]) -> Mapping[str, Any] | None:
    """The layer of the whole text, where options or a header line give one."""
    given = {ground.spec for ground in grounds}
    spec = given.pop() if len(given) == 1 else None
    return spec.to_json() if spec else None


def _binding_json(bare: Ground, among: Worlds) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for name, role in bare.context.binding.roles.items():
        roles.setdefault(role, name)
    told = {ground.base for ground in (table.ground for table in among.tables) if ground.base is not None}
    bases = told or {world[subject] for world in among.live for subject in (GENERAL, ENTRIES) if subject in world}
    base = bases.pop() if len(bases) == 1 else None
    notes = [*bare.assumptions, *([f"indices start at {base}"] if not told and base is not None else [])]
    return {**roles, "index_base": base, "assumptions": notes}
