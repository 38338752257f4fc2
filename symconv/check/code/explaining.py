"""Which mistake a function makes: the laws it breaks, the sizes it returns, the coefficients it has."""

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from symconv.axis import Axis
from symconv.check.code.came import Found, Tried
from symconv.check.code.exact import expected
from symconv.check.code.exchanged import mistaken
from symconv.check.code.layout import Array
from symconv.check.code.meaning import USUAL, Meaning
from symconv.check.code.patterns import Pattern
from symconv.check.code.readoff import NOT_FINITE
from symconv.check.evaluating.differences import Comparison
from symconv.check.mistakes import MISTAKES, Mistake
from symconv.check.mistakes.diagnose import diagnose, fits
from symconv.spec import ConvSpec

MOST_MISTAKES = 4


def explained(name: str, each: Sequence[tuple[Tried, Found]], seen: Pattern, meaning: Meaning = USUAL) -> list[Mistake]:
    """The mistakes that explain what is wrong with one gradient, the simplest first.

    Args:
        name: the gradient.
        each: what came out on each layer, the smallest first.
        seen: what the layers that fail have in common.
        meaning: the layer that is meant, told by another.
    """
    if any(part.other for _, part in each):
        return []
    found = [part for one, part in each if not one.sampled]
    if meaning.fold and _unfolded(name, [(one.spec, part.table) for one, part in each if part.table is not None]):
        return [MISTAKES["fold-cropped"]]
    if meaning.transposed:
        return [MISTAKES[id_] for id_ in _of_transposed(name, each, flipped=meaning.flipped)]
    if name == "grad_input" and _uncropped(each):
        return [MISTAKES["crop-forgotten"]]
    if _broadcast(name, each):
        return [MISTAKES["batch-broadcast"]]
    ids = list(dict.fromkeys([*_lawless(found)] or [*_by_value(found, seen)]))
    return [MISTAKES[id_] for id_ in ids[:MOST_MISTAKES]]


def _unfolded(name: str, each: Sequence[tuple[ConvSpec, Array]]) -> bool:
    """Whether every coefficient is the right one of the layer that pads with zeros."""
    return all(np.array_equal(table, expected(spec, name)) for spec, table in each)


def _of_transposed(name: str, each: Sequence[tuple[Tried, Found]], *, flipped: bool) -> list[str]:
    """What superposition shows, else what the coefficients do, unless the layer itself flips its filter."""
    laws = [part.broken.law.id for _, part in each if part.broken]
    filled = ["unfilled"] if any(part.problem == NOT_FINITE for _, part in each) else []
    read = [(one.spec, name, part.table) for one, part in each if part.table is not None]
    own = not flipped and name != "grad_bias" and any(not part.right for _, part in each if part.table is not None)
    return list(dict.fromkeys(filled + laws or (mistaken(read) if own else ())))


def _uncropped(each: Sequence[tuple[Tried, Found]]) -> bool:
    """Whether the gradient of the padded input comes back on every layer with padding."""
    padded = [(one, part) for one, part in each if any(map(sum, one.spec.padding)) and not one.sampled]
    return bool(padded) and all(
        part.comparison is not None
        and bool(part.comparison.differences)
        and part.comparison.differences[0].got is None
        and _size(part.comparison) == [axis.input_size + axis.before + axis.after for axis in one.spec.axes]
        for one, part in padded
    )


def _broadcast(name: str, each: Sequence[tuple[Tried, Found]]) -> bool:
    """Whether all images count in each image's ∂L/∂X, or each of them once for every image in the others."""
    read = [(one.spec, part) for one, part in each if not one.sampled]
    several = [(spec, part) for spec, part in read if spec.batch > 1]
    return bool(several) and all(
        part.table is not None and (_mixes(spec, part) if name == "grad_input" else part.factor == spec.batch)
        if spec.batch > 1
        else part.right
        for spec, part in read
    )


def _mixes(spec: ConvSpec, part: Found) -> bool:
    """Whether the coefficients of ∂L/∂X are those of all images, in every image."""
    images = spec.batch
    table = np.asarray(part.table).reshape(images, -1, images, prod(spec.output_shape[1:]), prod(spec.weight_shape))
    true = expected(spec, "grad_input").reshape(table.shape)
    own = np.stack([true[n, :, n] for n in range(images)], axis=1)
    return bool(np.array_equal(table, np.broadcast_to(own, table.shape)))


def _lawless(found: Sequence[Found]) -> Iterator[str]:
    """What superposition shows."""
    if any(part.problem == NOT_FINITE for part in found):
        yield "unfilled"
    yield from (part.broken.law.id for part in found if part.broken)
    if any(part.problem and part.comparison is None for part in found):
        yield from ("value-dependent", "unfilled")


def _by_value(found: Sequence[Found], seen: Pattern) -> Iterator[str]:
    """What sizes and coefficients show; two mistakes may each spoil layers of their own."""
    wrong = [part.comparison for part in found if part.comparison is not None and part.comparison.differences]
    good = [part.comparison for part in found if part.comparison is not None and not part.comparison.differences]
    sized = [part for part in wrong if part.differences[0].got is None]
    empty = [part for part in sized if 0 in _size(part)]
    yield from (id_ for id_ in seen.ids if sized or id_ == "axes-exchanged")
    yield from ["empty-crop"] if empty else []
    yield from ["wrong-factor"] if scaled(found) else []
    others = [part for part in sized if part not in empty]
    yield from ["wrong-padding"] if others and all(map(_other_padding, others)) else []
    for group in ([part for part in wrong if part not in sized], others):
        yield from _diagnosed(group, good)


def _diagnosed(wrong: Sequence[Comparison], good: Sequence[Comparison]) -> Iterator[str]:
    """The table of mistakes, for all wrong layers at once, else for the smallest alone."""
    for chosen in (wrong, wrong[:1]):
        own = diagnose(tuple(chosen), whole_maps=True)
        agreeing = [ids for ids in own if MISTAKES[ids[0]].bends is None or fits(good, ids)]
        for ids in agreeing or own:
            yield from ids
        if own:
            return


def _size(part: Comparison) -> list[int]:
    """The size that came back."""
    return [int(n) for n in part.differences[0].message.split()[3].split("x")]


def _other_padding(part: Comparison) -> bool:
    """Whether the size is that of a backward convolution with another padding than e−1−p."""
    if part.differences[0].tensor != "grad_input":
        return False
    axes, size = part.truth.spec.axes, _size(part)
    pads = [_padding(axis, got) for axis, got in zip(axes, size, strict=False)]
    needed = [axis.effective_kernel - 1 - axis.before for axis in axes]
    return len(size) == len(axes) and None not in pads and pads != needed


def _padding(axis: Axis, got: int) -> int | None:
    """The padding q on both sides that gives this size: ``(M−1)s + 1 + 2q − (e−1)``."""
    twice = got - ((axis.output_size - 1) * axis.stride + 1) + axis.effective_kernel - 1
    return twice // 2 if twice % 2 == 0 and twice >= 0 else None


def scaled(found: Sequence[Found]) -> bool:
    """Whether every coefficient is the right one times one number."""
    return None not in {part.factor for part in found} and len({part.factor for part in found}) == 1
