"""The same gradients reached in other ways, as array programs that know nothing of SymPy.

Every route is written once for any NumPy array: fed with symbols it is proven, fed with floats it computes.
A new route is one file and one row below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from symconv.routes import decimation, folklore, matrix, polyphase, scatter, textbook, upsample
from symconv.routes.operators import Array

Route = Callable[..., Array]

TAUGHT = ("decimation", "textbook", "upsample", "matrix", "polyphase", "scatter")
"""The routes that a derivation tells of; the others compute the same fast."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A route of ``routes.gemm``, loaded when it is first run; ``block`` is how many entries it works on at a time."""

    module: str
    gradient: str

    def __call__(self, *given: object, block: int | None = None) -> Array:
        """The route's result, in blocks of so many entries; None takes the size that is fast."""
        found: Route = getattr(import_module(f"symconv.routes.gemm.{self.module}"), self.gradient)
        return found(*given, block=block)


FORWARD: Mapping[str, Route] = {
    "decimation": decimation.forward,
    "gemm": Blocked("columns", "forward"),
}
"""Name → ``route(spec, input, weight)``, without the bias."""

GRAD_INPUT: Mapping[str, Route] = {
    "textbook": textbook.grad_input,
    "upsample": upsample.grad_input,
    "matrix": matrix.grad_input,
    "polyphase": polyphase.grad_input,
    "scatter": scatter.grad_input,
    "gemm": Blocked("choice", "grad_input"),
    "gemm-phases": Blocked("by_phases", "grad_input"),
    "gemm-filter-first": Blocked("filter_first", "grad_input"),
}
"""Name → ``route(spec, grad_output, weight)``."""

GRAD_WEIGHT: Mapping[str, Route] = {
    "textbook": textbook.grad_weight,
    "upsample": upsample.grad_weight,
    "matrix": matrix.grad_weight,
    "gemm": Blocked("columns", "grad_weight"),
}
"""Name → ``route(spec, input, grad_output)``."""

GRAD_BIAS: Mapping[str, Route] = {
    "textbook": textbook.grad_bias,
}
"""Name → ``route(spec, grad_output)``."""

FOLKLORE: Mapping[str, Route] = {
    "recipe": folklore.recipe,
    "strided": folklore.strided,
    "undilated": folklore.undilated,
}
"""Name → ``route(spec, grad_output, weight)`` for ∂L/∂X that is believed and not always true."""
