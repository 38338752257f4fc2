"""Matrix forms of a convolution, ``Y = C Wᵀ`` with a window in each row of C: what is multiplied, and whether it fits.

Windows are places × taps, filters are filters × taps, outputs places × filters, or each of them transposed; a gradient
lies as its tensor does. Of three kinds with three different sizes only one product makes each of them, so a form
whose sizes fit is right.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from symconv.check.regex import regex
from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.matrix_names import MatrixNames, factors_of, names_of, sides_of, untransposed
from symconv.check.understanding.said import Said
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Number, Power
from symconv.notation.walk import walk

SIZES = {"windows": ("places", "taps"), "filters": ("filters", "taps"), "outputs": ("places", "filters")}
"""Kind of matrix → what its rows and its columns count."""
_ALL_BUT_CHANNELS = ((0, 2, 3), (0, 1, 2), (1, 2), (0, 1))
"""Axes of [N, C, H, W] and [N, H, W, C], with or without images."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A matrix that is said to be a product of two.

    Attributes:
        start: offset of the statement.
        kinds: of the product, and of both factors.
        turned: which of the two factors are transposed.
        shown: how the factors are written.
        defines: whether it is the forward pass.
    """

    start: int
    kinds: tuple[str, str, str]
    turned: tuple[bool, bool]
    shown: tuple[str, str]
    defines: bool


_LEGEND = regex(r"=\s*(?:the\s+)?[a-z]{3,}\s+[a-z]{3,}")
"""A legend, ``W = kernel weights (8, 3, 3)``: words, and no product."""


def matrix_forms(read: Iterable[Statement], binding: Binding) -> Mapping[int, Said]:
    """Offset → what is to be said of the matrix form there."""
    equations = (one for one in read if isinstance(one.tree, Equation) and one.tree.relation == "=")
    known = [one for one in equations if one.tex or not _LEGEND.search(one.text)]
    names = names_of(known, binding)
    forms = [form for one in known if (form := _form(one, names))]
    lies = max(_orders(), key=lambda order: sum((10 if form.defines else 1) * _fits(form, order) for form in forms))
    sure = any(form.defines and _fits(form, lies) for form in forms)
    told = {form.start: _said(form, lies, sure=sure) for form in forms}
    return told | {one.start: said for one in known if (said := _summed(one, names, lies))}


def _form(statement: Statement, names: MatrixNames) -> Form | None:
    left, right = sides_of(statement)
    made = names.kind(left) if left is not None else ""
    if isinstance(right, Apply) and right.operator == "col2im" and len(right.arguments) == 1 and made == "input":
        made, right = "windows", right.arguments[0]
    factors = factors_of(right)
    kinds = [names.kind(untransposed(factor)) for factor in factors]
    if left is None or len(factors) != 2 or not {made, *kinds} <= SIZES.keys():
        return None
    first, second = factors
    return Form(
        start=statement.start,
        kinds=(made, kinds[0], kinds[1]),
        turned=(isinstance(first, Power), isinstance(second, Power)),
        shown=(text(first), text(second)),
        defines=made == "outputs" and set(kinds) == {"windows", "filters"},
    )


Order = Mapping[str, tuple[str, str]]


def _orders() -> Iterator[Order]:
    """How the three kinds may lie, the usual first."""
    for turns in product((False, True), repeat=3):
        yield {
            kind: sizes[::-1] if turned else sizes for (kind, sizes), turned in zip(SIZES.items(), turns, strict=True)
        }


def _fits(form: Form, lies: Order) -> bool:
    made, first, second = (lies[kind] for kind in form.kinds)
    first, second = (
        sizes[::-1] if turned else sizes for sizes, turned in zip((first, second), form.turned, strict=True)
    )
    return len(set(form.kinds)) == 3 and first[1] == second[0] and made == (first[0], second[1])


def _said(form: Form, lies: Order, *, sure: bool) -> Said:
    notes = tuple(f"the {kind} are a matrix of {rows} × {columns}" for kind, (rows, columns) in lies.items())
    if _fits(form, lies):
        return Said(word="right under an assumption", message="matrix form: the sizes fit", assumptions=notes)
    sizes = (
        lies[kind][::-1] if turned else lies[kind] for kind, turned in zip(form.kinds[1:], form.turned, strict=True)
    )
    told = " and ".join(
        f"{shown} is {rows} × {columns}" for shown, (rows, columns) in zip(form.shown, sizes, strict=True)
    )
    rows, columns = lies[form.kinds[0]]
    message = f"matrix form: {told}, which does not give {rows} × {columns}"
    return Said(word="wrong" if sure else "ambiguous", message=message, assumptions=notes)


def _summed(statement: Statement, names: MatrixNames, lies: Order) -> Said | None:
    """``db = dout.sum(axis=0)``: over the places, whichever axes count them."""
    left, right = sides_of(statement)
    if not isinstance(right, Apply) or right.operator != "total" or left is None or names.kind(left) != "bias":
        return None
    axes = sorted(node.value for part in right.arguments[1:] for node in walk(part) if isinstance(node, Number))
    if names.kind(right.arguments[0]) != "outputs" or not axes:
        return None
    if tuple(axes) in _ALL_BUT_CHANNELS:
        return Said(word="right under an assumption", message="all axes but the channels are summed")
    if len(axes) == 1 and lies["outputs"][axes[0] % 2] == "places":
        return Said(word="right under an assumption", message=f"the places are summed: axis {axes[0]} counts them")
    return Said(word="ambiguous", message="whether these axes count all images and places is not told")
