"""Σ: what it runs over, in all the ways that limits are written, and its body."""

from symconv.notation.reader import expression
from symconv.notation.reader.cursor import Cursor
from symconv.notation.reader.lists import SEPARATORS, index_list, is_condition, juxtaposed, lists, separated
from symconv.notation.reader.scripts import exponent, script
from symconv.notation.tree import Apply, BigSum, Dots, Equation, Limits, Node, Number, Product, Sum, Symbol
from symconv.notation.walk import walk


def big_sum(cursor: Cursor) -> Node:
    """``Σ_{m=0}^{2} body``."""
    word = cursor.take()
    spelled = word.end - word.start > 1  # sum(dY), np.sum(dY, axis=0)
    over: list[Node] = []
    last: Node | None = None
    lasts: tuple[Node, ...] = ()
    while cursor.at("_", "^"):
        if cursor.take().text == "_":
            over += _below(cursor)
        elif cursor.at("{") and cursor.at("(", ahead=1):
            lasts = script(cursor)
            last = lasts[0] if len(lasts) == 1 else None
        else:
            last = exponent(cursor)
    if not over and cursor.at("[") and not is_condition(cursor):  # sum[i, j](…)
        over += index_list(cursor, script=True)
    if not over and last is None and cursor.at("(") and (spelled or lists(cursor)):
        return Apply("total", index_list(cursor, script=False))
    if len(lasts) > 1:
        over = _paired(over, lasts)
    unprinted = cursor.at("{", "Σ")
    with cursor.nested():
        body = expression.product(cursor)
    return _summed(tuple(_with_limits(over, last)), body, unprinted=unprinted)


def _paired(over: list[Node], lasts: tuple[Node, ...]) -> list[Node]:
    """``i, j = (1, 1)`` up to ``(2, 3)``: each letter with its own limits."""
    start = over[-1] if over else None
    told = start.sides if isinstance(start, Equation) and start.relation == "=" else (start, Apply("list", ()))
    names = [*over[:-1], told[0]]
    firsts = told[1].arguments if isinstance(told[1], Apply) else ()
    letters = [part for name in names for part in (name.arguments if isinstance(name, Apply) else (name,))]
    if len(letters) != len(lasts) or len(firsts) not in (0, len(lasts)):
        return over
    starts: tuple[Node | None, ...] = firsts or (None,) * len(lasts)
    return [Limits(letter, *ends) for letter, *ends in zip(letters, starts, lasts, strict=True) if letter is not None]


def _summed(over: tuple[Node, ...], body: Node, *, unprinted: bool) -> Node:
    """The sum; what stands in braces, which do not print, and has none of its letters stands behind it."""
    if unprinted and isinstance(body, Sum):
        first, *rest = body.terms
        if not _letters(over) & {node for term in rest for node in walk(term)}:
            return Sum((BigSum(over, first), *rest))
    return BigSum(over, body)


def _letters(over: tuple[Node, ...]) -> set[Node]:
    return {node for part in over for node in walk(part) if isinstance(node, Symbol)}


def _below(cursor: Cursor) -> list[Node]:
    """The letters and conditions below a Σ."""
    if not cursor.at("{"):
        return list(script(cursor))
    cursor.take()
    with cursor.nested(script=True):
        over = _below(cursor) if cursor.at("{") else _listed(cursor)
    cursor.expect("}")
    return over


def _listed(cursor: Cursor) -> list[Node]:
    """``ij``, ``i, j``, ``i = 0 … 2``, or ``(i, j): condition``."""
    letters: list[Node] = []
    while cursor.at("(") and lists(cursor):
        letters += index_list(cursor, script=True)
        while cursor.skip(*SEPARATORS, "|"):
            pass
    if letters and cursor.at("}"):
        return letters
    if letters and cursor.at("=") and cursor.at("(", ahead=1):  # (i, j) = (0, 0)
        cursor.take()
        return [*letters[:-1], Equation((letters[-1], Apply("list", index_list(cursor, script=False))))]
    return [*letters, *_run(juxtaposed(cursor, "}") or separated(cursor, "}", sliced=False))]


