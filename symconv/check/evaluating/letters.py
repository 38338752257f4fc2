"""The letters of a formula: which are free, and how far each runs."""

from collections.abc import Iterator, Sequence

from symconv.check.evaluating.arithmetic import Letters, key
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.places import AXES, Places
from symconv.check.evaluating.truth import Truth
from symconv.check.evaluating.unknown import Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN, choices_fit
from symconv.notation.tree import BigSum, Limits, Node, Sum, Symbol
from symconv.notation.walk import children, walk


def free_letters(node: Node, bound: frozenset[str] = frozenset()) -> dict[str, Node]:
    """The letters of a formula that no Σ in it runs over."""
    if isinstance(node, BigSum):
        own = {key(part) for part in node.letters if isinstance(part, Symbol)}
        conditions = (part for part in node.over if not isinstance(part, Limits | Symbol))
        own.update(name for part in conditions for name in free_letters(part))
        return free_letters(node.body, bound | own)
    found: dict[str, Node] = {}
    if isinstance(node, Symbol) and key(node) not in bound:
        found[key(node)] = node
    for part in children(node):
        found |= free_letters(part, bound)
    return found


def running(nodes: tuple[Node, ...], evaluator: Evaluator, *, free: bool = False) -> list[str]:
    """The letters with a known run that occur in some formulas; ``free`` leaves those of their sums out."""
    if not evaluator.ranges:
        return []
    found = {name for node in nodes for name in (_free(node, evaluator) if free else _all(node))}
    return [name for name in evaluator.ranges if name in found]


def _free(node: Node, evaluator: Evaluator) -> set[str]:
    """The free letters of a side; in ``Σ_a Σ_b x_{i+a,j+b} w_ab + b`` the last b is the bias."""
    terms = node.terms if isinstance(node, Sum) else (node,)
    return {name for term in terms if not _is_bias(term, evaluator) for name in free_letters(term)}


def _is_bias(term: Node, evaluator: Evaluator) -> bool:
    reference = evaluator.reference(term) if isinstance(term, Symbol) and not term.index else None
    return reference is not None and reference.tensor == "bias"


def _all(node: Node) -> set[str]:
    return {key(part) for part in walk(node) if isinstance(part, Symbol)}


def assignments(letters: list[str], evaluator: Evaluator, known: Letters | None = None) -> Iterator[Letters]:
    """Every choice of these letters."""
    if not letters:
        yield dict(known or {})
        return
    first, *rest = letters
    for value in evaluator.ranges[first]:
        evaluator.places.budget.spend()
        yield from assignments(rest, evaluator, {**(known or {}), first: value})


def letter_ranges(known: Sequence[Reference], places: Places) -> dict[str, range]:
    """The run of each letter that stands alone as an index: that of the axis it counts."""
    sizes: dict[str, int] = {}
    starts: dict[str, int] = {}
    for reference in known:
        for orders, nodes in ((places.orders, reference.index), (places.upper_orders, reference.upper)):
            order = orders.get((reference.tensor, len(nodes)), "")
            for axis, node in zip(order, nodes, strict=True) if choices_fit(order, nodes) else ():
                if isinstance(node, Symbol):
                    size = _size(places.truth, PLAIN[reference.tensor], axis)
                    size += sum(places.truth.spec.padding[int(axis)]) if reference.padded and axis.isdigit() else 0
                    size = (size - 1) * places.apart(reference)[int(axis)] + 1 if axis.isdigit() else size
                    sizes[key(node)] = max(size, sizes.get(key(node), 0))
                    starts[key(node)] = places.first(PLAIN[reference.tensor], axis)
    return {name: range(starts[name], starts[name] + size) for name, size in sizes.items()}


def _size(truth: Truth, tensor: str, axis: str) -> int:
    shape = truth.shape(tensor)
    if axis.isdigit() and int(axis) >= len(truth.spec.input_size):
        raise Unknown("its indices count more axes than the layer has")
    if axis.isdigit():
        return shape[len(AXES[tensor]) + int(axis)]
    return shape[AXES[tensor].index(axis)] if axis in AXES[tensor] else 1


def channel_letters(target: Reference, evaluator: Evaluator) -> list[str]:
    """The letters that count images and channels of a target."""
    places, found = evaluator.places, set[str]()
    for orders, nodes in ((places.orders, target.index), (places.upper_orders, target.upper)):
        order = orders.get((target.tensor, len(nodes)), "")
        found |= {
            key(node) for axis, node in zip(order, nodes, strict=False) if axis in "nio" and isinstance(node, Symbol)
        }
    return [name for name in evaluator.ranges if name in found]
