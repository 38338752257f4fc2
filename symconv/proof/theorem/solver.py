"""Side conditions for all integers at once, by z3 (the extra ``smt``)."""

import time
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from symconv.errors import MissingExtraError
from symconv.extras import installing
from symconv.proof.theorem.conditions import Condition, apart
from symconv.proof.theorem.indices import Index, Letter, Quotient

PATIENCE = 10_000
"""Milliseconds for one condition."""

LARGEST_TOTAL = 24
"""Sizes of a counterexample add up to no more."""


def z3() -> ModuleType:
    """The solver.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import z3 as solver
    except ImportError as error:
        raise MissingExtraError(f"a proof for every size needs z3: {installing('smt')}") from error
    module: ModuleType = solver
    return module


def installed() -> bool:
    """Whether there is a solver."""
    return find_spec("z3") is not None


@dataclass(slots=True)
class Solver:
    """Proves side conditions for all integers.

    Attributes:
        patience: milliseconds for one condition; what takes longer is not proven.
        conditions: how many it was asked.
        seconds: how long z3 took.
    """

    word: str = "proven"
    patience: int = PATIENCE
    conditions: int = 0
    seconds: float = 0.0
    _known: dict[tuple[Condition, tuple[Condition, ...]], bool] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        z3()

    def passes(self, claim: Condition, given: tuple[Condition, ...]) -> bool:
        """Whether z3 finds no integers at which the claim fails."""
        asked = apart(claim, given)
        self.conditions += 1
        if asked not in self._known:
            begun = time.perf_counter()
            self._known[asked] = str(_refuting(*asked, self.patience).check()) == "unsat"
            self.seconds += time.perf_counter() - begun
        return self._known[asked]


def smallest(
    claims: tuple[Condition, ...], given: tuple[Condition, ...], sizes: tuple[Letter, ...]
) -> dict[Letter, int] | None:
    """Sizes at which all that is given holds and some claim fails: the least total, then the least of each in turn.

    Returns:
        None where none has a total of at most ``LARGEST_TOTAL``.
    """
    asked = _patient(PATIENCE)
    asked.add(*map(_formula, given), z3().Not(z3().And(*map(_formula, claims))))
    asked.add(*(_variable(name) >= 0 for name in sizes))
    total = z3().Sum([_variable(name) for name in sizes])
    for most in range(LARGEST_TOTAL + 1):
        if _possible(asked, total == most):
            asked.add(total == most)
            break
    else:
        return None
    found: dict[Letter, int] = {}
    for name in sizes:
        found[name] = next(value for value in range(most + 1) if _possible(asked, _variable(name) == value))
        asked.add(_variable(name) == found[name])
    return found


def _possible(asked: Any, further: Any) -> bool:
    return str(asked.check(further)) == "sat"


def _patient(milliseconds: int) -> Any:
    """A solver; Ctrl-C is left to Python, where z3 would take it for itself and say that it does not know."""
    solver = z3().Solver()
    solver.set("timeout", milliseconds)
    solver.set("ctrl_c", False)
    return solver


def _refuting(claim: Condition, given: tuple[Condition, ...], patience: int) -> Any:
    solver = _patient(patience)
    solver.add(*(_formula(part) for part in given), z3().Not(_formula(claim)))
    return solver


def _formula(condition: Condition) -> Any:
    left, right = _written(condition.left), _written(condition.right)
    if condition.kind == "equal":
        return left == right
    if condition.kind == "within":
        return z3().And(left >= 0, left < right)
    return left % right == 0


def _written(index: Index) -> Any:
    total: Any = z3().IntVal(0)
    for monomial, coefficient in index.terms:
        product: Any = z3().IntVal(coefficient)
        for atom in monomial:
            product = product * (_divided(atom) if isinstance(atom, Quotient) else _variable(atom))
        total = total + product
    return total


def _divided(atom: Quotient) -> Any:
    """z3's division rounds down where the divisor is positive, as every divisor in a derivation is."""
    return _written(atom.over) / _written(atom.under)


@cache
def _variable(name: Letter) -> Any:
    return z3().Int(f"{name.name}_{name.axis}")
