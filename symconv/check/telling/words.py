"""Verdicts → what is said: the reading, what should stand there, terms paired, the smallest layer that shows it."""

from collections import Counter
from dataclasses import replace
from typing import Any

from symconv.algebra.polynomial import NormalForm, Ranks, Rational
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.places import ABSENT, NO_TAP
from symconv.check.judgement import Told
from symconv.check.judging.verdict import Verdict
from symconv.check.mistakes.slips import Line, altered
from symconv.check.readings.ground import Ground
from symconv.check.telling.layer import judged_on
from symconv.check.told import Spec
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layout import PLAIN
from symconv.errors import InputError
from symconv.notation.paper import DEFAULT_NAMES, Paper
from symconv.notation.text import text
from symconv.notation.tree import ZERO, Equation, Node, Number, Product, Sum, Symbol, negative, numeral

MOST_TERMS = 40
LONGEST = 2000


def tell(found: Claim, verdict: Verdict, ground: Ground) -> Told:
    """What is to be said."""
    reading = _shortened(text(Equation((found.left, *found.sides), found.relation)))
    target = _target(found, verdict)
    failing = verdict.trial.first_difference() if verdict.word == "wrong" else None
    message = verdict.message or _general(verdict)
    absent = _absent(found, verdict)
    on = judged_on(verdict)
    if failing is None:
        message = f"{message}: {absent}" if absent and verdict.message in (ABSENT, NO_TAP) else message
        return Told(reading=reading, target=target, message=message, judged_on=on)
    part, difference = failing
    paper = paper_for(part.truth.spec, ground, verdict.trial.base)
    told = differing(part, difference, paper, reading=reading, target=target, message=message)
    more = f"; the layer has no {absent}" if absent else ""
    return replace(told, message=f"{told.message}{more}", judged_on=on)


def _absent(found: Claim, verdict: Verdict) -> str:
    """The entries written in numbers that the layer does not have; empty where it has all."""
    if not {ABSENT, NO_TAP} & verdict.trial.assumed:
        return ""
    truth = verdict.trial.comparisons[0].truth
    names: dict[str, None] = {}
    for part in found.known:
        sizes = truth.shape(PLAIN[part.tensor])[2:] if not part.tensor.endswith("bias") else ()
        numbers = [node.value - verdict.trial.base for node in part.index[-len(sizes) :] if isinstance(node, Number)]
        if len(numbers) == len(sizes) and any(n >= size for n, size in zip(numbers, sizes, strict=True)):
            entry = Symbol(part.name, part.index, part.upper)
            names[text(entry)] = None
    return ", ".join(names)


def differing(
    part: Comparison, difference: Difference, paper: Paper, *, reading: str, target: dict[str, Any], message: str = ""
) -> Told:
    """What is to be said of an entry that is not the truth."""
    entry = paper.entry(difference.tensor, difference.index)
    expected = _shortened(text(Equation((entry, _node(difference.expected, part, paper)))))
    missing, extra = _terms(difference, part, paper)
    return Told(
        reading=reading,
        target=target,
        expected=expected,
        missing=missing,
        extra=extra,
        counterexample=_counterexample(part, difference, paper),
        message=message or _sentence(part, difference, paper),
    )


def paper_for(spec: Spec, ground: Ground, base: int) -> Paper:
    """The writer's letters, or the lesson's where they cannot be used."""
    names = dict(DEFAULT_NAMES)
    for name, role in ground.context.binding.roles.items():
        if role in names and names[role] == DEFAULT_NAMES[role]:
            names[role] = name
    try:
        return Paper(spec=spec, names=names, index_base=base)
    except InputError:
        return Paper(spec=spec, index_base=base)


def _general(verdict: Verdict) -> str:
    if verdict.word in ("right", "right under an assumption") and verdict.layers > 1:
        return f"holds on all {verdict.layers} layers tried"
    return ""


def _target(found: Claim, verdict: Verdict) -> dict[str, Any]:
    """The tensor, with the 0-based index where the statement is about one entry."""
    target: dict[str, Any] = {"tensor": found.target.tensor}
    if found.output is not None:
        target["tensor"] = f"d_output_d_{found.target.tensor}"
    if found.target.index and all(isinstance(part, Number) for part in found.target.index):
        places = {index for part in verdict.trial.comparisons for _, _, index in part.got}
        if len(places) == 1:
            target["index"] = list(places.pop())
    return target


def _node(form: NormalForm, part: Comparison, paper: Paper) -> Node:
    terms = [_term(ranks, coefficient, part, paper) for ranks, coefficient in sorted(form.items())]
    return ZERO if not terms else terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _term(ranks: Ranks, coefficient: Rational, part: Comparison, paper: Paper) -> Node:
    factors: list[Node] = [paper.entry(*part.truth.named(rank)) for rank in ranks]
    size = -coefficient if coefficient < 0 else coefficient
    if size != 1 or not factors:
        factors.insert(0, numeral(size))
    node = factors[0] if len(factors) == 1 else Product(tuple(factors))
    return negative(node) if coefficient < 0 else node


def _terms(difference: Difference, part: Comparison, paper: Paper) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if difference.got is None:
        return (), ()
    line = _line(difference, part)
    missing = (_difference(ranks, difference.expected, difference.got or {}) for ranks in line.missing[:MOST_TERMS])
    extra = (_difference(ranks, difference.got, difference.expected) for ranks in line.extra[:MOST_TERMS])
    return (
        tuple(text(_term(ranks, number, part, paper)) for ranks, number in missing),
        tuple(text(_term(ranks, number, part, paper)) for ranks, number in extra),
    )


def _difference(ranks: Ranks, more: NormalForm, less: NormalForm) -> tuple[Ranks, Rational]:
    return ranks, more.get(ranks, 0) - less.get(ranks, 0)


def _line(difference: Difference, part: Comparison) -> Line:
    return Line(
        truth=part.truth,
        tensor=difference.tensor,
        index=difference.index,
        expected=difference.expected,
        got=difference.got or {},
    )


def _sentence(part: Comparison, difference: Difference, paper: Paper) -> str:
    """One sentence on what is wrong; an altered term is told as one factor for another."""
    entry = text(paper.entry(difference.tensor, difference.index))
    if difference.got is None:
        return difference.message
    line = _line(difference, part)
    pairs = altered(line)
    if pairs and len(pairs) == len(line.missing) == len(line.extra):
        told = []
        for wrong, right in pairs[:3]:
            (stands,), (belongs,) = Counter(wrong) - Counter(right), Counter(right) - Counter(wrong)
            names = (text(paper.entry(*part.truth.named(rank))) for rank in (stands, belongs))
            told.append("{} should be {}".format(*names))
        return f"in {entry}, " + "; ".join(told)
    missing, extra = _terms(difference, part, paper)
    said = [f"{word} {', '.join(terms[:3])}" for word, terms in (("lacks", missing), ("must not have", extra)) if terms]
    return _shortened(f"{entry} " + " and ".join(said)) if said else f"{entry} differs"


def _counterexample(part: Comparison, difference: Difference, paper: Paper) -> dict[str, Any]:
    got = difference.message if difference.got is None else _shortened(text(_node(difference.got, part, paper)))
    return {
        "layer": part.truth.spec.to_json(),
        "tensor": difference.tensor,
        "index": list(difference.index),
        "got": got,
        "expected": _shortened(text(_node(difference.expected, part, paper))),
    }


def _shortened(written: str) -> str:
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"
