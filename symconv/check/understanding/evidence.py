"""Evidence for the roles of letters: definitions, derivatives, custom, each with its points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from symconv.check.evaluating.operations import OPERATIONS
from symconv.check.understanding.binding import Binding, differentiated, is_loss
from symconv.check.understanding.meeting import Meeting, meetings
from symconv.check.understanding.names import PREFERRED, is_dressed, is_known, plain
from symconv.check.understanding.operands import cells_of, input_and_filter, is_composed, is_gradient, operands
from symconv.check.understanding.suiting import Points, agree, family, with_custom
from symconv.check.understanding.tabled import input_and_filter_by_size
from symconv.notation.tree import Apply, Entry, Equation, Matrix, Node, Partial, Power, Sum, Symbol
from symconv.notation.walk import walk


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
        roles[name.replace("'", "′")] = role
    return Binding(
        roles={name: role for name, role in roles.items() if role != "loss"},
        loss=losses,
        activated=frozenset(evidence.activated),
        untied=evidence.untied,
    )


SHOWN = 60
"""Points for what sizes show: they outweigh every custom."""


@dataclass(slots=True)
class _Evidence:
    """Points for each role of each letter."""

    points: Points = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    losses: set[str] = field(default_factory=set)
    activated: set[str] = field(default_factory=set)
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    derived: set[str] = field(default_factory=set)
    primed: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    untied: bool = False
    met: list[list[list[Meeting]]] = field(default_factory=list)

    def hear(self, tree: Node) -> None:
        sides = tree.sides if isinstance(tree, Equation) and tree.relation in ("=", "+=") else (tree,)
        targets = {id(sides[0]), *(id(cell.node) for side in sides for cell in cells_of(side))}
        for node in walk(tree):
            if isinstance(node, Partial):
                self._partial(node, left=id(node) in targets)
            elif isinstance(node, Symbol) and node.index:
                self._add(node.name, "", 1)
            if isinstance(node, Symbol):
                self.bare |= {node.name} if node.index else set()
                self._differential(node)
            for operand in operands(node):
                operand = operand.base if isinstance(operand, Power) else operand
                if isinstance(operand, Symbol):
                    self._add(operand.name, "", 1)
        if len(sides) > 1:
            self._jacobian(sides)
            self._definition(sides)
            self._tables(sides)
            self._name_of_gradient(sides)
            self._activation(sides[0], sides[1])
            self._meeting(sides)

    def _tables(self, sides: tuple[Node, ...]) -> None:
        """What sizes show in a forward pass; in a gradient the output's own is the filter."""
        nodes = [node for side in sides for node in walk(side)]
        if any(isinstance(node, Partial) or is_gradient(node) for node in nodes):
            return
        for inputs, taps in input_and_filter_by_size(nodes):
            self._add(inputs, "input", SHOWN)
            self._add(taps, "weight", SHOWN)

    def _add(self, name: str, role: str, points: int) -> None:
        if plain(name) and plain(name) != "⋯":
            self.points[plain(name)][role] += points

    def _partial(self, node: Partial, *, left: bool) -> None:
        of, by = node.of, node.by
        inner = by.of if isinstance(by, Entry) else by
        if isinstance(inner, Symbol):
            self._add(inner.name, "", 1)
            self.derived.add(inner.name)
            self.untied = self.untied or (inner.name.lower() in PREFERRED["bias"] and len(inner.index) == 2)
            if left:
                self._add(inner.name, "output", -3)
        if not isinstance(of, Symbol):
            return
        if isinstance(inner, Symbol) and family(plain(of.name)) == family(plain(inner.name)):
            return
        if isinstance(inner, Symbol) and of.upper and (of.index, of.upper) == (inner.index, inner.upper):
            return  # ∂a_ij/∂z_ij at one place and level is the derivative of an activation
        if of.index and not is_loss(of):
            self._add(of.name, "output", 10)
            self.derived.add(of.name)
        elif isinstance(inner, Symbol) and not left:
            self.losses.add(plain(of.name))
            self._add(inner.name, "output", 4)
        else:
            self.losses.add(plain(of.name))

    def _jacobian(self, sides: tuple[Node, ...]) -> None:
        """``∂o/∂x`` with a matrix for its value: o is an output, as a loss has a map or a vector for its gradient."""
        left = sides[0]
        of = left.of if isinstance(left, Partial) else None
        wide = any(isinstance(side, Matrix) and len(side.rows) > 1 < len(side.rows[0]) for side in sides[1:])
        if isinstance(of, Symbol) and wide and plain(of.name).lower() in PREFERRED["output"]:
            self._add(of.name, "output", 10)
            self.losses.discard(plain(of.name))

    def _differential(self, node: Symbol) -> None:
        inner = differentiated(node.name)
        if inner and (len(inner) == 1 or is_known(inner)):
            self._add(inner, "", 1)

    def _activation(self, left: Node, right: Node) -> None:
        """``a = f(z)``: what an activation gives."""
        called = isinstance(right, Apply) and right.operator not in OPERATIONS and right.arguments
        named = isinstance(right, Symbol) and right.name in ("f", "g", "σ", "φ") and right.index
        inner = called or named or ()
        if isinstance(left, Symbol) and len(inner) == 1 and isinstance(inner[0], Symbol):
            self.activated.add(left.name)

    def _name_of_gradient(self, sides: tuple[Node, ...]) -> None:
        """``δ_ij = ∂L/∂x_ij``: a letter of its own for a gradient."""
        left, right = sides[0], sides[1]
        of = right.by if isinstance(right, Partial) else None
        if not isinstance(left, Symbol) or not isinstance(of, Symbol):
            return
        if (left.index, left.upper) == (of.index, of.upper) and not differentiated(left.name):
            self.named[left.name].add(of.name)

    def _definition(self, sides: tuple[Node, ...]) -> None:
        """``output = Σ input · filter``: who stands alone, whose index is a sum, whose is not."""
        left = sides[0]
        if isinstance(left, Symbol) and any(isinstance(side, Matrix) for side in sides):
            self._add(left.name, "", 1)
        if isinstance(left, Partial) and isinstance(left.of, Symbol):
            return
        if (
            not isinstance(left, Symbol)
            or (differentiated(left.name) or left.name == "δ")
            or plain(left.name).lower() in PREFERRED["grad_output"]
        ):
            left = sides[-1]
            if not isinstance(left, Symbol) or (differentiated(left.name) or left.name == "δ") or len(sides) != 2:
                return
        others = [side for side in sides if side is not left]
        if any(isinstance(node, Partial) or is_gradient(node) for side in others for node in walk(side)):
            return
        pairs = [pair for side in others for node in walk(side) if (pair := input_and_filter(node, left))]
        if pairs:
            self._add(left.name, "output", 12)
            self.primed |= {part.name for part in (left, *sum(pairs, ())) if part.name.endswith("′")}
        for first, second in pairs:
            self._add(first.name, "input", 9)
            self._add(second.name, "weight", 9)
        for term in (term for side in others if pairs and isinstance(side, Sum) for term in side.terms):
            if isinstance(term, Symbol) and term.name.lower() in PREFERRED["bias"]:
                self._add(term.name, "bias", 9)
                self.untied = self.untied or (term.index == left.index and any(map(is_composed, pairs)))

    def _meeting(self, sides: tuple[Node, ...]) -> None:
        """``∂L/∂t = Σ ∂L/∂y · s``, ``∂y/∂t = s``: who is who follows from all together."""
        left = sides[0]
        inner = differentiated(left.name) if isinstance(left, Symbol) else ""
        target = Symbol(inner, left.index) if inner and isinstance(left, Symbol) else None
        output = None
        if isinstance(left, Partial) and isinstance(left.by, Symbol) and isinstance(left.of, Symbol):
            target, output = left.by, None if is_loss(left.of) else left.of
        for side in sides[1:]:
            if target is not None and (orders := [met for met in meetings(target, output, side) if met]):
                self.met.append(orders)

    def verdict(self) -> dict[str, str]:
        points = with_custom(self.points)
        for orders in self.met:
            agree(points, [met for met in orders if not any(map(self._altered, met[0].all))])
        roles = {}
        for name in self.points:
            found = points[family(name)]
            best = max(found, key=lambda role: found[role])
            if found[best] > 0:
                roles[name] = best
        told = {name: {roles.get(plain(of)) for of in found} for name, found in self.named.items()}
        for name, (meant, *others) in told.items():
            if meant in ("input", "weight", "output", "bias") and not others and name not in self.derived:
                roles[name] = f"grad_{meant}"
        primed = self.primed | {name for name in self.derived if is_dressed(name) and plain(name) not in self.bare}
        return roles | {name: roles[plain(name)] for name in primed if plain(name) in roles}

    def _altered(self, tensor: Symbol) -> bool:
        """Whether a letter is another one's, flipped or dilated perhaps: dressed, and nowhere differentiated by."""
        return is_dressed(tensor.name) and tensor.name not in self.derived
