"""Gradients in operator words, and wrong recipes; what a recipe comes to is computed on lists of numbers."""

from dataclasses import dataclass
from random import Random

from planted.formula import Axis, Layer, meetings

Grid = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """``left = big ⋆ small``: a correlation without padding of two grids, each made ready by words.

    Attributes:
        left: X or W, whose gradient it is.
        big, small: the tensor (X, W or G) and the words applied to it, the innermost first.
    """

    left: str
    big: tuple[str, ...]
    small: tuple[str, ...]


RIGHT = {
    "W": Recipe(left="W", big=("X", "pad p"), small=("G", "dilate s")),
    "X": Recipe(left="X", big=("G", "dilate s", "pad e-1-p"), small=("W", "rot180")),
}

SLIPS = {
    "W": (
        ("no-dilation", Recipe(left="W", big=("X", "pad p"), small=("G",))),
        ("double-flip", Recipe(left="W", big=("X", "pad p"), small=("G", "dilate s", "rot180"))),
        ("wrong-dilation", Recipe(left="W", big=("X", "pad p"), small=("G", "dilate s+1"))),
        ("padding-lost", Recipe(left="W", big=("X",), small=("G", "dilate s"))),
    ),
    "X": (
        ("no-flip", Recipe(left="X", big=("G", "dilate s", "pad e-1-p"), small=("W",))),
        ("transposed", Recipe(left="X", big=("G", "dilate s", "pad e-1-p"), small=("W", "T"))),
        ("no-dilation", Recipe(left="X", big=("G", "pad e-1-p"), small=("W", "rot180"))),
        ("wrong-padding", Recipe(left="X", big=("G", "dilate s", "pad e-p"), small=("W", "rot180"))),
        ("crop-forgotten", Recipe(left="X", big=("G", "dilate s", "pad e-1"), small=("W", "rot180"))),
    ),
}


def layer(rng: Random) -> Layer:
    """A square-kernelled layer without a remainder, on which the recipes hold."""
    kernel, stride = rng.randint(2, 3), rng.randint(1, 3)
    padding = rng.randint(0, kernel - 1)
    outputs = rng.sample(range(2, 5), 2)
    sizes = [stride * (one - 1) + kernel - 2 * padding for one in outputs]
    if min(sizes) < 2:
        return layer(rng)
    axes = tuple(Axis(size=n, kernel=kernel, stride=stride, before=padding, after=padding) for n in sizes)
    return Layer(axes=axes)


def right(recipe: Recipe, here: Layer, rng: Random) -> bool:
    """Whether it gives what its own right recipe gives: the same size and the same numbers."""
    grids = {
        "X": _drawn([one.size for one in here.axes], rng),
        "W": _drawn([one.kernel for one in here.axes], rng),
        "G": _drawn([one.outputs for one in here.axes], rng),
    }
    return _made(recipe, here, grids) == _truth(recipe.left, here, grids)


def _truth(left: str, here: Layer, grids: dict[str, Grid]) -> Grid:

    target = grids[left]
    found = [[0] * len(row) for row in target]
    for m, a, i in meetings(here.axes[0]):
        for n, b, j in meetings(here.axes[1]):
            if left == "X":
                found[i][j] += grids["G"][m][n] * grids["W"][a][b]
            else:
                found[a][b] += grids["G"][m][n] * grids["X"][i][j]
    return tuple(map(tuple, found))


def _made(recipe: Recipe, here: Layer, grids: dict[str, Grid]) -> Grid:
    big, small = (_ready(words, here.axes[0], grids) for words in (recipe.big, recipe.small))
    rows, columns = len(big) - len(small) + 1, len(big[0]) - len(small[0]) + 1
    return tuple(
        tuple(
            sum(big[i + a][j + b] * small[a][b] for a in range(len(small)) for b in range(len(small[0])))
            for j in range(columns)
        )
        for i in range(rows)
    )


def _ready(words: tuple[str, ...], axis: Axis, grids: dict[str, Grid]) -> Grid:
    found = grids[words[0]]
    for word in words[1:]:
        found = _applied(word, found, axis)
    return found


def _applied(word: str, grid: Grid, axis: Axis) -> Grid:
    verb, _, size = word.partition(" ")
    if verb == "rot180":
        return grid[::-1] if size else tuple(row[::-1] for row in grid[::-1])
    if verb == "T":
        return tuple(zip(*grid, strict=True))
    number = number_of(size, axis)
    if verb == "pad":
        wide = [(0,) * number + row + (0,) * number for row in grid]
        empty = ((0,) * len(wide[0]),) * number
        return (*empty, *wide, *empty)
    wide = [tuple(x for one in row for x in (one, *(0,) * (number - 1)))[: (len(row) - 1) * number + 1] for row in grid]
    gaps = ((0,) * len(wide[0]),) * (number - 1)
    return tuple(row for one in wide for row in (one, *gaps))[: (len(grid) - 1) * number + 1]


def number_of(size: str, axis: Axis) -> int:
    k, s, p = axis.kernel, axis.stride, axis.before
    return {"p": p, "e-1-p": k - 1 - p, "e-p": k - p, "e-1": k - 1, "s": s, "s+1": s + 1}[size]


def _drawn(shape: list[int], rng: Random) -> Grid:
    return tuple(tuple(rng.randrange(1, 10**9) for _ in range(shape[1])) for _ in range(shape[0]))


def written(recipe: Recipe, here: Layer, names: dict[str, str], *, plain: bool) -> str:
    """The recipe with numbers for the sizes; words that do nothing are left out."""
    loss = "L"
    gradient = (lambda t: f"d{names[t]}") if plain else (lambda t: rf"\frac{{\partial {loss}}}{{\partial {names[t]}}}")

    def said(words: tuple[str, ...]) -> str:
        found = gradient("Y") if words[0] == "G" else names[words[0]]
        for word in words[1:]:
            verb, _, size = word.partition(" ")
            found = _word(verb, size, found, here.axes[0], plain=plain)
        return found

    star = "corr({}, {})" if plain else r"{} \star {}"
    return f"{gradient(recipe.left)} = " + star.format(said(recipe.big), said(recipe.small))


def _word(verb: str, size: str, inside: str, axis: Axis, *, plain: bool) -> str:
    if verb == "T":
        return f"transpose({inside})" if plain else f"{inside}^T"
    if verb == "rot180":
        name = "flip_rows" if size else "rot180"
        return f"{name}({inside})" if plain else rf"\mathrm{{{name.replace('_', '')}}}({inside})"
    number = number_of(size, axis)
    if number == (0 if verb == "pad" else 1):
        return inside
    return f"{verb}({inside}, {number})" if plain else rf"\mathrm{{{verb}}}_{{{number}}}({inside})"
