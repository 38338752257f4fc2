"""What is known before a call form is searched for, and what is known afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symconv.check.code.asking import Reading
from symconv.check.code.layout import Layout
from symconv.check.code.source import Shown
from symconv.foreign.outcome import Failure
from symconv.foreign.plan import Plan
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is known before anything is tried.

    Attributes:
        plans: the ways of calling, the most usual first.
        layouts: the orders of axes.
        frameworks: what arrays may be.
        returns: the order of the results, where it was stated.
        shown: what the source shows of them.
        given: options of the layer.
        clear: whether it is plain from names, or told, how the function is called.
    """

    plans: Sequence[Plan]
    layouts: Sequence[Layout]
    frameworks: Sequence[str]
    returns: Sequence[str | None] | None
    shown: Shown
    given: Mapping[str, Any]
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The outcome.

    Attributes:
        reading: the best way; None where no call came back with a gradient.
        fits: whether the call is known to fit, so that what is wrong is the code's.
        failure: the first call that did not come back.
        tried: how it was called, and the layer it was asked for.
        given_up: whether other ways of calling were left, but no time for them.
    """

    reading: Reading | None
    fits: bool = False
    failure: Failure | None = None
    tried: tuple[Reading, ConvSpec] | None = None
    given_up: bool = False
