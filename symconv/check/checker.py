"""The pipeline: text → statements → letters → claims → common ground → verdicts → report."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symconv.check.binding import Binding, bind, walk
from symconv.check.claims import Claim, claim
from symconv.check.context import Context, fixed, numeric_base, size_letters, written_out
from symconv.check.layers import header, scope
from symconv.check.names import size_meaning
from symconv.check.mistakes import MISTAKES, diagnose
from symconv.check.report import Judgement, Named, Report
from symconv.check.sources import Source, source
from symconv.check.statements import Statement, statements
from symconv.check.telling import tell
from symconv.check.verdict import Verdict, judge
from symconv.notation.text import text as written
from symconv.notation.tree import Equation, Matrix, Node, Number, Partial, Product, Symbol
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
    options, base = header(text)
    given = {**options, **(given or {})}
    if spec is None and "input_size" in given:
        spec = ConvSpec.of(**given)
    found = source(text, name, markup)
    read = statements(found)
    binding = bind([statement.tree for statement in read if statement.tree is not None], names)
    claims = _claims(read, binding)
    base = base if index_base is None else index_base
    context = _context(
        text,
        found,
        claims,
        Context(binding=binding, scope=scope(text, frozenset()), spec=spec, given=given, base=base),
        read,
    )
    judged = [_judged(statement, made, context, found) for statement, made in claims]
    return Report(
        file=name,
        layer=spec.to_json() if spec else None,
        binding=_binding_json(context),
        statements=tuple(part for part in judged if part is not None),
    )


def _claims(read: list[Statement], binding: Binding) -> list[tuple[Statement, Claim | None]]:
    made: list[tuple[Statement, Claim | None]] = []
    before: Claim | None = None
    for statement in read:
        now = claim(statement, binding, before)
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
    meanings = (size_meaning(letter) for letter in letters if not letter.index or len(letter.index) == 1)
    sizes = frozenset(meaning[0] for meaning in meanings if meaning is not None)
    base = numeric_base(made, bare) if bare.base is None else bare.base
    context = replace(
        bare,
        scope=scope(text, sizes & {"stride", "padding", "dilation"}),
        base=base,
        einstein=bool(re.search(r"einstein|summation convention", found.prose, re.IGNORECASE)),
        data=_data(read, bare.binding),
        written_out=written_out(made, bare, base or 0) if bare.spec is None else None,
    )
    return fixed(context, [one for one in made if one.kind == "forward"])


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


_TELLING = re.compile(r"\\partial|∂|\\nabla|∇|\bd[A-Z]?\w*/d|\\delta|δ|\+=")


def _judged(statement: Statement, made: Claim | None, context: Context, found: Source) -> Judgement | None:
    line, column = found.place(statement.start)
    source_text = " ".join(statement.text.split()) if len(statement.text) < 4000 else statement.text[:4000]
    common = {"line": line, "column": column, "source": statement.text.strip(), "context": found.line(statement.start)}
    if statement.tree is None:
        if not _TELLING.search(source_text):
            return None
        return Judgement(verdict="unreadable", message=statement.problem, **common)  # type: ignore[arg-type]
    if made is None:
        return None
    verdict = judge(made, context)
    told = tell(made, verdict, context)
    return Judgement(
        verdict=verdict.word,
        kind=made.kind,
        reading=told.reading,
        target=told.target,
        mistakes=_mistakes(made, verdict),
        expected=told.expected,
        missing=told.missing,
        extra=told.extra,
        counterexample=told.counterexample,
        assumptions=verdict.assumptions,
        message=told.message,
        **common,  # type: ignore[arg-type]
    )


def _mistakes(made: Claim, verdict: Verdict) -> tuple[Named, ...]:
    if verdict.word != "wrong":
        return ()
    if made.divided is not None and verdict.trial.right:
        found: list[tuple[str, ...]] = [("batch-averaged",)]
    else:
        found = diagnose(verdict.trial.comparisons, whole_maps=made.kind in ("operator", "matrix"))
    names = dict.fromkeys(id_ for ids in found[:4] for id_ in ids)
    rows = (MISTAKES[id_] for id_ in names)
    return tuple(Named(id=row.id, title=row.title, explanation=row.explanation, question=row.question) for row in rows)


def _binding_json(context: Context) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for name, role in context.binding.roles.items():
        roles.setdefault(role, name)
    return {**roles, "index_base": context.base, "assumptions": list(context.assumptions)}
