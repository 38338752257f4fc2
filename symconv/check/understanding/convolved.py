"""Definitions of a layer as the true convolution, ``y_i = Σ x_{i−k} w_k``: its filter runs backwards."""

from collections.abc import Sequence

from symconv.check.understanding.claims import Claim
from symconv.check.understanding.sides import references
from symconv.notation.tree import Apply, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import walk

CONVOLVED = "the layer is the true convolution that the text defines"
UNTOLD = "the text defines its layer as a true convolution, and what holds for its edges is not told"


def may_be_turned(definitions: Sequence[Claim], formulas: Sequence[Claim]) -> bool:
    """Whether the layer may be the true convolution: its definitions are one, or a program's own does all the work."""
    return _subtracting(definitions) or (_calls_alone(formulas) and not any(map(_has_places, definitions)))


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
    met = any(part.tensor == "input" and any(isinstance(node, Sum) for node in part.index) for part in known)
    written = all(isinstance(node, Number) for part in known for node in part.index)
    return any(part.tensor == "weight" and part.index for part in known) and (met or written)


def convolves(found: Claim) -> bool:
    """Whether a definition runs its filter backwards."""
    known = [part for side in found.sides for part in references(side, found.binding)]
    indices = (index for part in known if part.tensor == "weight" for index in part.index)
    letters: set[Node] = {node for index in indices for node in walk(index) if isinstance(node, Symbol)}
    return any(_subtracts(node, letters) for part in known if part.tensor == "input" for node in part.index)


def _subtracts(index: Node, letters: set[Node]) -> bool:
    """Whether one of the filter's letters is subtracted in an index of the input."""
    terms = index.terms if isinstance(index, Sum) else ()
    return any(
        isinstance(term, Product)
        and term.factors[0] == Number(-1)
        and any(isinstance(part, Symbol) and part in letters for part in term.factors)
        for term in terms
    )
