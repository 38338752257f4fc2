"""The same gradients reached in other ways, as array programs that know nothing of SymPy.

Every route is written once for any NumPy array: fed with symbols it is proven, fed with floats it computes.
A new route is one file and one row below.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from symconv.routes import decimation, folklore, matrix, polyphase, scatter, textbook, upsample
from symconv.routes.operators import Array

Route = Callable[..., Array]

TAUGHT = ("decimation", "textbook", "upsample", "matrix", "polyphase", "scatter")
"""The routes that a derivation tells of; the others compute the same fast."""


def _fast(module: str, gradient: str) -> Route:
    """A route of ``routes.gemm``, loaded when it is first run."""

    def route(*given: object) -> Array:
        found: Route = getattr(import_module(f"symconv.routes.gemm.{module}"), gradient)
        return found(*given)

    return route


FORWARD: Mapping[str, Route] = {
    "decimation": decimation.forward,
    "gemm": _fast("columns", "forward"),
}
"""Name → ``route(spec, input, weight)``, without the bias."""

GRAD_INPUT: Mapping[str, Route] = {
    "textbook": textbook.grad_input,
    "upsample": upsample.grad_input,
    "matrix": matrix.grad_input,
    "polyphase": polyphase.grad_input,
    "scatter": scatter.grad_input,
    "gemm": _fast("choice", "grad_input"),
    "gemm-phases": _fast("by_phases", "grad_input"),
    "gemm-filter-first": _fast("filter_first", "grad_input"),
}
"""Name → ``route(spec, grad_output, weight)``."""

GRAD_WEIGHT: Mapping[str, Route] = {
    "textbook": textbook.grad_weight,
    "upsample": upsample.grad_weight,
    "matrix": matrix.grad_weight,
    "gemm": _fast("columns", "grad_weight"),
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
