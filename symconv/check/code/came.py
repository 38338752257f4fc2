"""What came out of one layer, gradient by gradient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symconv.check.code.asking import Reading
from symconv.check.code.forward import Forward
from symconv.check.code.layout import Array
from symconv.check.code.samples import Broken
from symconv.check.code.truths import Point
from symconv.check.evaluating.differences import Comparison
from symconv.foreign.outcome import Failure
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came out for one gradient, or the output, of one layer.

    Attributes:
        comparison: its coefficients, or its size, beside the right ones; None where it has none.
        table: its coefficients.
        broken: the law it breaks.
        problem: why it has no value at all, or another one than the truth on a sampled layer.
        off: how far the coefficients were from whole numbers.
        dtype: the type of the result.
        narrow: whether it overflows at numbers that a double holds.
        case: a point at which the result is not right; None where it is.
        sampled: whether the samples are right, on a layer that was not read whole.
        other: whether it is right for the layer, but not the gradient of its own forward pass.
        padded: whether it is the gradient of the padded input, which was handed over.
        factor: the one number by which every coefficient is too large; None where there is none.
    """

    comparison: Comparison | None = None
    table: Array | None = None
    broken: Broken | None = None
    problem: str = ""
    off: float = 0.0
    dtype: str = ""
    narrow: bool = False
    case: Point | None = None
    sampled: bool | None = None
    other: bool = False
    padded: bool = False
    factor: float | None = None

    @property
    def right(self) -> bool:
        """Whether every coefficient is right."""
        if self.sampled is not None:
            return self.sampled
        return self.comparison is not None and not self.comparison.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came out on one layer.

    Attributes:
        spec: the layer that is meant.
        told: the layer that was told.
        failure: why nothing came out.
        found: gradient → what came out.
        forward: what the forward pass does; None where there is none.
        changed: arguments that were changed.
        case: the point of the failure, or any.
        sampled: whether the layer was sampled, not read whole.
        said: a word that was handed over, where it is not the usual one: ``padding='same'``.
        reading: how it was called with that word; None for the usual call.
        undefined: why the forward pass is no layer's there, so that there is no gradient that could be wrong.
    """

    spec: ConvSpec
    told: ConvSpec
    failure: Failure | None = None
    found: Mapping[str, Found] = field(default_factory=dict)
    forward: Forward | None = None
    changed: tuple[str, ...] = ()
    case: Point | None = None
    sampled: bool = False
    said: str = ""
    reading: Reading | None = None
    undefined: str = ""

    @property
    def shown(self) -> ConvSpec:
        """The layer by which it is called again: the one that was told, where a word says the padding."""
        return self.told if self.said else self.spec


def with_a_word(failing: Sequence[Tried], fine: Sequence[Tried]) -> str:
    """``, with padding='same'`` where all that fails was called with one word, and not all that is fine was."""
    words = {one.said for one in failing}
    alone = len(words) == 1 and "" not in words and words != {one.said for one in fine}
    return f", with {words.pop()}" if alone else ""
