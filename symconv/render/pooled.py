"""A pooling as JSON: every entry of its output and its gradient, full 0-based indices, PyTorch's words."""

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any

from symconv.algebra.chain_rule import terms
from symconv.algebra.polynomial import Rational, Term
from symconv.algebra.pooled import PooledGradients
from symconv.algebra.tensors import PooledAlphabet
from symconv.lesson.pooled.example import PooledExample
from symconv.proof.entrywise import Proof
from symconv.render.dumped import VERSION
from symconv.spec import positions

TENSORS = ("input", "grad_output", "output", "grad_input")
"""What a worked example has in numbers."""


def pooled_json(
    found: PooledGradients, proofs: Iterable[Proof], *, names: Mapping[str, str], example: PooledExample | None = None
) -> dict[str, Any]:
    """What ``derive --pool … --format json`` prints (documented in ``docs/formats.md``)."""
    written = pooled_verdicts_json(found, proofs)
    written["names"] = dict(names)
    if example:
        written["example"] = {tensor: _numbers(example, tensor) for tensor in TENSORS}
        if found.spec.pool == "max":
            size = found.spec.input_size
            places = (place for _, place in sorted(example.chosen.items()))
            written["example"]["indices"] = [_row_by_row(place[2:], size) for place in places]
    return written


def pooled_verdicts_json(found: PooledGradients, proofs: Iterable[Proof]) -> dict[str, Any]:
    """What ``prove --pool … --format json`` prints: the layer, every entry with its terms, and verdicts."""
    alphabet = found.alphabet
    return {
        "version": VERSION,
        "layer": found.spec.to_json(),
        "output_size": list(found.spec.output_size),
        "output": _entries(alphabet, "output", found.output),
        "grad_input": _entries(alphabet, "input", map(terms, found.grad_input)),
        "proofs": [proof.to_json() for proof in proofs],
    }


def _entries(alphabet: PooledAlphabet, tensor: str, rows: Iterable[Iterable[Term]]) -> list[dict[str, Any]]:
    return [
        {"index": list(index), "terms": [_term(alphabet, term) for term in row]}
        for index, row in zip(positions(alphabet.shapes[tensor]), rows, strict=True)
    ]


def _term(alphabet: PooledAlphabet, term: Term) -> dict[str, Any]:
    coefficient, ranks = term
    entries = map(alphabet.entry, ranks)
    return {"coefficient": _plain(coefficient), "factors": [[tensor, list(index)] for tensor, index in entries]}


def _numbers(example: PooledExample, tensor: str) -> list[int | str]:
    """A tensor of the worked example, flat in reading order."""
    shape = example.found.alphabet.shapes[tensor.removeprefix("grad_") if tensor == "grad_input" else tensor]
    return [_plain(example.value(tensor, index)) for index in positions(shape)]


def _plain(number: Rational) -> int | str:
    """A whole number, or a fraction as it is written: ``1/4``."""
    return int(number) if number.denominator == 1 else str(number)


def _row_by_row(place: tuple[int, ...], size: tuple[int, ...]) -> int:
    return sum(at * prod(size[axis + 1 :]) for axis, at in enumerate(place))
