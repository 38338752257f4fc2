"""What stands above a tensor: layers of the network, as in ``W^{(l)}``, or its channels, as in ``w^{(o,c)}``."""

from collections.abc import Iterator

from symconv.check.understanding.binding import Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layout import PLAIN
from symconv.notation.tree import BigSum, Node, Number, Symbol
from symconv.notation.walk import walk

DEPTHS = frozenset({"l", "L", "ℓ", "prev", "T", "′", "*"})


def may_count_channels(part: Reference) -> bool:
    """Whether what stands above may count channels rather than layers of the network."""
    names = {node.name for above in part.upper for node in walk(above) if isinstance(node, Symbol)}
    whole = part.index == () and PLAIN[part.tensor] != "bias"
    return bool(part.upper) and not names & DEPTHS and not (names and whole)


def counts_channels(claims: list[Claim]) -> bool:
    """Whether channels are counted above: a filter has two there, a Σ runs over one, or filter and output share it."""
    for found in claims:
        above = [part for part in found.known if may_count_channels(part)]
        filters = [part for part in above if PLAIN[part.tensor] == "weight"]
        if any(len(part.upper) == 2 for part in filters):
            return True
        letters = {node for part in above for node in part.upper if isinstance(node, Symbol)}
        if letters and letters & set(_summed(found)):
            return True
    return _shared(claims)


def _summed(found: Claim) -> Iterator[Node]:
    for node in found.nodes:
        yield from node.letters if isinstance(node, BigSum) else ()


def _shared(claims: list[Claim]) -> bool:
    """``y^{(k)} = … w^{(k)}`` with an x that has none: k counts filters."""
    for found in claims:
        above: dict[str, set[tuple[Node, ...]]] = {"input": set(), "weight": set(), "output": set()}
        for part in found.known:
            above.setdefault(PLAIN[part.tensor], set()).add(part.upper)
        same = above["weight"] == above["output"] and len(above["weight"]) == 1 and above["input"] <= {()}
        letters = [node for upper in above["weight"] for node in upper]
        if same and letters and above["input"] and not any(isinstance(node, Number) for node in letters):
            return all(may_count_channels(part) for part in found.known if part.upper)
    return False
