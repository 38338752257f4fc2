"""The pipeline: text → statements and parts → letters → claims → common ground → readings → verdicts → report."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.evaluating.questions import ENTRIES, GENERAL, TURNED
from symconv.check.facts.outline import layer_of, outline
from symconv.check.facts.topics import topic_at, topics
from symconv.check.judging.brake import braked
from symconv.check.judging.general import for_every_size
from symconv.check.judging.outcome import outcome
from symconv.check.readings.common import ALONE, OPTIONS, common_ground
from symconv.check.readings.ground import Ground
from symconv.check.readings.worlds import Worlds, worlds
from symconv.check.report import Report
from symconv.check.rewritten import Rewritten, rewritten
from symconv.check.shapes import shape_claims, told_shapes
from symconv.check.sources import Source, source
from symconv.check.statements import Statement, statements
from symconv.check.telling.judgements import Judged, judgements
from symconv.check.understanding.claiming import claim
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.conditions import Where, conditions_of
from symconv.check.understanding.context import Context
from symconv.check.understanding.convolved import CONVOLVED
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.layers import scope
from symconv.check.understanding.loops import loops
from symconv.check.understanding.primed import UNDEFINED
from symconv.check.understanding.unfolded import matrix_forms
from symconv.check.unheard import left_out
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
    base = parts[0].base if index_base is None and len(parts) == 1 else index_base
    clear = [one for one in everything if one.start not in shapes]
    written = rewritten(clear, text, found, spec or layer_of(parts[0].options), names, base)
    where = conditions_of(found, everything)
    forms = matrix_forms(written.read, written.binding)
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
    grounds = common_ground(found, parts, list(_claims(written, found, where, forms)), bare)
    among = worlds(grounds)
    outcomes = {table.claim.statement.start: outcome(table, among) for table in among.tables}
    judged = Judged(
        found=found,
        written=written,
        outcomes=braked(for_every_size(outcomes)),
        forms=forms,
        shapes=shapes,
        told=told_shapes(written.read, written.binding),
        where=where,
        grounds=grounds,
    )
    return _report(name, judged, everything, _binding_json(bare, among))


def _report(name: str, judged: Judged, everything: Sequence[Statement], binding: Mapping[str, Any]) -> Report:
    """What is said of the statements, and why the others are left out."""
    told = judgements(judged)
    kept = {one.start for one in judged.written.read}
    return Report(
        file=name,
        layer=_layer_json(judged.grounds),
        binding=binding,
        statements=tuple(part for _, part in told),
        left_out=left_out(judged.found, everything, {start for start, _ in told}, kept),
    )


def _layer(spec: ConvSpec | None, given: Mapping[str, Any]) -> tuple[ConvSpec | None, Mapping[str, Any]]:
    """The layer that options give whole, and what is given of one where it is not."""
    if spec is None and "input_size" in given:
        spec = ConvSpec.of(**given)
    elif spec is None:
        ConvSpec.of(**{name: given[name] for name in ALONE if name in given})  # refuses what no layer can have
    return spec, given


def _claims(written: Rewritten, found: Source, where: Mapping[int, Where], forms: Container[int]) -> Iterator[Claim]:
    """What the statements claim of the layer; a chain goes on from the claim at its head."""
    heads: dict[int, Claim | None] = {}
    sections = topics(found)
    for statement in written.clear:
        if topic_at(sections, statement.start) or statement.start in forms:
            continue
        now = claim(statement, written.binding, None if statement.head is None else heads.get(statement.head))
        if now is not None and now.relation == "+=":
            around = loops(found, statement.start)
            now = replace(now, loops=None if around is None else (*around, *written.runs.get(statement.start, ())))
        heads[statement.start] = now
        if now is not None:
            yield replace(now, where=where[statement.start])


def _layer_json(grounds: Sequence[Ground]) -> Mapping[str, Any] | None:
    """The layer of the whole text, where options or a header line give one."""
    given = {ground.spec for ground in grounds}
    spec = given.pop() if len(given) == 1 else None
    return spec.to_json() if spec else None


def _binding_json(bare: Ground, among: Worlds) -> dict[str, Any]:
    roles: dict[str, Any] = {}
    for name, role in bare.context.binding.roles.items():
        roles.setdefault(role, name)
    open_ = any(subject in world for world in among.live for subject in (GENERAL, ENTRIES))
    chosen = [trial for table in among.tables for trial in table.among(among.live)[:1]]
    bases = {trial.base for trial in chosen}
    base = next(iter(bases)) if len(bases) == 1 else None
    notes = [*bare.assumptions, *([CONVOLVED] if any(trial.used.get(TURNED) for trial in chosen) else [])]
    notes += [f"indices start at {base}"] if open_ and base is not None else []
    return {**roles, "index_base": base, "assumptions": notes}
