"""The pipeline: text → statements → letters → claims → common ground → verdicts → report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.evaluating.questions import ENTRIES, GENERAL
from symconv.check.judging.general import for_every_size
from symconv.check.judging.joint import Joint, Outcome
from symconv.check.judging.verdict import RIGHT, judge
from symconv.check.readings.common import common_ground
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
from symconv.check.understanding.claims import GRADIENTS, Claim, claim
from symconv.check.understanding.conditions import Where, conditions_of
from symconv.check.understanding.context import Context
from symconv.check.understanding.convolved import UNTOLD, convolves
from symconv.check.understanding.layers import header, scope
from symconv.check.understanding.loops import loops
from symconv.check.understanding.primed import UNDEFINED
from symconv.check.understanding.prose import SIZED, stated_layer
from symconv.notation.tree import Equation, Partial
from symconv.notation.walk import walk
from symconv.spec import ConvSpec

ALONE = ("kernel_size", "stride", "padding", "dilation")
"""Options that can be impossible without the input's size and channels being known."""


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
    options, base = header(text)
    base = base if index_base is None else index_base
    spec, given, origin = _layer(text, spec, options, given or {})
    found = source(text, name, markup)
    everything = statements(found)
    shapes = shape_claims(everything)
    written = rewritten([one for one in everything if one.start not in shapes], text, found, spec, names, base)
    given = {**written.sizes, **given}
    where = conditions_of(found, everything)
    claims = _claims(written, found, where)
    bare = Ground(
        context=Context(binding=written.binding),
        scope=scope(text, frozenset()),
        spec=spec,
        origin=origin,
        given=given,
        base=written.base,
        assumptions=written.notes,
    )
    ground = common_ground(text, found, [one for _, one in claims if one is not None], bare, written.read)
    among = worlds(ground)
    outcomes = _outcomes(claims, ground, among, UNDEFINED if written.unplaced and spec is None else "")
    outcomes = for_every_size(outcomes, ground)
    joint = Joint(list(outcomes.values()))
    judged = [
        Judgement(place=_place(one, found), verdict="ambiguous", message=written.doubtful[one.start])
        if one.start in written.doubtful
        else _judgement(one, outcomes.get(one.start), joint, ground, found)
        for one in written.read
    ]
    judged += _judged_shapes(shapes, text, found, where, spec, given)
    told = sorted((part for part in judged if part is not None), key=lambda part: (part.place.line, part.place.column))
    layer = spec.to_json() if spec else None
    return Report(file=name, layer=layer, binding=_binding_json(ground, among), statements=tuple(told))


def _outcomes(
    claims: list[tuple[Statement, Claim | None]], ground: Ground, among: Worlds, unplaced: str
) -> dict[int, Outcome]:
    """Offset of a statement → its claim with the verdict on it."""
    tables = iter(among.tables)
    untold = bool(ground.general) and not among.defined and all(map(convolves, ground.general))
    unbound = UNTOLD if untold else "" if among.defined else unplaced
    outcomes: dict[int, Outcome] = {}
    for statement, one in claims:
        if one is None:
            continue
        verdict = judge(next(tables), ground, among)
        if unbound and one.kind != "forward" and verdict.word not in ("unreadable", "schematic"):
            verdict = replace(verdict, word="ambiguous", message=unbound)
        if ground.spec is not None and one.where.sizes and verdict.word in RIGHT:
            note = f"{one.where.told}, as the text says"
            verdict = replace(verdict, word=RIGHT[1], assumptions=(*verdict.assumptions, note))
        outcomes[statement.start] = Outcome(statement=statement, claim=one, verdict=verdict)
    return outcomes


def _judged_shapes(
    shapes: Mapping[int, ShapeClaim],
    text: str,
    found: Source,
    where: Mapping[int, Where],
    spec: ConvSpec | None,
    given: Mapping[str, Any],
) -> list[Judgement | None]:
    judged: list[Judgement | None] = []
    for start, one in shapes.items():
        here = None if spec is None else where[start].of(spec)
        alike = {**given, **dict(where[start].sizes)}
        judged.append(judge_shape(one, text, _place(one.statement, found), here, alike))
    return judged


def _layer(
    text: str, spec: ConvSpec | None, options: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[ConvSpec | None, Mapping[str, Any], str]:
    """The layer, where it is known whole; what is known of it where it is not; and who says so."""
    said = {} if options or given or spec is not None else stated_layer(text)
    known = {**options, **said, **given}
    origin = "the header line" if options and spec is None else SIZED if said else "the options"
    if spec is None and "input_size" in known:
        spec = ConvSpec.of(**known)
    elif spec is None:
        ConvSpec.of(**{name: known[name] for name in ALONE if name in known})  # refuses what no layer can have
    return spec, known, origin


def _claims(written: Rewritten, found: Source, where: Mapping[int, Where]) -> list[tuple[Statement, Claim | None]]:
    made: list[tuple[Statement, Claim | None]] = []
    before: Claim | None = None
    for statement in written.clear:
        now = claim(statement, written.binding, before)
        if now is not None:
            now = replace(now, where=where[statement.start])
        if now is not None and now.relation == "+=":
            around = loops(found, statement.start)
            now = replace(now, loops=None if around is None else (*around, *written.runs.get(statement.start, ())))
        made.append((statement, now))
        before = now or before
    return made


def _judgement(
    statement: Statement, outcome: Outcome | None, joint: Joint, ground: Ground, found: Source
) -> Judgement | None:
    place = _place(statement, found)
    line = place.line
    if statement.tree is None and statement.tells:
        row, start = found.place(statement.problem_at)
        place = replace(place, context=found.line(statement.problem_at), caret=start if row == line else None)
        return Judgement(place=place, verdict="unreadable", message=f"{statement.problem} (line {row}, column {start})")
    if outcome is None:
        unclear = _speaks_of_gradient(statement, ground.context.binding)
        return Judgement(place=place, verdict="unreadable", message=UNCLEAR) if unclear else None
    told = tell(outcome.claim, outcome.verdict, ground)
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


def _binding_json(ground: Ground, among: Worlds) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for name, role in ground.context.binding.roles.items():
        roles.setdefault(role, name)
    bases = {world[subject] for world in among.live for subject in (GENERAL, ENTRIES) if subject in world}
    base = ground.base if ground.base is not None or len(bases) != 1 else bases.pop()
    notes = [*ground.assumptions, *([f"indices start at {base}"] if ground.base is None and base is not None else [])]
    return {**roles, "index_base": base, "assumptions": notes}
