"""A pooling's routes against the chain rule, entry by entry, exactly.

Of a max the shares c stay symbols: both sides are the same polynomials in ℤ[x, c, ∂L/∂o], so they are equal for every
choice of taps, whatever the numbers. The choice itself is one claim more (``share``): for each entry of each window
SymPy's derivative of the largest is 1 where that entry is strictly the largest, and 0 where another one is.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from symconv.algebra.chain_rule import gradient
from symconv.algebra.polynomial import Monomial, NormalForm, collected, variable
from symconv.algebra.pooled import PooledGradients, largest_holds
from symconv.errors import InputError
from symconv.exact import ExactArray
from symconv.proof.entrywise import Difference, Proof, differing
from symconv.routes.pooling import Place, PooledRoute, pooled_routes
from symconv.spec import positions

GIVEN = {"output": "input", "grad_input": "grad_output"}
"""Claim → what a route to it is given."""
CHOICE = "sympy"
"""The route of the claim ``share``."""


def prove_pooled(found: PooledGradients, only: tuple[str, ...] | None = None) -> tuple[Proof, ...]:
    """Every route of every claim, or only the routes of these names.

    Raises:
        InputError: a name is no route.
    """
    claims = pooled_routes(found.spec)
    known = sorted({name for routes in claims.values() for name in routes} | _choosing(found))
    for name in only or ():
        if name not in known:
            raise InputError(f"no route is called {name!r}; there are {', '.join(known)}")
    return tuple(_proofs(found, only))


def prove_pooled_route(found: PooledGradients, claim: str, name: str, route: PooledRoute) -> Proof:
    """The verdict on one route for one claim."""
    alphabet, tensor = found.alphabet, GIVEN[claim]
    given = ExactArray(map(variable, alphabet.ranks(tensor)), alphabet.shapes[tensor])
    result = route(found.spec, given, lambda array, tap: array * _shares(found, tap))
    truth = truths(found, claim)
    shape = alphabet.shapes["output" if claim == "output" else "input"]
    differences: tuple[Difference, ...] = tuple(differing(result, shape, truth))
    return Proof(claim=claim, route=name, entries=len(truth), shape=result.shape, differences=differences)


def truths(found: PooledGradients, claim: str) -> list[NormalForm]:
    """What the chain rule (for ``output``: the definition) says of each entry, row by row."""
    return list(map(collected, found.output)) if claim == "output" else list(map(gradient, found.grad_input))


def _proofs(found: PooledGradients, only: tuple[str, ...] | None) -> Iterator[Proof]:
    for claim, routes in pooled_routes(found.spec).items():
        for name, route in routes.items():
            if only is None or name in only:
                yield prove_pooled_route(found, claim, name, route)
    if _choosing(found) and (only is None or CHOICE in only):
        entries = sum(map(len, found.output))
        differences = () if largest_holds() else (Difference(index=(), truth=None, got=None),)
        shape = found.alphabet.shapes["share"]
        yield Proof(claim="share", route=CHOICE, entries=entries, shape=shape, differences=differences)


def _choosing(found: PooledGradients) -> set[str]:
    return {CHOICE} if found.spec.pool == "max" else set()


def _shares(found: PooledGradients, tap: Place) -> ExactArray:
    """``c_a`` for every output: a symbol each, of an average the fraction 1/D."""
    alphabet, spec = found.alphabet, found.spec
    indices = positions(spec.output_shape)
    shares: Iterator[Any]
    if spec.pool == "max":
        shares = (variable(alphabet.rank("share", (*index, *tap))) for index in indices)
    else:
        shares = (Monomial(Fraction(1, spec.divisor_at(index[2:])), ()) for index in indices)
    return ExactArray(shares, spec.output_shape)
