"""How much room a formula in Office Math takes, in ems of its type.

LibreOffice stretches a formula to its box, and PowerPoint centres it there: the box must be about what is needed.
The numbers are measured: what LibreOffice finds natural for the formulas of many decks, within a tenth.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree

from symconv.notation.omml import displayed
from symconv.notation.tree import Node

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SCRIPT = 0.62
"""Size of scripts beside that of the line."""

SIGN, GAP = 0.55, 0.2
"""Width of a letter or digit, and what stands between two neighbours."""

WIDE: Mapping[str, float] = MappingProxyType(
    dict.fromkeys("=≠<>≤≥≡∈", 0.8)
    | dict.fromkeys("⋆∗⊙", 0.2)
    | dict.fromkeys("()", 0.1)
    | {"+": 0.5, "−": 0.7, "·": 0.15, "⋯": 0.8, ",": 0.35, "∂": 0.3}
)


class Extent(NamedTuple):
    """Width, and height above and below the line."""

    width: float
    up: float = 0.92
    down: float = 0.25

    @property
    def height(self) -> float:
        """From the highest to the lowest sign."""
        return self.up + self.down


@lru_cache(maxsize=10_000)
def extent(node: Node) -> Extent:
    """How much room a formula takes on a line of its own."""
    return _row(ElementTree.fromstring(f'<e xmlns:m="{MATH[1:-1]}" xmlns:a="a">{displayed(node)}</e>'))  # noqa: S314 - our own


def _row(parent: ElementTree.Element | None) -> Extent:
    """What stands beside each other."""
    children = () if parent is None else [child for child in parent if _kind(child) in _MEASURED]
    parts = [_MEASURED[_kind(child)](child) for child in children]
    if not parts:
        return Extent(0, 0, 0)
    wide = sum(part.width for part in parts) + GAP * (len(parts) - 1)
    return Extent(wide, max(part.up for part in parts), max(part.down for part in parts))


def _kind(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(MATH)


def _inside(element: ElementTree.Element, part: str) -> Extent:
    return _row(element.find(MATH + part))


def _run(element: ElementTree.Element) -> Extent:
    signs = element.findtext(f"{MATH}t") or ""
    return Extent(sum(WIDE.get(sign, SIGN) for sign in signs))


def _fraction(element: ElementTree.Element) -> Extent:
    over, under = _inside(element, "num"), _inside(element, "den")
    if element.find(f'{MATH}fPr/{MATH}type[@{MATH}val="lin"]') is not None:
        return Extent(over.width + under.width + 0.9, max(over.up, under.up), max(over.down, under.down))
    return Extent(max(over.width, under.width) + 0.1, 0.25 + over.height, under.height - 0.15)


def _scripted(element: ElementTree.Element) -> Extent:
    base, below, above = (_inside(element, part) for part in ("e", "sub", "sup"))
    wide = base.width + SCRIPT * max(below.width, above.width)
    up = base.up + (SCRIPT * above.height - 0.55 if above.width else 0)
    return Extent(wide, up, base.down + (SCRIPT * below.height - 0.55 if below.width else 0))


def _fenced(element: ElementTree.Element) -> Extent:
    body = _inside(element, "e")
    return Extent(body.width + 0.9, body.up + 0.07, body.down + 0.06)


def _sum(element: ElementTree.Element) -> Extent:
    body, below, above = (_inside(element, part) for part in ("e", "sub", "sup"))
    sigma = max(1.4, SCRIPT * max(below.width, above.width))
    up, down = 1.2 + SCRIPT * above.height, 0.45 + SCRIPT * below.height
    return Extent(sigma + GAP + body.width, max(up, body.up), max(down, body.down))


def _table(element: ElementTree.Element) -> Extent:
    rows = [[_row(cell) for cell in row.findall(f"{MATH}e")] for row in element.findall(f"{MATH}mr")]
    wide = sum(max(cell.width for cell in column) for column in zip(*rows, strict=True)) + len(rows[0]) - 1
    tall = sum(max(cell.height for cell in row) for row in rows) + 0.2 * len(rows)
    return Extent(wide, tall / 2 + 0.3, tall / 2 - 0.3)


_MEASURED: Mapping[str, Callable[[ElementTree.Element], Extent]] = MappingProxyType(
    {
        "r": _run,
        "f": _fraction,
        "sSub": _scripted,
        "sSup": _scripted,
        "sSubSup": _scripted,
        "d": _fenced,
        "nary": _sum,
        "m": _table,
    }
)
