"""The pipeline: text → statements → letters → claims → common ground → verdicts → report."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.binding import Binding
from symconv.check.claims import Claim, claim
from symconv.check.context import Context
from symconv.check.evidence import bind
from symconv.check.ground import fixed
from symconv.check.joint import Joint, Outcome
from symconv.check.layered import layered
from symconv.check.layers import header, scope
from symconv.check.loops import loops
from symconv.check.names import size_meaning
from symconv.check.numbers import numeric_base
from symconv.check.report import Judgement, Place, Report
from symconv.check.shapes import judged as judge_shape
from symconv.check.shapes import shape_claims
from symconv.check.sizing import size_letters
from symconv.check.sources import Source, source
from symconv.check.stated import stated_layer
from symconv.check.statements import Statement, statements
from symconv.check.telling import tell
from symconv.check.verdict import judge
from symconv.notation.tree import Equation, Matrix, Node, Number, Partial, Product, Symbol
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
    given = {**options, **(given or {})}
    if spec is None and "input_size" in given:
        spec = ConvSpec.of(**given)
    elif spec is None:
        ConvSpec.of(**{name: given[name] for name in ALONE if name in given})  # refuses what no layer can have
    found = source(text, name, markup)
    everything = statements(found)
    shapes = shape_claims(everything)
    read = layered([statement for statement in everything if statement.start not in shapes])
    binding = bind([statement.tree for statement in read if statement.tree is not None], names)
    claims = _claims(read, binding, found)
    base = base if index_base is None else index_base
    context = _context(
        text,
        found,
        claims,
        Context(binding=binding, scope=scope(text, frozenset()), spec=spec, given=given, base=base),
        read,
    )
    context, outcomes = _judged_all(claims, context)
    joint = Joint(list(outcomes.values()))
    judged = [_judgement(statement, outcomes.get(statement.start), joint, context, found) for statement in read]
    judged += [judge_shape(one, text, _place(one.statement, found), spec, given) for one in shapes.values()]
    told = sorted((part for part in judged if part is not None), key=lambda part: (part.place.line, part.place.column))
    return Report(
        file=name,
        layer=spec.to_json() if spec else None,
        binding=_binding_json(context),
        statements=tuple(told),
    )


def _claims(read: list[Statement], binding: Binding, found: Source) -> list[tuple[Statement, Claim | None]]:
    made: list[tuple[Statement, Claim | None]] = []
    before: Claim | None = None
    for statement in read:
        now = claim(statement, binding, before)
        if now is not None and now.relation == "+=":
            now = replace(now, loops=loops(found, statement.start))
        made.append((statement, now))
        before = now or before
    return made


def _context(
    text: str, found: Source, claims: list[tuple[Statement, Claim | None]], bare: Context, read: list[Statement]
) -> Context:
    """The common ground of all claims."""
    made = [one for _, one in claims if one is not None]
    letters = {letter for one in made for letter in size_letters(one, bare)}
    letters |= {node for one in made for side in one.sides for node in walk(side) if isinstance(node, Symbol)}
    meanings = (size_meaning(letter) for letter in letters)
    sizes = frozenset(meaning[0] for meaning in meanings if meaning is not None)
    base = numeric_base(made, bare) if bare.base is None else bare.base
    context = replace(
        bare,
        scope=scope(text, sizes & {"stride", "padding", "dilation"}),
        base=base,
        einstein=bool(re.search(r"einstein|summation convention", found.prose, re.IGNORECASE)),
        data=_data(read, bare.binding),
    )
    context = fixed(context, [one for one in made if one.kind == "forward"])
    return replace(context, written_out=stated_layer(text, made, context))


def _data(read: list[Statement], binding: Binding) -> dict[str, dict[tuple[int, ...], int]]:
    """Tensors that the text gives as matrices of numbers."""
    found: dict[str, dict[tuple[int, ...], int]] = {}
    for statement in read:
        tree = statement.tree
        if not isinstance(tree, Equation) or len(tree.sides) != 2 or not isinstance(tree.sides[1], Matrix):
            continue
        reference = binding.reference(tree.sides[0]) if isinstance(tree.sides[0], Symbol | Partial) else None
        rows = [[_value(cell.node) for cell in row] for row in tree.sides[1].rows]
        if (
            reference is not None
            and reference.tensor in ("input", "weight", "grad_output")
            and all(None not in row for row in rows)
        ):
            found[reference.tensor] = {
                (0, 0, i, j): value for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None
            }
    return found


def _value(node: Node | None) -> int | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Product) and len(node.factors) == 2 and all(isinstance(part, Number) for part in node.factors):
        first, second = node.factors
        return first.value * second.value if isinstance(first, Number) and isinstance(second, Number) else None
    return None


def _judged_all(claims: list[tuple[Statement, Claim | None]], context: Context) -> tuple[Context, dict[int, Outcome]]:
    """All verdicts under one index base: where the text does not tell it, the one under which more is right."""
    made = [(statement, one) for statement, one in claims if one is not None]
    if context.base is not None or not made:
        return context, {statement.start: _outcome(statement, one, context) for statement, one in made}
    tried = []
    for base in (0, 1):
        trial = replace(context, base=base)
        tried.append((trial, {statement.start: _outcome(statement, one, trial) for statement, one in made}))
    right = [sum(outcome.verdict.word.startswith("right") for outcome in found.values()) for _, found in tried]
    chosen, outcomes = tried[right[1] > right[0]]
    if right[0] != right[1]:
        chosen = replace(chosen, assumptions=(*chosen.assumptions, f"indices start at {chosen.base}"))
    return chosen, outcomes


def _outcome(statement: Statement, made: Claim, context: Context) -> Outcome:
    return Outcome(statement=statement, claim=made, verdict=judge(made, context))


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
        return None
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
