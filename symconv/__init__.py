"""symconv: the gradients of a convolution layer, derived, proven and told.

    >>> import symconv
    >>> derivation = symconv.derive(symconv.ConvSpec.of(stride=2, kernel_size=3))
    >>> derivation.to_sympy()["grad_input"][0, 0, 2, 1]
    f_01*∂L/∂o_10 + f_21*∂L/∂o_00

Names that need SymPy or NumPy are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symconv.errors import SymconvError
from symconv.spec import ConvSpec

if TYPE_CHECKING:
    from symconv.derivation import Derivation, derive, prove
    from symconv.proof.entrywise import Proof

__version__ = "0.1.0"
__all__ = ["ConvSpec", "Derivation", "Proof", "SymconvError", "derive", "prove"]

_HOMES = {
    "Derivation": "symconv.derivation",
    "Proof": "symconv.proof.entrywise",
    "derive": "symconv.derivation",
    "prove": "symconv.derivation",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'symconv' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
