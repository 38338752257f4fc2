"""One exercise for each student, drawn by a seed: different layers and entries, equally many terms to write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from symconv.algebra.chain_rule import Gradients, differentiate, terms
from symconv.algebra.tensors import Index
from symconv.errors import InputError
from symconv.folded import FoldedSpec
from symconv.pooled import PooledSpec
from symconv.practice.layers import comparable
from symconv.transposed import Layer, TransposedSpec

ASKED = (("input", 1), ("input", 2), ("input", 4), ("weight", 4), ("weight", 4))
"""Tensor and number of terms, with one channel, of every entry that is asked for."""

OF_TRANSPOSED = (("output", 1), ("output", 2), ("output", 4), ("input", None), ("weight", 4))
"""The same of a transposed layer, whose output is a sum over what paints it; None asks for as few as there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry of a gradient, or of a transposed layer's output, to write out.

    Attributes:
        claim: ``grad_input``, ``grad_weight`` or ``output``.
        index: the full 0-based index.
        terms: how many terms the answer has.
    """

    claim: str
    index: Index
    terms: int

    @property
    def tensor(self) -> str:
        """What the gradient is taken by, or ``output``."""
        return self.claim.removeprefix("grad_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What one student is asked.

    Attributes:
        student: whose it is.
        gradients: the layer, differentiated.
        questions: the entries to write out.
    """

    student: str
    gradients: Gradients
    questions: tuple[Question, ...]

    @property
    def spec(self) -> Layer:
        """The layer, a convolution or a transposed one."""
        return self.gradients.alphabet.spec

    def header(self, index_base: int) -> str:
        """The line from which a checker learns the layer and the number of the first entry."""
        return header(self.spec, index_base)


def header(spec: Layer, index_base: int) -> str:
    """``symconv: input=5x5 kernel=3x3 stride=2x2 index_base=0``: a layer as a text names it to a checker."""
    sizes = {"input": spec.input_size, "kernel": spec.kernel_size, "stride": spec.stride}
    words = [f"{word}={_by(size)}" for word, size in sizes.items()]
    if isinstance(spec, TransposedSpec):
        words = ["transposed=yes", *words, f"output_padding={_by(spec.output_padding)}"]
        words += ["allow_large_output_padding=yes"] if spec.exceeds_bound else []
    if isinstance(spec, FoldedSpec):
        words.append(f"padding_mode={spec.padding_mode}")
    if any(map(any, spec.padding)):
        words.append(f"padding={'x'.join(f'{a}:{b}' for a, b in spec.padding)}")
    if max(spec.dilation) > 1:
        words.append(f"dilation={_by(spec.dilation)}")
    counts = {"groups": spec.groups, "in_channels": spec.in_channels, "out_channels": spec.out_channels}
    counts |= {"batch_size": spec.batch}
    words += [f"{word}={count}" for word, count in counts.items() if count > 1]
    return f"symconv: {' '.join(words)} index_base={index_base}"


MOST_TERMS = 16
"""Most terms of an entry that is asked for of a layer told whole."""


def exercises(seed: int, students: Sequence[str], level: int | None, given: Mapping[str, Any]) -> Iterator[Exercise]:
    """One exercise for each student; the same seed gives the same ones.

    Args:
        seed: any number.
        students: their names.
        level: how hard, 1 to 3; None as :func:`comparable` takes it.
        given: what ``layer_of`` takes that holds for all layers.

    Raises:
        SpecError: no layer can have what is given.
        InputError: no small layer has what is given at this level, or no entry of it is short.
    """
    random = Random(seed)  # noqa: S311 - a draw of exercises, no secret
    layers = [layer for layer in comparable(level, given) if not isinstance(layer, PooledSpec)]
    drawn: list[Layer] = []
    for student in students:
        if not drawn:
            drawn = random.sample(layers, len(layers))
        found = differentiate(drawn.pop())
        questions = tuple(_questions(found, random, near=len(layers) == 1))
        if not questions:
            raise InputError(
                f"each entry of this layer has more than {MOST_TERMS} terms; take a smaller input or kernel"
            )
        yield Exercise(student=student, gradients=found, questions=questions)


def _questions(found: Gradients, random: Random, *, near: bool) -> Iterator[Question]:
    """The entries that are asked for; near: where none has as many terms, those that come nearest."""
    spec = found.alphabet.spec
    times = {
        "input": spec.out_channels // spec.groups,
        "output": spec.in_channels // spec.groups,
        "weight": 1,
    }
    asked: set[tuple[str, Index]] = set()
    for tensor, plain in OF_TRANSPOSED if isinstance(spec, TransposedSpec) else ASKED:
        counts = _counts(found, tensor)
        wanted = plain * times[tensor] if plain else min(counts.values())
        if near:
            wanted = _nearest(wanted, counts.values())
        fresh = [index for index, count in counts.items() if count == wanted > 0 and (tensor, index) not in asked]
        if not fresh:
            continue
        index = random.choice(fresh)
        asked.add((tensor, index))
        yield Question(claim=tensor if tensor == "output" else f"grad_{tensor}", index=index, terms=wanted)


def _nearest(wanted: int, counts: Iterable[int]) -> int:
    """The number of terms nearest to what is wanted; 0 where all are too many to be written."""
    there = sorted(count for count in set(counts) if 0 < count <= max(wanted, MOST_TERMS))
    return min(there, key=lambda count: abs(count - wanted), default=0)


def _counts(found: Gradients, tensor: str) -> dict[Index, int]:
    """Entry of O, or of a gradient → how many terms it has."""
    if tensor == "output":
        counts = list(map(len, found.output))
    else:
        chains = {"input": found.grad_input, "weight": found.grad_weight}
        counts = [len(terms(chain)) for chain in chains[tensor]]
    indices = (found.alphabet.entry(rank)[1] for rank in found.alphabet.ranks(tensor))
    return dict(zip(indices, counts, strict=True))


def _by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))
