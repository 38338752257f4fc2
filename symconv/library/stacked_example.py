"""Convolutions one after the other in numbers, with relu between them, which keeps whole numbers whole."""

from collections.abc import Mapping
from itertools import accumulate
from math import prod

from symconv.algebra.chain_rule import Gradients
from symconv.lesson.values import GIVEN, Drawn, Example


def exemplified(found: list[Gradients], drawn: Drawn) -> list[Example]:
    """The layers in numbers: forward with relu between them, and back by each layer's own terms."""
    given = [_given(each, index, found, drawn) for index, each in enumerate(found)]
    for number in range(1, len(found)):
        given[number]["input"] = tuple(max(o, 0) for o in _values(found[number - 1], given[number - 1], "output"))
    for number in reversed(range(1, len(found))):
        back = _values(found[number], given[number], "grad_input")
        passed = given[number]["input"]
        given[number - 1]["grad_output"] = tuple(g if a > 0 else 0 for g, a in zip(back, passed, strict=True))
    return [Example(found=each, given=numbers) for each, numbers in zip(found, given, strict=True)]


def _given(each: Gradients, number: int, found: list[Gradients], drawn: Drawn) -> dict[str, tuple[int, ...]]:
    """What is drawn for one layer: no two layers have the same filter; what follows is 0 until it is computed."""
    numbers = {}
    for tensor, shape in each.alphabet.shapes.items():
        counts = [prod(gradients.alphabet.shapes[tensor]) for gradients in found]
        ends = list(accumulate(counts))
        first = {"input": number == 0, "grad_output": number == len(found) - 1}.get(tensor, True)
        own = drawn(tensor, ends[-1])[ends[number] - counts[number] : ends[number]] if tensor != "output" else ()
        numbers[tensor] = own if first else (0,) * prod(shape)
    return {tensor: numbers[tensor] for tensor in GIVEN}


def _values(found: Gradients, given: Mapping[str, tuple[int, ...]], tensor: str) -> list[int]:
    example, alphabet = Example(found=found, given=given), found.alphabet
    return [int(example.value(tensor, alphabet.entry(r)[1])) for r in alphabet.ranks(tensor.removeprefix("grad_"))]
