"""symconv: the gradients of a convolution layer, derived, proven and told.

    >>> import symconv
    >>> derivation = symconv.derive(symconv.ConvSpec.of(stride=2, kernel_size=3))
    >>> derivation.to_sympy()["grad_input"][0, 0, 2, 1]
    f_01*∂L/∂o_10 + f_21*∂L/∂o_00

Every name is loaded when it is first used, and nothing before: the command line begins here, too.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:  # what ``typing`` is for would be loaded here
    from typing import Any

    from symconv.check.checker import check_text
    from symconv.check.code import check_file, check_function
    from symconv.errors import InputError, SpecError, SymconvError
    from symconv.folded import FoldedSpec
    from symconv.library.certified import certify
    from symconv.library.class_report import check_class
    from symconv.library.deck import outline, slides
    from symconv.library.derivation import Derivation, derive
    from symconv.library.exercise_set import exercise
    from symconv.library.frameworks import framework_call
    from symconv.library.pooled_frameworks import framework_pooling
    from symconv.library.pooling import PooledDerivation, derive_pooling, prove_pooling
    from symconv.library.stacked import StackDerivation, derive_stack
    from symconv.library.sweeps import prove_pooling_sweep, prove_sweep
    from symconv.library.theorems import prove_all_sizes
    from symconv.library.verdicts import prove
    from symconv.notebook.explorer import explore
    from symconv.numeric.gradients import forward, grad_bias, grad_input, grad_weight
    from symconv.numeric.plan import Plan, plan
    from symconv.numeric.pooling import pool_forward, pool_grad_input, pool_indices
    from symconv.numeric.rounding import rounding
    from symconv.numeric.through import grads_through
    from symconv.numeric.twice import grad_grad
    from symconv.pooled import PooledSpec
    from symconv.proof.grid import Grid
    from symconv.spec import ConvSpec
    from symconv.stack import Stack
    from symconv.transposed import TransposedSpec

__version__ = "0.2.0"
__all__ = [
    "ConvSpec",
    "Derivation",
    "FoldedSpec",
    "Grid",
    "InputError",
    "Plan",
    "PooledDerivation",
    "PooledSpec",
    "SpecError",
    "Stack",
    "StackDerivation",
    "SymconvError",
    "TransposedSpec",
    "certify",
    "check_class",
    "check_file",
    "check_function",
    "check_text",
    "derive",
    "derive_pooling",
    "derive_stack",
    "exercise",
    "explore",
    "forward",
    "framework_call",
    "framework_pooling",
    "grad_bias",
    "grad_grad",
    "grad_input",
    "grad_weight",
    "grads_through",
    "outline",
    "plan",
    "pool_forward",
    "pool_grad_input",
    "pool_indices",
    "prove",
    "prove_all_sizes",
    "prove_pooling",
    "prove_pooling_sweep",
    "prove_sweep",
    "rounding",
    "slides",
]

_HOMES = {
    "PooledDerivation": "symconv.library.pooling",
    "PooledSpec": "symconv.pooled",
    "derive_pooling": "symconv.library.pooling",
    "framework_pooling": "symconv.library.pooled_frameworks",
    "pool_forward": "symconv.numeric.pooling",
    "pool_grad_input": "symconv.numeric.pooling",
    "pool_indices": "symconv.numeric.pooling",
    "prove_pooling": "symconv.library.pooling",
    "prove_pooling_sweep": "symconv.library.sweeps",
    "ConvSpec": "symconv.spec",
    "FoldedSpec": "symconv.folded",
    "InputError": "symconv.errors",
    "SpecError": "symconv.errors",
    "Stack": "symconv.stack",
    "StackDerivation": "symconv.library.stacked",
    "SymconvError": "symconv.errors",
    "TransposedSpec": "symconv.transposed",
    "certify": "symconv.library.certified",
    "check_class": "symconv.library.class_report",
    "check_file": "symconv.check.code",
    "check_function": "symconv.check.code",
    "check_text": "symconv.check.checker",
    "Derivation": "symconv.library.derivation",
    "Grid": "symconv.proof.grid",
    "derive": "symconv.library.derivation",
    "derive_stack": "symconv.library.stacked",
    "exercise": "symconv.library.exercise_set",
    "explore": "symconv.notebook.explorer",
    "forward": "symconv.numeric.gradients",
    "framework_call": "symconv.library.frameworks",
    "grad_bias": "symconv.numeric.gradients",
    "grad_grad": "symconv.numeric.twice",
    "grad_input": "symconv.numeric.gradients",
    "grad_weight": "symconv.numeric.gradients",
    "grads_through": "symconv.numeric.through",
    "load_ipython_extension": "symconv.notebook.magics",
    "outline": "symconv.library.deck",
    "Plan": "symconv.numeric.plan",
    "plan": "symconv.numeric.plan",
    "prove": "symconv.library.verdicts",
    "prove_all_sizes": "symconv.library.theorems",
    "prove_sweep": "symconv.library.sweeps",
    "rounding": "symconv.numeric.rounding",
    "slides": "symconv.library.deck",
}


def __getattr__(name: str) -> "Any":
    if name not in _HOMES:
        raise AttributeError(f"module 'symconv' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
