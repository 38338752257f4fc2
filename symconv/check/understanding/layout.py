"""Which index counts what: image, channels, height and width, in the order a writer has chosen.

Axes are named by one sign: ``n`` image, ``i`` input channel, ``o`` output channel, ``0 1`` the spatial axes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from symconv.check.understanding.binding import Reference
from symconv.notation.tree import Node, Number, Symbol
from symconv.notation.walk import walk

Layouts = Mapping[str, str]
"""``input4``, ``weight3``: a tensor and how many indices it has → the axes in order."""

PLAIN = {
    "input": "input",
    "grad_input": "input",
    "weight": "weight",
    "grad_weight": "weight",
    "output": "output",
    "grad_output": "output",
    "bias": "bias",
    "grad_bias": "bias",
}
CHANNELS = {"input": "i", "weight": "oi", "output": "o", "bias": "o"}


def choices(tensor: str, count: int, axes: int) -> list[str]:
    """The orders in which ``count`` indices of a tensor may be meant, the most usual first."""
    space = "".join(map(str, range(axes)))
    if tensor == "bias":
        return {0: [""], 1: ["o"]}.get(count, [])
    if tensor == "weight":
        orders = {0: ["oi", "io"], 1: [], 2: []}
        orders[axes] = [space]
        orders[axes + 1] = [f"o{space}", f"i{space}", f"{space}o", f"{space}i"]
        orders[axes + 2] = [f"oi{space}", f"{space}io", f"io{space}", f"{space}oi", f"o{space}i"]
        if count == axes == 2:
            return [space, "oi", "io"]
        return orders.get(count, []) or (["o", "i"] if count == 1 else ["oi", "io"] if count == 2 else [])
    channel = CHANNELS[tensor]
    named = {
        0: [""],
        axes: [space],
        axes + 1: [f"{channel}{space}", f"{space}{channel}", f"n{space}"],
        axes + 2: [f"n{channel}{space}", f"n{space}{channel}"],
    }
    if count not in named:
        return [channel] if count == 1 else [f"n{channel}"] if count == 2 else []
    return [*named[count], *([channel] if count == 1 else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One index of one reference."""

    tensor: str
    axis: str
    node: Node

    @property
    def kind(self) -> str:
        """What a bare letter here counts."""
        return self.axis if self.axis in "nio" else f"{self.tensor}{self.axis}"


def uses(reference: Reference, order: str) -> Iterator[Use]:
    """Each index of a reference with its axis."""
    for axis, node in zip(order, reference.index, strict=True):
        yield Use(tensor=PLAIN[reference.tensor], axis=axis, node=node)


def best(
    references: Iterable[Reference], axes: int, told: Layouts = MappingProxyType({})
) -> list[dict[tuple[str, int], str]]:
    """The orders under which the letters of a statement count the same thing wherever they stand, best first.

    Args:
        references: the tensors of a statement.
        axes: spatial axes.
        told: orders that the text's definitions fix.

    Returns:
        For each reading, ``(tensor, number of indices)`` → axes.
    """
    known = list(references)
    keys = sorted({(reference.tensor, len(reference.index)) for reference in known if reference.index})
    lettered = [part for part in known if not all(isinstance(node, Number) for node in part.index)]
    options = [_agreeing(PLAIN[tensor], count, axes, told) for tensor, count in keys]
    if not all(options):
        return []
    readings = [dict(zip(keys, orders, strict=True)) for orders in product(*options)]
    return sorted(readings, key=lambda reading: conflicts(lettered, reading))


def _agreeing(tensor: str, count: int, axes: int, told: Layouts) -> list[str]:
    """The orders that do not exchange the channels of the order which is told."""
    known = told.get(f"{tensor}{count}")
    orders = choices(tensor, count, axes)
    if known is None:
        return orders
    return [known, *(order for order in orders if order.find("0") != known.find("0"))]


def conflicts(references: list[Reference], reading: Mapping[tuple[str, int], str]) -> int:
    """How often a letter would count two different things, or a channel would be computed."""
    kinds: dict[Node, set[str]] = {}
    mixed: dict[Node, set[str]] = {}
    found = 0
    for reference in references:
        order = reading.get((reference.tensor, len(reference.index)), "")
        for use in uses(reference, order) if len(order) == len(reference.index) else ():
            if use.axis in "io" and side_told(use.node) not in ("", use.axis):
                found += 4
            if isinstance(use.node, Symbol):
                kinds.setdefault(use.node, set()).add(use.kind)
            elif not isinstance(use.node, Number):
                found += 2 if use.axis in "nio" else 0
                for node in walk(use.node):
                    if isinstance(node, Symbol):
                        mixed.setdefault(node, set()).add(use.axis)
    for letter, meant in kinds.items():
        found += 2 * (len({_axis(kind) for kind in meant}) - 1) + (len(meant) > 1)
        found += sum(2 for axis in mixed.get(letter, ()) if axis not in {_axis(kind) for kind in meant})
    return found


_SIDES = {
    **dict.fromkeys(("c_out", "co", "oc", "cout", "c_o", "ch_out", "out_ch", "k_o", "out"), "o"),
    **dict.fromkeys(("c_in", "ci", "ic", "cin", "c_i", "ch_in", "in_ch", "in"), "i"),
}


def side_told(node: Node) -> str:
    """Whose channels a letter counts, where its name says so, ``c_out``: ``o``, ``i`` or empty."""
    if not isinstance(node, Symbol):
        return ""
    below = "".join(part.name for part in node.index if isinstance(part, Symbol))
    return _SIDES.get(f"{node.name}_{below}".strip("_").lower(), "")


def _axis(kind: str) -> str:
    return kind[-1]


def choices_fit(order: str, nodes: tuple[Node, ...]) -> bool:
    """Whether an order has an axis for each index."""
    return bool(order) and len(order) == len(nodes)
