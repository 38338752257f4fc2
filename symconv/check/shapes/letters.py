"""What the letters of a formula for a size stand for."""

import re
from collections.abc import Sequence

from symconv.check.understanding.names import size_meaning, undressed
from symconv.notation.tree import Node, Number, Product, Sum, Symbol

Meaning = tuple[str, int | None]
"""A quantity of :data:`symconv.check.understanding.names.QUANTITIES`, and its axis where the letter tells."""

INSIDE = {
    **dict.fromkeys(("k", "K", "f", "F", "kernel", "kernel_size", "ksize", "filter"), "kernel"),
    **dict.fromkeys(("s", "S", "stride"), "stride"),
    **dict.fromkeys(("p", "P", "pad", "padding"), "padding"),
    **dict.fromkeys(("d", "D", "dilation"), "dilation"),
    **dict.fromkeys(("n", "N", "i", "I", "L", "H", "W", "h", "w", "input", "in", "inp"), "input"),
    **dict.fromkeys(("o", "O", "m", "M", "output", "out"), "output"),
}
OF_MAPS = frozenset("nNLHWhw")
"""Letters for the size of a map, whose suffix tells which map."""
SUFFIX = {
    **dict.fromkeys(("in", "i", "prev", "old", "input", "entrée", "entree", "entrada", "ein", "eingabe"), "input"),
    **dict.fromkeys(("out", "o", "new", "y", "output", "sortie", "salida", "saída", "aus", "ausgabe"), "output"),
    **dict.fromkeys(("pad", "padded", "p"), "padded"),
    **dict.fromkeys(("dil", "dilated", "up"), "inserted"),
}
SIDES = {
    **dict.fromkeys(("-", "−", "before", "l", "left", "t", "top", "begin", "start"), "padding_before"),
    **dict.fromkeys(("+", "after", "r", "right", "b", "bottom", "end"), "padding_after"),
}
"""What stands at a padding → whether it is the one before or the one after."""
MAPS = {
    **dict.fromkeys(("output", "out"), "output"),
    **dict.fromkeys(("input", "in", "image"), "input"),
    **dict.fromkeys(("kernel", "filter"), "kernel"),
}
COUNTED = {
    **dict.fromkeys(("size", "length", "len", "dim", "dimension"), None),
    **dict.fromkeys(("height", "h"), 0),
    **dict.fromkeys(("width", "w"), 1),
}
WORDS: dict[str, Meaning] = {
    **{f"{word}_{side}": (size, axis) for word, size in MAPS.items() for side, axis in COUNTED.items()},
    **{f"padded_{side}": ("padded", axis) for side, axis in COUNTED.items()},
    **{step: (step, None) for step in ("stride", "padding", "dilation")},
    **{f"{word}size": (size, None) for word, size in MAPS.items()},
    **dict.fromkeys(("sortie", "salida", "saída", "ausgabe"), ("output", None)),
    **dict.fromkeys(("entrée", "entrada", "eingabe"), ("input", None)),
    **dict.fromkeys(("HH", "FH", "fh"), ("kernel", 0)),
    **dict.fromkeys(("WW", "FW", "fw"), ("kernel", 1)),
}
"""Sizes written in words, ``Output-Size``, and names of two letters."""
_OF_AXIS = re.compile(r"(?P<axis>[xyhw])(?P<map>in|out)", re.IGNORECASE)
"""What stands at the size of a map along one axis, ``N_{xOut}``."""
AXIS = {**dict.fromkeys("hH", 0), **dict.fromkeys("wW", 1)}


def parts(letter: Symbol) -> tuple[str, tuple[str, ...]]:
    """The bare name of a letter, and everything that stands at it; an accent counts as a prime."""
    name, *suffixes = undressed(letter.name).split("_")
    primes = ("′",) * (name.count("′") + (undressed(letter.name) != letter.name))
    plain = [_written(node) for node in letter.index if _plain(node)]
    joined = "".join(plain)
    plain = [joined] if joined in SUFFIX.keys() | SIDES.keys() or _OF_AXIS.fullmatch(joined) else plain
    below = [mark for word in plain for mark in word.split("_")]
    above = [f"^{node!r}" for node in letter.upper]
    hidden = [f"?{node!r}" for node in letter.index if not _plain(node)]
    return name.rstrip("′"), (*suffixes, *below, *above, *hidden, *primes)


def _written(node: Node) -> str:
    if isinstance(node, Product):
        return "".join(map(_written, node.factors))
    return str(node.value) if isinstance(node, Number) else node.name if isinstance(node, Symbol) else ""


def _plain(node: Node) -> bool:
    if isinstance(node, Product):
        return all(map(_plain, node.factors))
    return isinstance(node, Number) or (isinstance(node, Symbol) and not node.index and not node.upper)


