"""The pipeline: text → statements → letters → claims → common ground → verdicts → report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.grounding.common import common_ground
from symconv.check.grounding.prose import stated_base
from symconv.check.judging.bases import judged_all
from symconv.check.judging.general import for_every_size
from symconv.check.judging.joint import Joint, Outcome
from symconv.check.report import Judgement, Place, Report
from symconv.check.shapes import ShapeClaim, shape_claims
from symconv.check.shapes import judged as judge_shape
from symconv.check.sources import Source, source
from symconv.check.statements import Statement, statements
from symconv.check.telling.words import tell
from symconv.check.understanding.adjoints import DOUBT, with_adjoints
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.centred import CENTRED, counted_like_others
from symconv.check.understanding.claims import GRADIENTS, Claim, claim
from symconv.check.understanding.conditions import Where, conditions_of
from symconv.check.understanding.context import Context
from symconv.check.understanding.digits import with_numbers
from symconv.check.understanding.evidence import bind
from symconv.check.understanding.layered import layered
from symconv.check.understanding.layers import header, scope
from symconv.check.understanding.loops import loops
from symconv.check.understanding.matrices import written_in
from symconv.check.understanding.primed import UNDEFINED, without_primes
from symconv.check.understanding.prose import SIZED, stated_layer
from symconv.check.understanding.shorthands import without_shorthands
from symconv.check.understanding.slices import accumulated, unsliced
from symconv.notation.tree import Equation, Node, Partial
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
    read = written_in(layered([statement for statement in everything if statement.start not in shapes]))
    read, primed = without_primes(without_shorthands(read, frozenset((names or {}).values())))
    read, runs = _unsliced(read)
    read, noted, barred = with_adjoints(read, text, names)
    doubtful = dict.fromkeys(primed, UNDEFINED) | dict.fromkeys(barred, DOUBT)
    binding = bind([one.tree for one in read if one.tree is not None and one.start not in doubtful], names)
    base = stated_base(found.prose) if base is None else base
    read, centred = counted_like_others(with_numbers(read, binding, spec), binding, base)
    base, given = (centred.base, {**centred.sizes, **given}) if centred else (base, given)
    where = conditions_of(found, everything)
    claims = _claims([one for one in read if one.start not in doubtful], runs, binding, found, where)
    bare = Context(binding=binding, scope=scope(text, frozenset()), spec=spec, origin=origin, given=given, base=base)
    context = common_ground(text, found, claims, bare, read)
    notes = (*([CENTRED] if centred else []), *([noted] if noted else []))
    unbound = UNDEFINED if primed and spec is None and not context.layers else context.unbound
    context = replace(context, assumptions=(*context.assumptions, *notes), unbound=unbound)
    context, outcomes = judged_all(claims, context)
    outcomes = for_every_size(outcomes, context)
    joint = Joint(list(outcomes.values()))
    judged = [
        Judgement(place=_place(one, found), verdict="ambiguous", message=doubtful[one.start])
        if one.start in doubtful
        else _judgement(one, outcomes.get(one.start), joint, context, found)
        for one in read
    ]
    judged += _judged_shapes(shapes, text, found, where, spec, given)
    told = sorted((part for part in judged if part is not None), key=lambda part: (part.place.line, part.place.column))
    layer = spec.to_json() if spec else None
    return Report(file=name, layer=layer, binding=_binding_json(context), statements=tuple(told))


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


def _unsliced(read: list[Statement]) -> tuple[list[Statement], dict[int, tuple[Node, ...]]]:
    """Lines of code with letters for their slices, and how far those run."""
    runs: dict[int, tuple[Node, ...]] = {}
    written: list[Statement] = []
    for statement in read:
        tree: Node | None = statement.tree if statement.tex else accumulated(statement.tree)
        if isinstance(tree, Equation) and (tree.relation == "+=" or (tree.relation == "=" and not statement.tex)):
            tree, runs[statement.start] = unsliced(tree)
        written.append(replace(statement, tree=tree))
    return written, runs


def _claims(
    read: list[Statement],
    runs: Mapping[int, tuple[Node, ...]],
    binding: Binding,
    found: Source,
    where: Mapping[int, Where],
) -> list[tuple[Statement, Claim | None]]:
    made: list[tuple[Statement, Claim | None]] = []
    before: Claim | None = None
    for statement in read:
        now = claim(statement, binding, before)
        if now is not None:
            now = replace(now, where=where[statement.start])
        if now is not None and now.relation == "+=":
            around = loops(found, statement.start)
            now = replace(now, loops=None if around is None else (*around, *runs.get(statement.start, ())))
        made.append((statement, now))
        before = now or before
    return made


def _judgement(
    statement: Statement, outcome: Outcome | None, joint: Joint, context: Context, found: Source
) -> Judgement | None:
    place = _place(statement, found)
    line = place.line
    if statement.tree is None and statement.tells:
        row, start = found.place(statement.problem_at)
        place = replace(place, context=found.line(statement.problem_at), caret=start if row == line else None)
        return Judgement(place=place, verdict="unreadable", message=f"{statement.problem} (line {row}, column {start})")
    if outcome is None:
        unclear = _speaks_of_gradient(statement, context.binding)
        return Judgement(place=place, verdict="unreadable", message=UNCLEAR) if unclear else None
    told = tell(outcome.claim, outcome.verdict, context)
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


def _binding_json(context: Context) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for name, role in context.binding.roles.items():
        roles.setdefault(role, name)
    return {**roles, "index_base": context.base, "assumptions": list(context.assumptions)}
