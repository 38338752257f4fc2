"""What all statements of a text share when one of them is evaluated on a layer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from symconv.algebra.polynomial import Rational
from symconv.check.evaluating.unknown import Budget
from symconv.check.understanding.binding import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an evaluation on a layer needs beside the claim.

    Attributes:
        binding: letter → tensor.
        channels_above: whether what stands above a tensor counts its channels.
        orders: the order of indices that the text's definitions fix.
        data: tensors given as numbers.
        einstein: whether repeated letters are summed.
        budget: steps that are left.
    """

    binding: Binding
    channels_above: bool = False
    orders: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Mapping[tuple[int, ...], Rational]] = field(default_factory=dict)
    einstein: bool = False
    budget: Budget = field(default_factory=Budget)
