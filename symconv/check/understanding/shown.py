"""Maps shown as tables, ``rot180(W) = [w_22 w_21; w_12 w_11]``: the table beside what the operations make of the map.

A turned map is its own rows and columns in reverse; a spread one has zeros between its entries, a padded one around
them. How many is told by the table alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from symconv.check.statements import Statement
from symconv.check.understanding.said import Said
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Matrix, Node, Number, Partial, Product, Symbol

Table = tuple[tuple[Node, ...], ...]
ZERO = Number(0)
SPREADING = frozenset({"dilate", "interweave"})
ARRANGING = SPREADING | {"flip", "pad"}
WIDEST = 24
"""Most rows and columns of a table that is looked at."""
SHOWN = "the table shows it"
ZEROS = "there are as many zeros as the table shows"
OTHERWISE = "in row {}, column {} it makes {}, and the table has {}"
NOWHERE = "no zeros put between or around its entries make this table"


def shown_maps(read: Iterable[Statement]) -> Mapping[int, Said]:
    """Offset of a statement → what is to be said of the table there."""
    equations = [one for one in read if isinstance(one.tree, Equation) and one.tree.relation == "="]
    written = {letter: table for one in equations if (made := _written(one.tree)) for letter, table in made}
    return {one.start: said for one in equations if (said := _said(one.tree, written))}


def _table(side: Matrix) -> Table | None:
    rows = tuple(tuple(cell.node for cell in row) for row in side.rows)
    alike = len({len(row) for row in rows}) == 1 and max(len(rows), len(rows[0])) <= WIDEST
    return rows if alike else None


def _written(tree: Node | None) -> Iterator[tuple[Node, Table]]:
    """The letter that is said to be a table."""
    left, right = tree.sides if isinstance(tree, Equation) and len(tree.sides) == 2 else (None, None)
    if isinstance(left, Symbol | Partial) and isinstance(right, Matrix) and (table := _table(right)):
        yield left, table


def _said(tree: Node | None, written: Mapping[Node, Table]) -> Said | None:
    sides = tree.sides if isinstance(tree, Equation) else ()
    tables = [side for side in sides if isinstance(side, Matrix)]
    arranged = [side for side in sides if isinstance(side, Apply)]
    if len(tables) != 1 or len(arranged) != 1 or not all(isinstance(side, Matrix | Apply | Symbol) for side in sides):
        return None
    operations, base = _operations(arranged[0])
    shown = _table(tables[0])
    if base is None or not operations or shown is None:
        return None
    entries = _counted(base, written[base]) if base in written else _entries(base, shown)
    return None if entries is None else _compared(operations, entries, _counted(base, shown))


def _counted(base: Node, table: Table) -> Table:
    """A table whose entries are all written alike."""
    return tuple(tuple(_alike(base, node) for node in row) for row in table)


def _alike(base: Node, node: Node) -> Node:
    place = _place(base, node)
    letter = base.by if isinstance(base, Partial) else base
    if place is None or not isinstance(letter, Symbol):
        return node
    entry = replace(letter, name=letter.name.lower(), index=tuple(map(Number, place)))
    return replace(base, by=entry) if isinstance(base, Partial) else entry


def _operations(side: Node) -> tuple[tuple[str, ...], Node | None]:
    """The operations, the outermost first, and what they work on; None where numbers tell how they do it."""
    found: list[str] = []
    while isinstance(side, Apply):
        if side.operator not in ARRANGING or len(side.arguments) != 1 or not _whole(side):
            return (), None
        found.append(side.operator)
        side = side.arguments[0]
    return tuple(found), side if isinstance(side, Symbol | Partial) else None


def _whole(side: Apply) -> bool:
    """Whether an operation is about all axes, and no number tells an amount."""
    below = "".join(
        letter.name
        for part in side.parameter
        for letter in (part.factors if isinstance(part, Product) else (part,))
        if isinstance(letter, Symbol)
    )
    numbered = any(isinstance(part, Number) and part.value != 180 for part in side.parameter)
    return not numbered and (side.operator != "flip" or not below or ("h" in below and "v" in below))


def _entries(base: Node, shown: Table) -> Table | None:
    """The map whose entries a table shows, from the first number of a place to the last one."""
    places = {_place(base, node): _alike(base, node) for row in shown for node in row if node != ZERO}
    known = [place for place in places if place is not None]
    if not known or None in places or {min(row for row, _ in known), min(column for _, column in known)} - {0, 1}:
        return None
    first = min(min(place) for place in known)
    rows, columns = (range(first, max(place[axis] for place in known) + 1) for axis in (0, 1))
    whole = all((row, column) in places for row in rows for column in columns)
    return tuple(tuple(places[row, column] for column in columns) for row in rows) if whole else None


def _place(base: Node, node: Node) -> tuple[int, int] | None:
    """The row and the column that an entry of a map tells."""
    if isinstance(base, Partial) and isinstance(node, Partial):
        return _place(base.by, node.by) if base.of == node.of else None
    if not isinstance(base, Symbol) or not isinstance(node, Symbol):
        return None
    same = base.name.lower() == node.name.lower() and base.upper == node.upper
    place = [part.value for part in node.index if isinstance(part, Number) and isinstance(part.value, int)]
    return (place[0], place[1]) if same and len(place) == len(node.index) == 2 else None


def _compared(operations: tuple[str, ...], entries: Table, shown: Table) -> Said:
    if operations.count("flip") % 2:
        entries = tuple(row[::-1] for row in entries[::-1])
    spreads = not SPREADING.isdisjoint(operations)
    if not spreads and "pad" not in operations:
        return _plainly(entries, shown)
    spread = (2, 3, 4) if spreads else (1,)
    margins = range(max(len(shown), len(shown[0]))) if "pad" in operations else (0,)
    for steps in product(spread, repeat=2):
        for ahead in product(margins, repeat=2):
            if _spread(entries, steps, ahead, (len(shown), len(shown[0]))) == shown:
                return Said(word="right under an assumption", message=SHOWN, assumptions=(ZEROS,))
    return Said(word="wrong", message=NOWHERE)


def _plainly(entries: Table, shown: Table) -> Said:
    for row, (made, told) in enumerate(zip(entries, shown, strict=False)):
        for column, (one, other) in enumerate(zip(made, told, strict=False)):
            if one != other:
                return Said(word="wrong", message=OTHERWISE.format(row + 1, column + 1, text(one), text(other)))
    same = [len(row) for row in entries] == [len(row) for row in shown]
    return Said(word="right", message=SHOWN) if same else Said(word="wrong", message=NOWHERE)


def _spread(entries: Table, steps: tuple[int, ...], ahead: tuple[int, ...], size: tuple[int, int]) -> Table | None:
    """A map with its entries that far apart, behind that many rows and columns of zeros; None where it has no room."""
    ends = [
        first + step * (count - 1)
        for first, step, count in zip(ahead, steps, (len(entries), len(entries[0])), strict=True)
    ]
    if ends[0] >= size[0] or ends[1] >= size[1]:
        return None
    made: list[list[Node]] = [[ZERO] * size[1] for _ in range(size[0])]
    for row, nodes in enumerate(entries):
        for column, node in enumerate(nodes):
            made[ahead[0] + steps[0] * row][ahead[1] + steps[1] * column] = node
    return tuple(map(tuple, made))
