"""Which letter is the input, the filter, the output, the upstream gradient, the loss: from definitions, use and custom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from symconv.check.names import PREFERRED, plain
from symconv.notation.tree import (
    Apply,
    BigSum,
    Entry,
    Equation,
    Floor,
    Fraction,
    Infix,
    Limits,
    Matrix,
    Node,
    Partial,
    Power,
    Product,
    Sum,
    Symbol,
)

ROLES = ("input", "weight", "output", "bias", "grad_output")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A tensor as it is written somewhere: which one, with which indices.

    Attributes:
        tensor: ``input``, ``grad_weight`` …
        index: what stands below or in brackets.
        upper: what stands above.
        name: the letter.
        flipped: whether the name itself says so: ``W_{flipped}``.
    """

    tensor: str
    index: tuple[Node, ...]
    upper: tuple[Node, ...]
    name: str
    flipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Letter → role, and which letter is the loss.

    Attributes:
        roles: name as written → role; a capital and its small letter play the same role.
        loss: names that are differentiated.
    """

    roles: Mapping[str, str]
    loss: frozenset[str] = field(default=frozenset())

    def role(self, name: str) -> str | None:
        """The role of a name."""
        base = plain(name)
        for candidate in (base, base.swapcase() if len(base) == 1 else base, base.partition("_")[0]):
            if candidate in self.roles:
                return self.roles[candidate]
        return None

    def reference(self, node: Node) -> Reference | None:
        """The tensor a node stands for; None where it is something else."""
        if isinstance(node, Partial):
            return self._derivative(node)
        if isinstance(node, Power):
            return self.reference(node.base) if node.exponent == Symbol("T") else None
        if not isinstance(node, Symbol):
            return None
        role = self.role(node.name)
        if role is None and len(node.name) > 1 and node.name[0] in "d∇":
            inner = self.role(node.name[1:])
            role = None if inner in (None, "grad_output") else f"grad_{inner}"
        return None if role is None else self._named(role, node)

    def _named(self, role: str, node: Symbol) -> Reference:
        index = tuple(part for part in node.index if not self._labels(part))
        if role.endswith("bias") and len(index) > 1:
            index = ()
        marks = {part.name for part in node.upper if isinstance(part, Symbol)}
        suffix = node.name.rpartition("_")[2]
        flipped = bool(marks & {"flip", "flipped", "rot", "rot180"}) or suffix in ("flip", "flipped", "rot", "rot180")
        upper = tuple(part for part in node.upper if not (isinstance(part, Symbol) and part.name in marks and flipped))
        return Reference(tensor=role, index=index, upper=upper, name=node.name, flipped=flipped)

    def _labels(self, part: Node) -> bool:
        """Whether an index is a label, as W in ``f_W(x)``."""
        return (
            isinstance(part, Symbol)
            and not part.index
            and self.roles.get(part.name) in ("weight", "input")
            and part.name.isupper()
        )

    def local(self, node: Partial) -> tuple[Reference, Reference] | None:
        """``∂o/∂v``: the output and what it is differentiated by; None where it is no such derivative.

        In ``∂f/∂W[a, b, e, d, c]`` the first indices are the output's.
        """
        above, below = self.reference(node.of), self.reference(node.by)
        if (
            above is None
            or below is None
            or above.tensor != "output"
            or below.tensor not in ("input", "weight", "bias")
        ):
            return None
        count = _OUTPUT_INDICES.get((below.tensor, len(below.index))) if not above.index and not above.upper else None
        if count is None:
            return above, below
        return replace(above, index=below.index[:count]), replace(below, index=below.index[count:])

    def _derivative(self, node: Partial) -> Reference | None:
        below, above = self.reference(node.by), self.reference(node.of)
        if below is None or (above is not None and above.tensor == "output"):
            return None
        if below.tensor not in ("input", "weight", "output", "bias"):
            return None
        return Reference(tensor=f"grad_{below.tensor}", index=below.index, upper=below.upper, name=below.name)


_OUTPUT_INDICES = {("weight", 5): 2, ("weight", 7): 3, ("weight", 4): 2, ("input", 4): 2, ("input", 6): 3}
"""(tensor, number of joint indices) → how many of them are the output's."""


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    if isinstance(node, Symbol):
        yield from (*node.index, *node.upper)
    elif isinstance(node, Partial):
        yield from (node.of, node.by)
    elif isinstance(node, Product):
        yield from node.factors
    elif isinstance(node, Sum):
        yield from node.terms
    elif isinstance(node, BigSum):
        yield from (*node.over, node.body)
    elif isinstance(node, Limits):
        yield from (part for part in (node.letter, node.first, node.last) if part is not None)
    elif isinstance(node, Apply):
        yield from (*node.arguments, *node.parameter)
    elif isinstance(node, Infix):
        yield from (node.left, node.right, *node.parameter)
    elif isinstance(node, Entry):
        yield from (node.of, *node.index)
    elif isinstance(node, Fraction):
        yield from (node.over, node.under)
    elif isinstance(node, Floor):
        yield node.body
    elif isinstance(node, Power):
        yield from (node.base, node.exponent)
    elif isinstance(node, Equation):
        yield from node.sides
    elif isinstance(node, Matrix):
        yield from (cell.node for row in node.rows for cell in row)


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        pending.extend(children(found))