def meaning(letter: Symbol) -> Meaning | None:
    """What a letter usually stands for; None where that is not clear."""
    name, marks = parts(letter)
    if not letter.index and not letter.upper and (told := _in_words(letter)):
        return told
    if letter.name in ("p₋", "p₊"):
        return SIDES["-" if letter.name == "p₋" else "+"], None
    if letter.name == "e" and not marks:
        return "reach", None
    if INSIDE.get(name) == "padding" and len(marks) == 1 and marks[0] in SIDES:
        return SIDES[marks[0]], None
    if (name in ("k", "K", "f", "F") and marks in (("eff",), ("′",))) or letter.name in ("k_eff", "K_eff"):
        return "reach", None
    if name == "out" and len(marks) == 1 and marks[0] in AXIS:
        return "output", AXIS[marks[0]]
    quantity = INSIDE.get(name)
    axis = AXIS.get(name) if quantity == "input" else None
    for mark in map(str.lower, marks):
        if quantity == "input" and (side := _OF_AXIS.fullmatch(mark)):
            quantity, axis = SUFFIX[side["map"]], 0 if side["axis"] in "yh" else 1
        elif mark in AXIS and axis is None:
            axis = AXIS[mark]
        elif name in OF_MAPS and quantity == "input" and mark in SUFFIX:
            quantity = SUFFIX[mark]
        elif mark == "′" and quantity == "input":
            quantity = "output"
        else:
            return None
    return None if quantity is None else (quantity, axis)


def _in_words(letter: Symbol) -> Meaning | None:
    """``Kernel_Size``, ``HH``, ``kH``: a size by a name of several letters."""
    if len(letter.name) == 2 and letter.name[0] in "kK" and letter.name[1] in AXIS:
        return size_meaning(letter)
    return WORDS.get(letter.name) or WORDS.get(letter.name.lower())


def is_telling(letter: Symbol) -> bool:
    """Whether a left side names a size by itself: ``H_out``, ``M``, ``k_eff``, but not ``m``."""
    name, marks = parts(letter)
    found = meaning(letter)
    return found is not None and (found[0] != "output" or bool(marks) or name in ("M", "output"))


def same_map(one: Symbol, other: Symbol) -> bool:
    """Whether two letters are one name at two levels: ``W_1`` and ``W_2``, ``n^{[l-1]}``, ``n^{[l]}``, out and in."""
    (first, here), (second, there) = parts(one), parts(other)
    known = meaning(one) is not None and meaning(other) is not None
    if first != second or here == there:
        return False
    if steps(one, other) == 1 or [*map(SUFFIX.get, (*here, *there))] == ["output", "input"]:
        return True
    if first not in OF_MAPS:
        return False
    return tuple(mark for mark in there if mark != "prev") == here or (not known and _level(here) and _level(there))


def steps(one: Symbol, other: Symbol) -> int | None:
    """How many levels one name stands above another, ``r_i`` above ``r_{i-1}``; None where they differ otherwise."""
    if one.name != other.name or (len(one.index), len(one.upper)) != (len(other.index), len(other.upper)):
        return None
    marks = zip((*one.index, *one.upper), (*other.index, *other.upper), strict=True)
    apart = [(here, there) for here, there in marks if here != there]
    return _difference(*apart[0]) if len(apart) == 1 else None


def _difference(here: Node, there: Node) -> int | None:
    """``l`` − ``l − 1``, ``2`` − ``1``; None where they do not differ by a number."""
    (first, more), (second, less) = _counted(here), _counted(there)
    return more - less if first == second else None


def _counted(node: Node) -> tuple[Node | None, int]:
    """A letter and a whole number that make a level."""
    if isinstance(node, Number):
        return None, node.value
    if isinstance(node, Sum) and len(node.terms) == 2 and isinstance(node.terms[0], Symbol):
        last = node.terms[1]
        return (node.terms[0], last.value) if isinstance(last, Number) else (node, 0)
    return node, 0


def plainly(letters: Sequence[Symbol]) -> dict[Symbol, Symbol]:
    """The letters of one formula without the level and the axis at which all its steps stand: ``s^{[l]}``, ``s_1``.

    What tells the letters of the formula apart stays.
    """
    steps_ = [letter for letter in letters if INSIDE.get(parts(letter)[0]) in STEPS]
    levels = {letter.upper for letter in steps_ if letter.upper}
    axes = {letter.index for letter in letters if len(letter.index) == 1 and isinstance(letter.index[0], Number)}
    found = {
        letter: Symbol(
            letter.name,
            () if len(axes) == 1 and letter.index in axes else letter.index,
            () if len(levels) == 1 and letter in steps_ else letter.upper,
        )
        for letter in letters
    }
    return found if len({*found.values()}) == len(found) else {letter: letter for letter in letters}


STEPS = frozenset({"kernel", "stride", "padding", "dilation"})
"""What a layer has at one level, unlike its maps."""


def _level(marks: tuple[str, ...]) -> bool:
    return all(re.fullmatch(r"\d|\^.*|[hHwW]", mark) for mark in marks)
