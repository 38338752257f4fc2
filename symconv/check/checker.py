"""The pipeline: text → statements and parts → letters → claims → common ground → readings → verdicts → report."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from symconv.check.claimed import about_pooling, claims_of, stating, with_mode_told
from symconv.check.facts.conditions import conditions_of
from symconv.check.facts.given import NOTHING, Given, corrected
from symconv.check.facts.outline import outline
from symconv.check.facts.parts import Part, layer_of
from symconv.check.facts.scope import scope
from symconv.check.facts.topics import topics
from symconv.check.facts.whole import Whole, given_whole
from symconv.check.facts.worded import spoken_of, worded
from symconv.check.judging.brake import braked
from symconv.check.judging.general import for_every_size
from symconv.check.judging.outcome import outcome
from symconv.check.readings.common import common_ground
from symconv.check.readings.ground import Ground, ground_at
from symconv.check.readings.worlds import worlds
from symconv.check.report import Report
from symconv.check.rewritten import Rewritten, rewritten
from symconv.check.shapes import shape_claims, told_shapes
from symconv.check.sources import Source, source
from symconv.check.statements import Statement, statements
from symconv.check.telling.basis import Understood
from symconv.check.telling.judgements import Judged, judgements
from symconv.check.telling.reading import understood
from symconv.check.understanding.as_matrix import layer_matrices
from symconv.check.understanding.chained import chain_rules
from symconv.check.understanding.context import Context
from symconv.check.understanding.given import given_numbers
from symconv.check.understanding.primed import UNDEFINED
from symconv.check.understanding.reckoned import sums_of_numbers
from symconv.check.understanding.said import Said
from symconv.check.understanding.shown import shown_maps
from symconv.check.understanding.signs import sign_definitions
from symconv.check.understanding.unfolded import matrix_forms
from symconv.check.understood import Reading
from symconv.check.unheard import left_out
from symconv.transposed import Layer


def check_text(
    text: str,
    spec: Layer | None = None,
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
        spec: the layer, a convolution or a transposed one; None takes the text's header line, or judges general
            formulas on a set of layers.
        given: keyword arguments of ``ConvSpec.of`` that hold for every layer, where the layer is not given whole; or
            with ``transposed`` those of ``TransposedSpec.of``.
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
    whole = given_whole(with_mode_told(spec, found, everything), given, names, index_base, reading)
    heard = outline(found, everything)
    if whole.spec is None and not whole.layer:
        heard = worded(heard, everything)
    parts = corrected(heard, whole.base, reading, found)
    shapes = shape_claims(everything)
    written = _written([one for one in everything if one.start not in shapes], found, parts, whole)
    where = conditions_of(found, everything)
    turned, folded, pooled = (stating(word, written, parts, whole) for word in ("transposed", "padding_mode", "pool"))
    forms = _forms(written, turned, folded.keys() | pooled.keys())
    others = topics(found, written.read, turned, folded, pooled)
    if whole.spec is None and not whole.layer:
        others = {one.start: about for one in written.read if (about := spoken_of(parts, written.read))} | others
    claims = list(claims_of(written, found, where, forms, others, pooled))
    others |= about_pooling(claims, found.prose, pooled)
    claims = [one for one in claims if one.statement.start not in others]
    grounds = common_ground(found, parts, claims, _bare(written, whole, found.text))
    shapes = shape_claims(everything, lambda start: ground_at(grounds, start).declared)
    grounds = [one.without(shapes) for one in grounds]
    among = worlds(grounds)
    judged = Judged(
        found=found,
        written=written,
        outcomes=braked(for_every_size({one.claim.statement.start: outcome(one, among) for one in among.tables})),
        forms=forms,
        shapes=shapes,
        others=others,
        told=told_shapes(written.read, written.binding),
        where=where,
        grounds=grounds,
    )
    told = understood(Understood(found=found, parts=heard, whole=whole, grounds=grounds, among=among))
    return _report(name, judged, everything, told)


def _forms(written: Rewritten, turned: Container[int], folded: Container[int]) -> Mapping[int, Said]:
    """What is said of statements that no layer is needed for: products of matrices, signs, chain rules."""
    read = [one for one in written.read if one.start not in folded]
    unfolded = matrix_forms([one for one in read if one.start not in turned], written.binding)
    return {
        **unfolded,
        **layer_matrices(read, written.binding),
        **sign_definitions(written.read, _alone),
        **shown_maps(read),
        **sums_of_numbers(read),
        **chain_rules(written.read, written.binding),
        **written.said,
    }


def _alone(formula: str, names: Mapping[str, str]) -> str:
    """The verdict on one formula without its text; empty where nothing is claimed."""
    told = check_text(formula, names=names, markup="markdown").statements
    return told[0].verdict if told else ""


def _report(name: str, judged: Judged, everything: Sequence[Statement], reading: Reading) -> Report:
    """What is said of the statements, and why the others are left out."""
    told = judgements(judged)
    kept = {one.start for one in judged.written.read}
    return Report(
        file=name,
        layer=_layer_json(judged.grounds),
        reading=reading,
        statements=tuple(part for _, part in told),
        left_out=left_out(judged.found, everything, {start for start, _ in told}, kept),
    )


def _written(clear: list[Statement], found: Source, parts: Sequence[Part], whole: Whole) -> Rewritten:
    """The statements, written like those of any other."""
    base = parts[0].base if whole.base is None and len(parts) == 1 else whole.base
    return rewritten(clear, found.text, found, whole.spec or layer_of(parts[0].layer), whole.names, base)


def _bare(written: Rewritten, whole: Whole, text: str) -> Ground:
    """What is common to all parts of a text before its claims are heard."""
    return Ground(
        context=Context(binding=written.binding, data=given_numbers(written.read, written.binding)),
        scope=scope((text,), frozenset()),
        spec=whole.spec,
        origin=whole.origin,
        given={**written.sizes, **whole.layer},
        base=whole.base if written.base is None else written.base,
        star=whole.reading.text.star,
        declared=whole.reading.sizes,
        unplaced=UNDEFINED if written.unplaced else "",
        assumptions=written.notes,
    )


def _layer_json(grounds: Sequence[Ground]) -> Mapping[str, Any] | None:
    """The layer of the whole text, where options or a header line give one."""
    given = {ground.spec for ground in grounds}
    spec = given.pop() if len(given) == 1 else None
    return spec.to_json() if spec else None
