"""Right formulas of a layer's forward pass and gradients, counted from 0, in the forms in which people write them."""

from dataclasses import dataclass
from random import Random

from planted.formula import SIZES, Formula, Sum
from planted.index import Index, index


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Which letters a text's formulas have: what is not there is 1, or 0 for the padding."""

    axes: int = 2
    stride: bool = False
    padding: bool = False
    dilation: bool = False
    channels: bool = False
    images: bool = False

    @property
    def lead(self) -> dict[str, tuple[str, ...]]:
        """Tensor → its letters before those of the axes."""
        image = ("b",) if self.images else ()
        return {
            "x": (*image, "c") if self.channels else image,
            "w": ("o", "c") if self.channels else (),
            "g": (*image, "o") if self.channels else image,
        }


def family(rng: Random) -> Family:
    channels = rng.random() < 0.35
    stride = rng.random() < 0.5
    return Family(
        axes=rng.choice((1, 2, 2)),
        stride=stride,
        padding=rng.random() < 0.3,
        dilation=rng.random() < 0.25,
        channels=channels,
        images=channels and rng.random() < 0.4,
    )


def formulas(family: Family) -> dict[str, Formula]:
    """Name → formula; gradients of the input only in forms that hold in the family."""
    found = {
        "forward": _formula(family, "y", "a", (("x", "meet"), ("w", "a"))),
        "filter": _formula(family, "w", "m", (("g", "m"), ("x", "meet"))),
        "bias": _formula(family, "b", "m", (("g", "m"),)),
    }
    if not family.stride:
        found["input by taps"] = _formula(family, "x", "a", (("g", "i-a"), ("w", "a")))
        if not family.dilation:
            found["input flipped"] = _formula(family, "x", "a", (("g", "i-(k-1)+a"), ("w", "k-1-a")))
    if not family.dilation:
        found["input by outputs"] = _formula(family, "x", "m", (("g", "m"), ("w", "i-sm")))
    return found


def place(kind: str, t: int, family: Family) -> Index:
    """One place along axis t."""
    s, d = (f"s{t}",) if family.stride else (), (f"d{t}",) if family.dilation else ()
    p = ((1, (f"p{t}",)),) if family.padding else ()
    less = tuple((-number, letters) for number, letters in p)
    m, a, i, k = (f"m{t}",), (f"a{t}",), (f"i{t}",), (f"k{t}",)
    return {
        "m": index((1, m)),
        "a": index((1, a)),
        "meet": index((1, s + m), (1, d + a), *less),
        "i-a": index((1, i), *p, (-1, d + a)),
        "i-sm": index((1, i), *p, (-1, s + m)),
        "i-(k-1)+a": index((1, i), *p, (-1, k), (1, ()), (1, a)),
        "k-1-a": index((1, k), (-1, ()), (-1, a)),
    }[kind]


def whole(letter: str) -> Sum:
    """A letter over all its places."""
    return Sum(letter=letter, low=(), high=index((1, (SIZES[letter[0]] + letter[1:],)), (-1, ())))


def _formula(family: Family, about: str, over: str, factors: tuple[tuple[str, str], ...]) -> Formula:
    axes = range(family.axes)
    lead = family.lead
    left = {"y": (*lead["g"], *(f"m{t}" for t in axes)), "b": ("o",) if family.channels else ()}
    left |= {"x": (*lead["x"], *(f"i{t}" for t in axes)), "w": (*lead["w"], *(f"a{t}" for t in axes))}
    there = {letter for tensor, _ in factors for letter in lead[tensor]}
    sums = [letter for letter in ("b", "o", "c") if letter in there and letter not in left[about]]
    return Formula(
        about=about,
        left=left[about],
        sums=(*map(whole, sums), *(whole(f"{over}{t}") for t in axes)),
        factors=tuple(
            (tensor, (*(index((1, (letter,))) for letter in lead[tensor]), *(place(kind, t, family) for t in axes)))
            for tensor, kind in factors
        ),
    )
