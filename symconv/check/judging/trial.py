"""A claim under one reading, on several layers."""

from collections.abc import Iterator
from dataclasses import dataclass

from symconv.check.evaluating.arithmetic import Sizes
from symconv.check.evaluating.differences import Comparison, Difference
from symconv.check.evaluating.reading import Reading
from symconv.check.evaluating.remembered import on
from symconv.check.evaluating.stars import CONVOLUTION, CORRELATION
from symconv.check.evaluating.unknown import Exchanged, Sketchy, Uneven, Unknown
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.notation.tree import Apply, Infix, Node, Sum, Symbol
from symconv.spec import ConvSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A claim under one reading.

    Attributes:
        base: the index base.
        reading: what the signs do.
        sizes: what unknown letters mean.
        comparisons: what came out on each layer.
        problem: why there is no comparison.
        sketchy: whether that is because indices are left out.
        exchanged: whether that is because channels are exchanged.
    """

    base: int
    reading: Reading
    sizes: Sizes
    comparisons: tuple[Comparison, ...] = ()
    problem: str = ""
    sketchy: bool = False
    exchanged: bool = False

    @property
    def right(self) -> bool:
        """Whether it holds on every layer tried."""
        return bool(self.comparisons) and not any(part.differences for part in self.comparisons)

    @property
    def unread(self) -> str:
        """Why some side has no value; empty where all have one."""
        return next((str(why) for part in self.comparisons for why in part.problems.values()), "")

    @property
    def assumed(self) -> set[str]:
        """What the values depend on."""
        return {note for part in self.comparisons for note in part.assumed}

    def first_difference(self) -> tuple[Comparison, Difference] | None:
        """The smallest layer and entry where it fails."""
        failing = [part for part in self.comparisons if part.differences]
        if not failing:
            return None
        smallest = min(failing, key=lambda part: part.truth.spec.most_terms)
        return smallest, smallest.differences[0]


def readings(found: Claim, context: Context) -> Iterator[Reading]:
    """Readings of the signs in a claim, the most usual first."""
    if not any(found.maps):
        yield Reading()
        return
    stars = [context.star or CORRELATION]
    if found.open_star:
        stars.append(CONVOLUTION if stars[0] == CORRELATION else CORRELATION)
    unsaid = any(
        isinstance(node, Apply) and node.operator == "pad" and len(node.arguments) == 1 and not node.parameter
        for node in found.nodes
    )
    for star in stars:
        for full in (False, True):
            for padding in ("needed", "reach") if unsaid else ("needed",):
                yield Reading(star=star, full=full, padding=padding)
        if found.kind == "forward" and all(map(_is_bare, found.nodes)):
            yield Reading(star=star, whole=True)


def _is_bare(node: Node) -> bool:
    """Whether a node leaves the layer's padding, stride and dilation unsaid: a letter, or a sign between letters."""
    if isinstance(node, Infix):
        return node.sign in "∗⋆⊛" and isinstance(node.left, Symbol) and isinstance(node.right, Symbol)
    return isinstance(node, Sum | Symbol)


def tried(
    found: Claim, context: Context, layers: tuple[ConvSpec, ...], base: int, reading: Reading, sizes: Sizes
) -> Trial:
    """The claim on each layer, as far as it can be evaluated there."""
    comparisons, problem, sketchy, exchanged = [], "", False, False
    for spec in layers:
        try:
            comparisons.append(on(found, context, spec, base, reading, sizes))
        except Uneven:
            continue
        except Unknown as error:
            problem, sketchy = problem or str(error), sketchy or isinstance(error, Sketchy)
            exchanged = exchanged or isinstance(error, Exchanged)
            if not comparisons:
                break
    if problem and len(comparisons) * 2 < len(layers):
        comparisons = []
    return Trial(
        base=base,
        reading=reading,
        sizes=sizes,
        comparisons=tuple(comparisons),
        problem=problem,
        sketchy=sketchy,
        exchanged=exchanged,
    )
