"""What the input came through, x = f(z), and its derivative by SymPy.

The derivative is differentiated by SymPy and must equal the form in which textbooks write it, which is checked here
and written by the lesson: relu′(z) = [z > 0], σ′(z) = σ(z)(1 − σ(z)), tanh′(z) = 1 − tanh²(z).
"""

from dataclasses import dataclass
from typing import Any

import sympy

from symconv.errors import InputError, ProofError
from symconv.sizes import shown

NAMES = ("relu", "sigmoid", "tanh", "f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """An activation before the layer.

    Attributes:
        name: ``relu``, ``sigmoid``, ``tanh``, or ``f`` for any differentiable function.
        function: ``f(z)`` in the symbol ``z``.
        derivative: ``f′(z)`` as SymPy returned it.
    """

    name: str
    function: Any
    derivative: Any


def differentiated(name: str) -> Activation:
    """The activation of this name with its derivative.

    Raises:
        InputError: there is no activation of this name.
        ProofError: SymPy's derivative is not the form that textbooks write.
    """
    if name not in NAMES:
        raise InputError(f"activation must be one of {', '.join(NAMES)}, got {shown(name)}")
    z = sympy.Symbol("z", real=True)
    function, written = _forms(name, z)
    derivative = sympy.diff(function, z)
    if sympy.simplify(derivative - written) != 0:
        raise ProofError(f"the derivative of {name} is {derivative}, not {written}")
    return Activation(name=name, function=function, derivative=derivative)


def _forms(name: str, z: Any) -> tuple[Any, Any]:
    """``f(z)`` and ``f′(z)`` as textbooks write them."""
    if name == "relu":
        return sympy.Piecewise((z, z > 0), (0, True)), sympy.Piecewise((1, z > 0), (0, True))
    if name == "sigmoid":
        sigma = 1 / (1 + sympy.exp(-z))
        return sigma, sigma * (1 - sigma)
    if name == "tanh":
        return sympy.tanh(z), 1 - sympy.tanh(z) ** 2
    unknown = sympy.Function("f")(z)
    return unknown, unknown.diff(z)
