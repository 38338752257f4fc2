"""Where a text defines its output anew, so that another layer begins there."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from symconv.check.statements import Statement
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.names import PREFERRED, size_meaning
from symconv.check.understanding.sides import is_operation
from symconv.notation.tree import Equation, Node, Number, Symbol
from symconv.notation.walk import walk


def defined_again(read: Sequence[Statement], titles: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """Where an output is defined in another way than above, and whether entry by entry.

    That is the heading above it, or the definition itself where it has a letter for a step that the first had not.
    """
    before: dict[tuple[str, Node | None], Node] = {}
    first = next((one.start for one in read if one.tells), 0)
    last = 0
    for one in read:
        left = _output(one.tree)
        if left is None or one.tree is None:
            continue
        numbered = any(isinstance(part, Number) for part in left.index)
        place = (left.name.upper(), left if numbered else None)
        heading = titles[bisect_right(titles, one.start) - 1] if titles and titles[0] <= one.start else 0
        other = before.get(place) != one.tree if place in before else not numbered and not before
        if other and last <= heading and first < heading:
            before.clear()
            yield heading, numbered
        elif place in before and _steps(one.tree) - _steps(before[place]):
            yield one.start, numbered
        before[place] = one.tree
        last = one.start


_STEPS = ("stride", "padding", "dilation")


def _steps(tree: Node) -> set[str]:
    """The steps of a layer that a formula has letters for, outside of indices' names."""
    letters = (node for node in walk(tree) if isinstance(node, Symbol) and not node.index)
    return {meaning[0] for letter in letters if (meaning := size_meaning(letter)) and meaning[0] in _STEPS}


def _output(tree: Node | None) -> Symbol | None:
    """What an equation defines, where it is what is customarily an output: an entry, or a convolution as a whole."""
    left = tree.sides[0] if isinstance(tree, Equation) and tree.relation == "=" else None
    if not isinstance(left, Symbol) or not isinstance(tree, Equation) or differentiated(left.name):
        return None
    if not left.index and not any(is_operation(node) for side in tree.sides[1:] for node in walk(side)):
        return None
    if isinstance(tree, Equation) and all(isinstance(side, Symbol | Number) for side in tree.sides[1:]):
        return None  # s_h = s_w = 1 are sizes
    return left if left.name.lower() in PREFERRED["output"] else None
