"""Definitions of a layer as the true convolution, ``y_i = Σ x_{i−k} w_k``: its filter runs backwards."""

from collections.abc import Iterable, Sequence

from symconv.check.understanding.claims import Claim
from symconv.check.understanding.sides import references
from symconv.notation.tree import Apply, Infix, Node, Number, Product, Sum, Symbol

CONVOLVED = "the layer is the true convolution that the text defines"
UNTOLD = "the text defines its layer as a true convolution, and what holds for its edges is not told"


def may_be_turned(definitions: Sequence[Claim], formulas: Sequence[Claim]) -> bool:
    """Whether the layer may be the true convolution: its definitions are one, or a program's own does all the work."""
    return _subtracting(definitions) or (_calls_alone(formulas) and not any(map(_has_places, definitions)))


def is_starred(definitions: Sequence[Claim]) -> bool:
    """Whether the layer is defined by a ``∗`` between maps, ``Y = X ∗ F``, and in no other way."""
    return bool(definitions) and all(
        any(isinstance(node, Infix) and node.sign == "∗" for node in one.nodes) for one in definitions
    )


def _calls_alone(formulas: Sequence[Claim]) -> bool:
    """Whether ``conv2`` is called, which turns its filter, and nothing that does not."""
    called = {node.operator for one in formulas for node in one.nodes if isinstance(node, Apply)}
    return "signal_convolve" in called and "signal_correlate" not in called


def _subtracting(definitions: Sequence[Claim]) -> bool:
    """Whether definitions may be those of a true convolution: all are, or several are written out."""
    written = len(definitions) > 1 and all(one.concrete for one in definitions)
    telling = [one for one in definitions if _has_places(one)]
    return bool(definitions) and (written or (bool(telling) and all(map(convolves, telling))))


def _has_places(found: Claim) -> bool:
    """Whether a definition says which taps it reads; one in whole maps does not, nor does a dense layer."""
    known = [part for side in found.sides for part in references(side, found.binding)]
    tensors = ("input", "weight")
    met = any(part.tensor in tensors and any(isinstance(node, Sum) for node in part.index) for part in known)
    written = all(isinstance(node, Number) for part in known for node in part.index)
    return any(part.tensor == "weight" and part.index for part in known) and (met or written)


def convolves(found: Claim) -> bool:
    """Whether a definition runs its filter backwards: a letter is added in one index, subtracted in the other.

    So do ``x_{i−a} w_a``, ``x_a w_{i−a}`` and ``x_{i+a} w_{k−1−a}``.
    """
    known = [part for side in found.sides for part in references(side, found.binding)]
    signs = {name: _signs(part.index for part in known if part.tensor == name) for name in ("input", "weight")}
    return any(-sign in signs["weight"].get(letter, ()) for letter, found_ in signs["input"].items() for sign in found_)


def _signs(indices: Iterable[Sequence[Node]]) -> dict[Node, set[int]]:
    """Letter → whether it is added or subtracted in indices."""
    found: dict[Node, set[int]] = {}
    for part in (part for index in indices for part in index):
        for term in part.terms if isinstance(part, Sum) else (part,):
            factors = term.factors if isinstance(term, Product) else (term,)
            taken = any(isinstance(one, Number) and one.value < 0 for one in factors)
            for letter in factors:
                if isinstance(letter, Symbol):
                    found.setdefault(letter, set()).add(-1 if taken else 1)
    return found
