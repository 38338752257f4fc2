"""Every notation: a right derivation is accepted, its mutant of one line is rejected and named."""

import pytest
from handwriting import LAYERS, STYLES, Index, Term, gradients, verdicts

from symconv import ConvSpec


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("style", STYLES)
def test_a_right_derivation_is_accepted(style: str, layer: str) -> None:
    written, spec = STYLES[style], LAYERS[layer]
    lines = [written.line(*key, terms) for key, terms in gradients(spec).items()]
    assert [word for word, _ in verdicts(written, spec, lines)] == ["right"] * len(lines)


def flipped(spec: ConvSpec, tap: Index) -> Index:
    return tuple(k - 1 - a for k, a in zip(spec.kernel_size, tap, strict=True))


def no_flip(spec: ConvSpec, terms: list[Term], tensor: str) -> list[Term]:
    return [(output, flipped(spec, tap)) for output, tap in terms] if tensor == "input" else terms


def missing_term(spec: ConvSpec, terms: list[Term], tensor: str) -> list[Term]:
    return terms[:-1] if len(terms) > 3 else terms


def extra_term(spec: ConvSpec, terms: list[Term], tensor: str) -> list[Term]:
    others = (one for key, found in gradients(spec).items() if key[0] == tensor for one in found)
    spare = next((one for one in others if one not in terms), None)
    return [*terms, spare] if len(terms) > 2 and spare else terms


def wrong_index(spec: ConvSpec, terms: list[Term], tensor: str) -> list[Term]:
    size = spec.kernel_size if tensor == "input" else spec.input_size
    if len(terms) < 3:
        return terms
    (output, place), *rest = terms
    moved = ((place[0] + 1) % size[0], *place[1:])
    return [(output, moved), *rest]


def missing_sum(spec: ConvSpec, terms: list[Term], tensor: str) -> list[Term]:
    return terms[:1] if len(terms) > 2 else terms


MUTANTS = {
    "no-flip": no_flip,
    "missing-term": missing_term,
    "extra-term": extra_term,
    "wrong-index": wrong_index,
    "missing-sum": missing_sum,
}


@pytest.mark.parametrize("mistake", MUTANTS)
@pytest.mark.parametrize("layer", ["stride", "padding"])
@pytest.mark.parametrize("style", STYLES)
def test_a_mutant_is_rejected_and_named(style: str, layer: str, mistake: str) -> None:
    written, spec = STYLES[style], LAYERS[layer]
    truth = gradients(spec)
    mutants = {key: MUTANTS[mistake](spec, terms, key[0]) for key, terms in truth.items()}
    found = verdicts(written, spec, [written.line(*key, terms) for key, terms in mutants.items()])
    changed = [sorted(mutants[key]) != sorted(terms) for key, terms in truth.items()]
    assert [word for word, _ in found] == ["wrong" if wrong else "right" for wrong in changed]
    assert any(changed)
    assert all(mistake in ids for (_, ids), wrong in zip(found, changed, strict=True) if wrong)


@pytest.mark.parametrize("style", STYLES)
def test_a_copied_left_side_is_named(style: str) -> None:
    written, spec = STYLES[style], LAYERS["stride"]
    truth = gradients(spec)
    line = written.line("input", (1, 1), truth["input", (2, 1)])
    ((word, ids),) = verdicts(written, spec, [line])
    assert word == "wrong"
    assert "wrong-left-side" in ids