def _run(parts: list[Node]) -> list[Node]:
    """The parts with ``m = 0 … 3`` and ``m = 0, …, 3`` as limits."""
    found: list[Node] = []
    for part in parts:
        if isinstance(part, Equation) and _is_start(part) and (ends := _ends(part.sides[1])):
            found.append(Limits(part.sides[0], *ends))
        elif isinstance(part, Number) and found and (values := _values(found[-1])):
            letter = _letter(found[-1])
            found[-1] = Equation((letter, Apply("list", (*values, part))), "∈")
        elif len(found) > 1 and found[-1] == Dots() and (values := _values(found[-2])):
            found[-2:] = [Limits(_letter(found[-2]), values[0], part)]
        elif len(values := _values(part)) > 2 and Dots() in values:
            found.append(Limits(_letter(part), values[0], values[-1]))
        elif values and found and isinstance(found[-1], Symbol) and _is_set(part):
            found = [_among(letter, values) if isinstance(letter, Symbol) else letter for letter in found] + [part]
        else:
            found.append(part)
    return found


def _values(part: Node) -> tuple[Node, ...]:
    """``0`` of ``m = 0``, and ``0, 1`` of ``m ∈ {0, 1}``; nothing where no value of one letter is told."""
    if isinstance(part, Equation) and _is_start(part):
        return part.sides[1:]
    if not _is_set(part) or not isinstance(part, Equation):
        return ()
    told = part.sides[1]
    return told.arguments if isinstance(told, Apply) else (told,)


def _is_set(part: Node) -> bool:
    """``m ∈ {0, 1}``."""
    listed = isinstance(part, Equation) and part.relation == "∈" and isinstance(part.sides[0], Symbol)
    told = part.sides[-1] if isinstance(part, Equation) else part
    return listed and (isinstance(told, Number) or (isinstance(told, Apply) and told.operator == "list"))


def _letter(part: Node) -> Node:
    return part.sides[0] if isinstance(part, Equation) else part


def _among(letter: Symbol, values: tuple[Node, ...]) -> Node:
    return Equation((letter, Apply("list", values)), "∈")


def _ends(node: Node) -> tuple[Node, Node] | None:
    """``0 … 3``, which is read as a product, or as one in a sum."""
    if isinstance(node, Sum):
        split = [(number, found) for number, term in enumerate(node.terms) if (found := _ends(term))]
        if len(split) != 1:
            return None
        number, (first, last) = split[0]
        return _added((*node.terms[:number], first)), _added((last, *node.terms[number + 1 :]))
    if not isinstance(node, Product) or Dots() not in node.factors:
        return None
    middle = node.factors.index(Dots())
    before, after = node.factors[:middle], node.factors[middle + 1 :]
    return (expression.together(list(before)), expression.together(list(after))) if before and after else None


def _added(terms: tuple[Node, ...]) -> Node:
    return terms[0] if len(terms) == 1 else Sum(terms)


def _with_limits(over: list[Node], last: Node | None) -> list[Node]:
    """``i=0`` with an upper limit is the run of a letter; letters before it share the limits (``i,j=0``)."""
    starts = [part for part in over if _is_start(part)]
    if last is None and not (len(starts) == len(over) == 1):
        return over
    found: list[Node] = []
    for part in over:
        if isinstance(part, Equation) and _is_start(part):
            found = [Limits(p, part.sides[1], last) if isinstance(p, Symbol) else p for p in found]
            found.append(Limits(part.sides[0], part.sides[1], last))
        else:
            found.append(part)
    return found if starts else [Limits(part, None, last) for part in over]


def _is_start(part: Node) -> bool:
    return (
        isinstance(part, Equation)
        and part.relation == "="
        and len(part.sides) == 2
        and isinstance(part.sides[0], Symbol)
    )
