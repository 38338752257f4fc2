"""Letters for sizes: where they stand in the formulas of a text, and what they may count there.

A letter at the end of a sum counts the axis that its index runs over, whatever letter it is. Only where the place says
nothing does custom decide.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from symconv.check.evaluating.arithmetic import Meaning, counted, key
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.layout import best, uses
from symconv.check.understanding.names import size_meaning
from symconv.notation.tree import BigSum, Limits, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import walk

COUNTED: Mapping[str, str] = {"i": "in_channels", "o": "out_channels", "n": "batch"}
LENGTHS: Mapping[str, str] = {"input": "input", "weight": "kernel", "output": "output"}
FACTORS: tuple[Meaning, ...] = (("stride", None), ("dilation", None))
"""What may be multiplied with an index."""


@dataclass(slots=True)
class Places:
    """Where one letter stands.

    Attributes:
        ends: what the indices count whose sums end at it, ``Σ_{i=0}^{R−1}``.
        helps: what the indices count whose sums end at something with it, ``Σ_{i=0}^{H−K}``.
        factor: whether it is multiplied with an index.
        offset: the axes of indices that it is added to.
    """

    ends: dict[Meaning, None] = field(default_factory=dict)
    helps: dict[Meaning, None] = field(default_factory=dict)
    factor: bool = False
    offset: set[int] = field(default_factory=set)

    def admit(self, letter: Symbol, runs: bool) -> tuple[Meaning | None, ...]:
        """What the letter may count, the customary first; only None where nobody knows.

        Args:
            letter: the letter.
            runs: whether it runs in another formula of the text: then it is no size that custom does not know.
        """
        usual = size_meaning(letter)
        if runs and usual is None and not self.ends:
            return (None,)
        if self.ends:
            return tuple(dict.fromkeys(_agreeing(usual, meant) for meant in _merged(self.ends)))
        known = {"input", "kernel", *_STEPS, *(quantity for quantity, _ in self.helps)}
        axes = {axis for _, axis in self.helps if axis is not None}
        lengths_ = tuple(_along(("kernel", "input", "output"), axes)) if self.helps else ()
        if usual is not None and (not self.helps or usual[0] in known):
            steps = usual[0] not in _STEPS or self.factor or self.offset
            return (usual,) if steps else (usual, *lengths_)
        if self.helps:
            return lengths_
        if self.factor:
            return FACTORS
        if self.offset:
            return (("padding", None), *_along(("kernel", "input", "output"), self.offset))
        return (None,)


_STEPS = ("stride", "padding", "padding_before", "padding_after", "dilation", "reach", "padded", "remainder")


def _merged(ends: Iterable[Meaning]) -> Iterator[Meaning]:
    """One letter at the ends of both axes counts either."""
    axes: dict[str, list[int | None]] = {}
    for quantity, axis in ends:
        axes.setdefault(quantity, []).append(axis)
    yield from ((quantity, found[0] if len(found) == 1 else None) for quantity, found in axes.items())


def _agreeing(usual: Meaning | None, meant: Meaning) -> Meaning:
    return usual if usual is not None and usual[0] == meant[0] else meant


def _along(quantities: tuple[str, ...], axes: set[int]) -> Iterator[Meaning]:
    for quantity in quantities:
        yield quantity, (next(iter(axes)) if len(axes) == 1 else None)


def running(found: Claim) -> set[str]:
    """The letters of a claim that run: those that stand alone as an index, and those that a Σ names."""
    alone = [node for part in found.known for node in (*part.index, *part.upper)]
    listed = [part for node in found.nodes if isinstance(node, BigSum) for part in node.letters]
    return {key(node) for node in (*alone, *listed) if isinstance(node, Symbol)}


def lengths(claims: Iterable[Claim], axes: Callable[[Claim], int]) -> dict[Symbol, Places]:
    """Every letter for a size in the formulas of a text, and where it stands; where a definition says, it alone does.

    Args:
        claims: what is claimed.
        axes: a claim → its spatial axes.
    """
    found: dict[Symbol, Places] = {}
    defined: dict[Symbol, Places] = {}
    for one in sorted(claims, key=lambda claim: claim.kind != "forward"):
        if one.kind != "forward" and not defined:
            defined = {letter: replace(places, ends={**places.ends}) for letter, places in found.items() if places.ends}
        runs, along = running(one), axes(one)
        counts = dict(_counts(one, along))
        for node in one.nodes:
            for limits in node.over if isinstance(node, BigSum) else ():
                if isinstance(limits, Limits):
                    _limit(limits, counts, runs, found)
        for part in one.known:
            for axis, index in enumerate(part.index[-along:]):
                _index(index, axis, runs, found)
    for letter, places in defined.items():
        if all(quantity in LENGTHS.values() for quantity, _ in found[letter].ends):
            found[letter].ends = places.ends
    return found


def _counts(found: Claim, axes: int) -> Iterator[tuple[str, Meaning]]:
    """What each letter counts that stands alone as an index."""
    for order in best(found.known, axes)[:1]:
        for part in found.known:
            for use in uses(part, order[part.tensor, len(part.index)]) if part.index else ():
                if isinstance(use.node, Symbol):
                    where = "inserted" if part.apart else LENGTHS.get(use.tensor, "")
                    meant = (COUNTED[use.axis], None) if use.axis in COUNTED else (where, int(use.axis))
                    yield key(use.node), meant


def _limit(part: Limits, counts: Mapping[str, Meaning], runs: set[str], found: dict[Symbol, Places]) -> None:
    meant = counts.get(key(part.letter)) if isinstance(part.letter, Symbol) else None
    last = part.last
    letters = list(_letters((last,), runs)) if last is not None else []
    plain = last.terms[0] if isinstance(last, Sum) and len(last.terms) == 2 and last.terms[1] == Number(-1) else last
    if meant is None:
        return
    if letters == [plain]:
        found.setdefault(letters[0], Places()).ends[meant] = None
        return
    for letter in letters:
        if meant[1] is not None:
            found.setdefault(letter, Places()).helps[meant] = None


def _index(node: Node, axis: int, runs: set[str], found: dict[Symbol, Places]) -> None:
    for part in walk(node):
        factors = part.factors if isinstance(part, Product) else ()
        for factor in factors:
            others = [other for other in factors if other is not factor]
            for letter in _letters((factor,), runs):
                if any(set(counted(other)) & runs for other in others):
                    found.setdefault(letter, Places()).factor = True
        for term in part.terms if isinstance(part, Sum) else ():
            bare = term.factors[-1] if isinstance(term, Product) and term.factors[0] == Number(-1) else term
            if isinstance(bare, Symbol) and key(bare) not in runs:
                found.setdefault(bare, Places()).offset.add(axis)


def _letters(nodes: Iterable[Node], runs: set[str]) -> Iterator[Symbol]:
    """Letters of index arithmetic that do not run."""
    for node in nodes:
        for name, letter in counted(node).items():
            if name not in runs:
                yield letter