def bind(trees: Iterable[Node], given: Mapping[str, str] | None = None) -> Binding:
    """Finds the roles of the letters of a text.

    Args:
        trees: all that was read.
        given: role → name, which overrides what is found.
    """
    evidence = _Evidence()
    for tree in trees:
        evidence.hear(tree)
    roles = evidence.verdict()
    losses = frozenset(evidence.losses)
    for role, name in (given or {}).items():
        roles = {known: other for known, other in roles.items() if other != role}
        roles[plain(name)] = role
    return Binding(roles={name: role for name, role in roles.items() if role != "loss"}, loss=losses)


@dataclass(slots=True)
class _Evidence:
    """Points for each role of each letter."""

    points: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    losses: set[str] = field(default_factory=set)

    def hear(self, tree: Node) -> None:
        sides = tree.sides if isinstance(tree, Equation) and tree.relation in ("=", "+=") else (tree,)
        for node in walk(tree):
            if isinstance(node, Partial):
                self._partial(node, left=node is sides[0])
            elif isinstance(node, Symbol) and node.index:
                self._add(node.name, "", 1)
            if isinstance(node, Symbol):
                self._differential(node)
            if isinstance(node, Infix | Apply):
                for operand in (node.left, node.right) if isinstance(node, Infix) else node.arguments:
                    if isinstance(operand, Symbol):
                        self._add(operand.name, "", 1)
        if len(sides) > 1:
            self._definition(sides)

    def _add(self, name: str, role: str, points: int) -> None:
        if plain(name) and plain(name) != "⋯":
            self.points[plain(name)][role] += points

    def _partial(self, node: Partial, *, left: bool) -> None:
        of, by = node.of, node.by
        inner = by.of if isinstance(by, Entry) else by
        if isinstance(inner, Symbol):
            self._add(inner.name, "", 1)
            if left:
                self._add(inner.name, "output", -3)
        if not isinstance(of, Symbol):
            return
        if of.index and not _is_loss(of):
            self._add(of.name, "output", 10)
        elif isinstance(inner, Symbol) and not left:
            self.losses.add(plain(of.name))
            self._add(inner.name, "output", 4)
        else:
            self.losses.add(plain(of.name))

    def _differential(self, node: Symbol) -> None:
        if len(node.name) > 1 and node.name[0] in "d∇" and (len(node.name) == 2 or node.name[1:].lower() in _KNOWN):
            self._add(node.name[1:], "", 1)

    def _definition(self, sides: tuple[Node, ...]) -> None:
        """``output = Σ input · filter``: who stands alone, whose index is a sum, whose is not."""
        left = sides[0]
        if isinstance(left, Symbol) and any(isinstance(side, Matrix) for side in sides):
            self._add(left.name, "", 1)
        if isinstance(left, Partial) and isinstance(left.of, Symbol):
            return
        if (
            not isinstance(left, Symbol)
            or left.name[:1] in "dδ∇"
            or plain(left.name).lower() in PREFERRED["grad_output"]
        ):
            left = sides[-1]
            if not isinstance(left, Symbol) or left.name[:1] in "dδ∇" or len(sides) != 2:
                return
        others = [side for side in sides if side is not left]
        if any(isinstance(node, Partial) or _is_gradient(node) for side in others for node in walk(side)):
            return
        pairs = [pair for side in others for node in walk(side) if (pair := _pair(node))]
        if pairs:
            self._add(left.name, "output", 12)
        for first, second in pairs:
            self._add(first.name, "input", 9)
            self._add(second.name, "weight", 9)

    def verdict(self) -> dict[str, str]:
        folded: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for name, points in self.points.items():
            for role, number in points.items():
                folded[_family(name)][role] += number
        roles = {}
        for name in self.points:
            points = dict(folded[_family(name)])
            for role, preferred in PREFERRED.items():
                points[role] = points.get(role, 0) + 5 * (name.lower() in preferred)
                points[role] += 3 * (name.lower().partition("_")[0] in preferred and "_" in name)
            points.pop("", None)
            best = max(points, key=lambda role: points[role])
            if points[best] > 0:
                roles[name] = best
        return roles


