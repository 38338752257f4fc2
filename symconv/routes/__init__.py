"""The same gradients reached in other ways, as array programs that know nothing of SymPy.

Every route is written once for any array (see :mod:`.arrays`): fed with symbols it is proven, fed with floats it
computes. An entry outside an array is never multiplied, in none of them (see :mod:`.extended`). A new route is one file
and one row below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from symconv.routes import folklore, textbook
from symconv.spec import ConvSpec

Route = Callable[..., Any]

TAUGHT = ("decimation", "textbook", "upsample", "matrix", "polyphase", "scatter")
"""The routes that a derivation tells of; the others compute the same fast."""


@dataclass(frozen=True, slots=True)
class Program:
    """A route, loaded when it is first run.

    Attributes:
        module: where it is, in this room.
        function: its name there.
        options: what the function is told first.
        blocked: whether it takes NumPy's arrays alone and works on some outputs (or inputs of a phase) at a time, and
            is told how many by ``block``. It is then made for a layer before it is run (see :mod:`.gemm`).
    """

    module: str
    function: str
    options: tuple[int, ...] = ()
    blocked: bool = False

    def __call__(self, spec: ConvSpec, first: Any, second: Any, *, block: int | None = None) -> Any:
        """The route's result; infinite entries and NaN reach what they meet and nothing else."""
        route, options = self.loaded(), {}
        if self.blocked:
            from symconv.routes.gemm.blocked import once

            route, options = partial(once, route), {"block": block}
        if first.dtype == object:
            return route(spec, first, second, **options)
        from symconv.routes.extended import bilinear  # numbers alone need NumPy

        return bilinear(route, spec, first, second, **options)

    def loaded(self) -> Any:
        """What stands at this place: a route, or of a blocked one what makes it."""
        found = getattr(import_module(f"symconv.routes.{self.module}"), self.function)
        return partial(found, *self.options) if self.options else found


FORWARD: Mapping[str, Route] = {
    "decimation": Program("decimation", "forward"),
    "gemm": Program("gemm.columns", "Forward", blocked=True),
}
"""Name → ``route(spec, input, weight)``, without the bias."""

GRAD_INPUT: Mapping[str, Route] = {
    "textbook": Program("textbook", "grad_input"),
    "upsample": Program("upsample", "grad_input"),
    "matrix": Program("matrix", "grad_input"),
    "polyphase": Program("polyphase", "grad_input"),
    "scatter": Program("scatter", "grad_input"),
    "gemm": Program("gemm.choice", "grad_input", blocked=True),
    "gemm-phases": Program("gemm.by_phases", "GradInput", blocked=True),
    "gemm-filter-first": Program("gemm.filter_first", "GradInput", blocked=True),
}
"""Name → ``route(spec, grad_output, weight)``."""

GRAD_WEIGHT: Mapping[str, Route] = {
    "textbook": Program("textbook", "grad_weight"),
    "upsample": Program("upsample", "grad_weight"),
    "matrix": Program("matrix", "grad_weight"),
    "gemm": Program("gemm.columns", "GradWeight", blocked=True),
}
"""Name → ``route(spec, input, grad_output)``."""

GRAD_BIAS: Mapping[str, Route] = {
    "textbook": textbook.grad_bias,
}
"""Name → ``route(spec, grad_output)``."""

FEWER: Mapping[str, Mapping[str, Route]] = {
    function: {
        **{f"winograd-{tile}": Program("winograd", function, options=(tile,)) for tile in (2, 4)},
        **{f"gemm-winograd-{tile}": Program("gemm.fewer", blocks, options=(tile,), blocked=True) for tile in (2, 4)},
    }
    for function, blocks in (("forward", "Forward"), ("grad_input", "GradInput"), ("grad_weight", "GradWeight"))
}
"""Routes with fewer multiplications, where they apply (see :mod:`.winograd`), and the same in blocks; run only if asked
for by name."""

FOLKLORE: Mapping[str, Route] = {
    "recipe": folklore.recipe,
    "strided": folklore.strided,
    "undilated": folklore.undilated,
}
"""Name → ``route(spec, grad_output, weight)`` for ∂L/∂X that is believed and not always true."""
