"""The δ-recursion against the derivative of the whole function, entry by entry, exactly.

The recursion runs on arrays of variables, by the routes that are proven for single layers; SymPy differentiated all
layers as one expression. Both are polynomials in δ, f′(o), f(o), f, b and x, and are compared by their normal forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from symconv.algebra.composition import Composition
from symconv.algebra.polynomial import NormalForm, normal_form, variable
from symconv.algebra.stacked import Whole
from symconv.algebra.tensors import Index
from symconv.errors import ProofError
from symconv.exact import ExactArray
from symconv.routes import GRAD_INPUT, GRAD_WEIGHT, TAUGHT
from symconv.routes.stacked import Back, ToFilter, ToInput, back
from symconv.routes.textbook import grad_bias
from symconv.spec import positions

TO_INPUT = tuple(name for name in TAUGHT if name in GRAD_INPUT)
TO_FILTER = tuple(name for name in TO_INPUT if name in GRAD_WEIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackProof:
    """The verdict on one gradient by one route through all layers.

    Attributes:
        claim: the tensor the gradient belongs to, ``("weight", 2)``; ``("output", 1)`` is δ¹.
        route: the name of the route by which every layer was gone back.
        entries: entries compared.
        differences: the indices at which the two sides differ; empty when the claim holds.
    """

    claim: Whole
    route: str
    entries: int
    differences: tuple[Index, ...]

    @property
    def holds(self) -> bool:
        """Whether every entry is the same polynomial."""
        return not self.differences

    def to_json(self) -> dict[str, object]:
        """The verdict as ``derive --format json`` prints it."""
        tensor, layer = self.claim
        return {
            "claim": f"grad_{tensor}",
            "layer": layer,
            "route": self.route,
            "entries": self.entries,
            "holds": self.holds,
        }


def prove_stack(found: Composition) -> tuple[StackProof, ...]:
    """Every gradient by every route that a derivation tells of.

    Raises:
        ProofError: one of them differs, which is a bug in symconv.
    """
    proofs = [proof for name in TO_INPUT for proof in verdicts(found, name, recursion(found, name))]
    for proof in proofs:
        if not proof.holds:
            tensor, layer = proof.claim
            where = f"∂L/∂({tensor} of layer {layer}) at {proof.differences[0]}"
            raise ProofError(f"the recursion by route {proof.route} disagrees with SymPy on {where}")
    return tuple(sorted(proofs, key=lambda proof: list(found.gradients).index(proof.claim)))


def recursion(found: Composition, route: str, *, run: Any = back) -> Back:
    """The recursion on arrays of variables, every layer by one route; ``run`` may be another program than ours."""
    stack, last = found.alphabet.stack, len(found.alphabet.stack.layers)
    to_filter: ToFilter = GRAD_WEIGHT[route if route in TO_FILTER else "textbook"]
    to_input: ToInput = GRAD_INPUT[route]
    array = partial(_variables, found)
    gone: Back = run(
        stack,
        [array(("input", 1)), *(array(("activation", number)) for number in range(1, last))],
        [array(("slope", number)) for number in range(1, last)],
        [array(("weight", number)) for number in range(1, last + 1)],
        array(("grad_output", last)),
        to_input=to_input,
        to_filter=to_filter,
    )
    return gone


def verdicts(found: Composition, route: str, gone: Back) -> Iterator[StackProof]:
    """What of a recursion by a route is the derivative of the whole function."""
    for claim in found.gradients:
        if claim[0] in ("weight", "bias") and route not in TO_FILTER:
            continue
        got = _claimed(found, claim, gone)
        entries = found.gradients[claim]
        pairs = zip(positions(found.alphabet.shapes[claim]), got, entries, strict=True)
        differences = tuple(index for index, ours, truth in pairs if ours != found.merged(truth))
        yield StackProof(claim=claim, route=route, entries=len(entries), differences=differences)


def _claimed(found: Composition, claim: Whole, gone: Back) -> list[NormalForm]:
    """The entries of one gradient as the recursion has them."""
    tensor, number = claim
    layer, delta = found.alphabet.stack.layers[number - 1], gone.deltas[number - 1]
    arrays = {"input": gone.grad_reads[0], "output": delta, "weight": gone.grad_weights[number - 1]}
    array = grad_bias(layer, delta) if tensor == "bias" else arrays[tensor]
    return [found.merged(normal_form(entry)) for entry in array.entries]


def _variables(found: Composition, name: Whole) -> ExactArray:
    return ExactArray(map(variable, found.alphabet.ranks(name)), found.alphabet.shapes[name])