_KNOWN = frozenset().union(*PREFERRED.values())


def _family(name: str) -> str:
    return name.lower() if len(name) == 1 else name


def _is_loss(symbol: Symbol) -> bool:
    """``J(W,b)``: a loss as a function of whole tensors."""
    return all(isinstance(part, Symbol) and (part.name.isupper() or part.name == "b") for part in symbol.index)


def _is_gradient(node: Node) -> bool:
    return isinstance(node, Symbol) and (
        node.name[:1] in ("δ", "∇") or (len(node.name) > 1 and node.name[0] == "d" and node.name[1:].lower() in _KNOWN)
    )


def _pair(node: Node) -> tuple[Symbol, Symbol] | None:
    """Input and filter in ``Σ x_{i+a} f_a`` or ``X ∗ F``."""
    if isinstance(node, Product):
        symbols = [factor for factor in node.factors if isinstance(factor, Symbol) and factor.index]
    elif isinstance(node, Infix) and node.sign != "⊙":
        symbols = [symbol for side in (node.left, node.right) if (symbol := _operand(side))]
    else:
        return None
    if len(symbols) != 2 or plain(symbols[0].name).lower() == plain(symbols[1].name).lower():
        return None
    first, second = sorted(symbols, key=lambda symbol: (_filterlike(symbol), -_width(symbol)))
    return first, second


def _operand(node: Node) -> Symbol | None:
    """The tensor inside ``pad(X)`` or ``rot180(F)``."""
    while isinstance(node, Apply) and node.arguments:
        if node.operator == "flip" and isinstance(node.arguments[0], Symbol):
            inner = node.arguments[0]
            return Symbol(inner.name, inner.index, (*inner.upper, Symbol("flip")))
        node = node.arguments[0]
    return node if isinstance(node, Symbol) else None


def _width(symbol: Symbol) -> int:
    """How composite the indices are: ``x_{2i+a}`` is wider than ``f_a``."""
    return sum(1 for part in symbol.index if isinstance(part, Sum))


def _filterlike(symbol: Symbol) -> int:
    """0 where something tells an input, 2 where something tells a filter."""
    if _width(symbol):
        return 0
    if Symbol("flip") in symbol.upper:
        return 3
    name = plain(symbol.name).lower().partition("_")[0]
    return 2 if name in PREFERRED["weight"] else 0 if name in PREFERRED["input"] else 1
