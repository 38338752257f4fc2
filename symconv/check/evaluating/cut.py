"""Parts cut out of maps: ``X[:5, ::2]``, with Python's meaning of a slice."""

from collections.abc import Callable, Sequence

from symconv.check.evaluating.unknown import Unknown
from symconv.check.understanding.slices import WHOLE, is_slice
from symconv.exact import ExactArray
from symconv.notation.tree import Apply, Node, Symbol


def cut(array: ExactArray, index: Sequence[Node], count: Callable[[Node], int]) -> ExactArray:
    """The part of a map ``[1, 1, *space]`` that its index cuts out; letters there only name its places.

    Args:
        array: the map.
        index: a slice for each axis of the space, or letters for each.
        count: what computes a bound.

    Raises:
        Unknown: slices and places are mixed, there are too few, nothing is left, or an entry elsewhere is meant.
    """
    if not any(map(is_slice, index)):
        if all(isinstance(node, Symbol) and not node.index for node in index):
            return array
        raise Unknown("an entry at another place of a map")
    if not all(map(is_slice, index)) or len(index) != array.ndim - 2:
        raise Unknown("slices that do not fit the axes")
    part: ExactArray = array[(slice(None), slice(None), *(_slice(node, count) for node in index))]
    if not part.size:
        raise Unknown("nothing is left of a map")
    return part


def _slice(node: Node, count: Callable[[Node], int]) -> slice:
    if not isinstance(node, Apply):
        return slice(None)
    start, stop, *steps = node.arguments
    step = count(steps[0]) if steps else 1
    if step < 1:
        raise Unknown("a step must be at least 1")
    return slice(count(start), None if stop == WHOLE else count(stop), step)
