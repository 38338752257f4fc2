"""Exercises on poolings: entries of ∂L/∂X; of a max with the numbers that choose, no two of them equal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from symconv.algebra.tensors import Index
from symconv.errors import InputError
from symconv.pooled import PooledSpec
from symconv.practice.exercises import Question
from symconv.practice.layers import comparable
from symconv.spec import positions

ASKED = {"average": (1, 2, 4), "max": (0, 1, 2)}
"""Terms of the entries of ∂L/∂X that are asked for."""
MOST_DRAWS, FEW_DRAWS = 1000, 20

Received = tuple[Index, Fraction]
"""An output, and the share of its ∂L/∂o that an entry gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledExercise:
    """What one student is asked.

    Attributes:
        student: whose it is.
        spec: the layer.
        numbers: of a max, X: full index → number; else empty.
        questions: the entries to write out.
    """

    student: str
    spec: PooledSpec
    numbers: Mapping[Index, int]
    questions: tuple[Question, ...]

    def header(self, index_base: int) -> str:
        """The line that tells the layer and the number of the first entry."""
        return header(self.spec, index_base)

    def received(self, index: Index) -> list[Received]:
        """What an entry of X gets, output by output."""
        return list(_received(self.spec, self.numbers, index))

    def taken(self, output: Index) -> Index:
        """The entry of X that an output of a max takes."""
        return _taken(self.spec, self.numbers, output)


def header(spec: PooledSpec, index_base: int) -> str:
    """``symconv: pool=max input=5x5 kernel=3x3 stride=2x2 index_base=0``: a pooling as a text names it."""
    if not spec.even:
        sizes = {"input": spec.input_size, "output_size": spec.output_size}
    else:
        sizes = {"input": spec.input_size, "kernel": spec.kernel_size, "stride": spec.form.stride}
    words = [f"{word}={'x'.join(map(str, size))}" for word, size in sizes.items()]
    if any(map(any, spec.padding)):
        words.append(f"padding={'x'.join(f'{a}:{b}' for a, b in spec.padding)}")
    if max(spec.form.dilation) > 1:
        words.append(f"dilation={'x'.join(map(str, spec.form.dilation))}")
    words += ["ceil_mode=yes"] if spec.ceil_mode else []
    words += [] if spec.count_include_pad else ["exclude_pad=yes"]
    words += [f"divisor={spec.divisor}"] if spec.divisor else []
    words += [f"in_channels={spec.channels}"] if spec.channels > 1 else []
    return f"symconv: pool={spec.pool} {' '.join(words)} index_base={index_base}"


def pooled_exercises(
    seed: int, students: Sequence[str], level: int | None, given: Mapping[str, Any]
) -> Iterator[PooledExercise]:
    """One exercise for each student; the same seed gives the same ones.

    Args:
        seed: any number.
        students: their names.
        level: how hard, 1 to 3; None as :func:`comparable` takes it.
        given: what ``pooled_of`` takes that holds for all layers.

    Raises:
        SpecError: no layer can have what is given.
        InputError: no small layer has what is given at this level.
    """
    random = Random(seed)  # noqa: S311 - a draw of exercises, no secret
    layers = [layer for layer in comparable(level, given) if isinstance(layer, PooledSpec)]
    drawn: list[PooledSpec] = []
    for student in students:
        if not drawn:
            drawn = random.sample(layers, len(layers))
        spec = drawn.pop()
        wanted = _found(spec) if len(layers) == 1 else ASKED[spec.pool]
        numbers, asked = _asked(spec, wanted, random)
        yield PooledExercise(student=student, spec=spec, numbers=numbers, questions=tuple(asked))


def _found(spec: PooledSpec) -> tuple[int, ...]:
    """Of the numbers of terms that are asked for those that the layer has: without overlap no entry has two."""
    random = Random(0)  # noqa: S311 - the same for all
    drawn = [_entries(spec, _numbers(spec, random)) for _ in range(FEW_DRAWS)]
    found = tuple(terms for terms in ASKED[spec.pool] if any(entries[terms] for entries in drawn))
    return found + found[-1:] * (len(ASKED[spec.pool]) - len(found))


def _asked(spec: PooledSpec, wanted: tuple[int, ...], random: Random) -> tuple[Mapping[Index, int], list[Question]]:
    """Numbers at which there are entries with as many terms as are asked for, and these entries."""
    asks = Counter(wanted)
    for _ in range(MOST_DRAWS):
        numbers = _numbers(spec, random)
        entries = _entries(spec, numbers)
        chosen = {terms: random.sample(entries[terms], min(many, len(entries[terms]))) for terms, many in asks.items()}
        if all(chosen.values()):
            each = [(index, terms) for terms, indices in chosen.items() for index in indices]
            asked = [Question(claim="grad_input", index=index, terms=terms) for index, terms in each]
            if spec.pool == "max":
                output = random.choice(list(positions(spec.output_shape)))
                asked.insert(0, Question(claim="output", index=output, terms=1))
            return numbers, asked
    raise InputError("no numbers of this layer make windows choose the same entry; leave out what tells it")


def _numbers(spec: PooledSpec, random: Random) -> Mapping[Index, int]:
    if spec.pool == "average":
        return {}
    places = list(positions(spec.input_shape))
    return dict(zip(places, random.sample(range(1, len(places) + 1), len(places)), strict=True))


def _entries(spec: PooledSpec, numbers: Mapping[Index, int]) -> Mapping[int, list[Index]]:
    """Number of terms → the entries of ∂L/∂X that have as many; those in no window left out."""
    held = {place for m in positions(spec.output_size) for _, place in spec.window(m)}
    found: dict[int, list[Index]] = {terms: [] for terms in ASKED[spec.pool]}
    for index in positions(spec.input_shape):
        if index[2:] in held:
            found.setdefault(len(list(_received(spec, numbers, index))), []).append(index)
    return found


def _received(spec: PooledSpec, numbers: Mapping[Index, int], index: Index) -> Iterator[Received]:
    for m in positions(spec.output_size):
        output = (*index[:2], *m)
        if spec.pool == "max":
            if _taken(spec, numbers, output) == index:
                yield output, Fraction(1)
        elif index[2:] in (place for _, place in spec.window(m)):
            yield output, Fraction(1, spec.divisor_at(m))


def _taken(spec: PooledSpec, numbers: Mapping[Index, int], output: Index) -> Index:
    return (*output[:2], *spec.chosen(output[2:], partial(_number, numbers, output[:2]))[1])


def _number(numbers: Mapping[Index, int], lead: Index, place: Index) -> int:
    return numbers[(*lead, *place)]
