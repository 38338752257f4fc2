"""The pipeline: text → statements and parts → letters → claims → common ground → readings → verdicts → report."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.given import NOTHING, Given, based, corrected
from symconv.check.facts.outline import layer_of, outline
from symconv.check.facts.topics import topic_at, topics
from symconv.check.judging.brake import braked
from symconv.check.judging.general import for_every_size
from symconv.check.judging.outcome import outcome
from symconv.check.readings.common import ALONE, common_ground
from symconv.check.readings.ground import Ground
from symconv.check.readings.worlds import worlds
from symconv.check.report import Report
from symconv.check.rewritten import Rewritten, rewritten
from symconv.check.shapes import shape_claims
from symconv.check.sources import Source, source
from symconv.check.statements import statements
from symconv.check.telling.judgements import Judged, judgements
from symconv.check.telling.reading import Understood, understood
from symconv.check.understanding.claiming import claim
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.conditions import Where, conditions_of
from symconv.check.understanding.context import Context
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.layers import scope
from symconv.check.understanding.loops import loops
from symconv.check.understanding.primed import UNDEFINED
from symconv.check.understanding.unfolded import matrix_forms
from symconv.check.understood import OPTIONS, READING
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
    reading: Given = NOTHING,
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
        reading: how the text is to be read, where an earlier reading of it was corrected.

    Raises:
        InputError: the header line, the notebook or the reading cannot be used.
        SpecError: the header line describes no layer.
    """
    found = source(text, name, markup)
    everything = statements(found)
    heard = outline(found, everything)
    names = {**reading.letters, **(names or {})}
    index_base = reading.text.base if index_base is None else index_base
    parts = corrected(heard if index_base is None else based(heard), reading, found)
    origin = OPTIONS if spec or "input_size" in (given or {}) else READING
    spec, given = _layer(spec, {**reading.text.layer, **(given or {})})
    shapes = shape_claims(everything)
    base = parts[0].base if index_base is None and len(parts) == 1 else index_base
    clear = [one for one in everything if one.start not in shapes]
    written = rewritten(clear, text, found, spec or layer_of(parts[0].layer), names, base)
    where = conditions_of(found, everything)
    forms = matrix_forms(written.read, written.binding)
    bare = Ground(
        context=Context(binding=written.binding, data=given_numbers(written.read, written.binding)),
        scope=scope((text,), frozenset()),
        spec=spec,
        origin=origin,
        given={**written.sizes, **given},
        base=index_base if written.base is None else written.base,
        star=reading.text.star,
        declared=reading.sizes,
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
        where=where,
        grounds=grounds,
    )
    all_ = Understood(
        found=found,
        parts=heard,
        bare=bare,
        layer=given,
        base=index_base,
        names=names,
        given=reading,
        grounds=grounds,
        among=among,
    )
    return Report(file=name, layer=_layer_json(grounds), reading=understood(all_), statements=judgements(judged))


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
