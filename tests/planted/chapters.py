"""Texts of several chapters, each on a layer of its own: told in prose, defined or both, with its two gradients."""

from dataclasses import dataclass
from random import Random

TITLES = ("Example", "Another layer", "Second case", "Warm-up", "The layer", "Case")
HEADINGS = ("# {}", "## {}", "**{}**", "\\section{{{}}}")
LETTERS = (("x", "w", "y"), ("X", "F", "O"), ("x", "k", "z"), ("I", "K", "O"))
STRIDES = ("stride {}", "a stride of {}", "stride = {}", "$s = {}$ (the stride)")
PADDINGS = ("padding {}", "a padding of {}", "zero padding {} on every side")
UNPADDED = ("no padding", "without padding", "")
SAID = (
    "Now with {}.",
    "Let us take {}.",
    "We use {}.",
    "Here the layer has {}.",
    "Consider {} this time.",
    "The same with {}:",
    "Suppose we have {}.",
)
SIZED = (
    "Input {n}x{n}, kernel {k}x{k}, {}.",
    "The image is {n}x{n}, the filter {k}x{k}; {}.",
    "Take a {n}x{n} input and a {k}x{k} kernel with {}.",
)
SIZES = ((5, 3), (7, 3), (6, 2))


@dataclass(frozen=True, slots=True)
class Chapters:
    """A text, and whether each of its formulas is right, in their order."""

    text: str
    right: tuple[bool, ...]


def chapters(rng: Random) -> Chapters:
    """One to three chapters; in some the filter's gradient has a lost stride or a padding too much."""
    letters, heading = rng.choice(LETTERS), rng.choice(HEADINGS)
    text, right = "", []
    for _ in range(rng.choice((1, 2, 2, 3))):
        stride, padding = rng.choice((1, 2, 3)), rng.choice((0, 0, 1))
        sized = rng.random() < 0.4
        defined = rng.random() < 0.6 or not sized
        mistake = rng.choice((None, None, None, "stride", "padding"))
        said = _said(rng, stride, padding, sized=sized)
        text += f"{heading.format(rng.choice(TITLES))}\n\n{said}\n\n"
        formulas = _formulas(letters, stride, padding, mistake)
        for formula in formulas if defined else formulas[1:]:
            text += f"$${formula}$$\n\n"
        right += [True] * defined + [mistake is None, True]
    return Chapters(text, tuple(right))


def _said(rng: Random, stride: int, padding: int, *, sized: bool) -> str:
    steps = rng.choice(STRIDES).format(stride)
    beside = rng.choice(PADDINGS).format(padding) if padding else rng.choice(UNPADDED)
    joined = f"{steps} and {beside}" if beside and not beside.startswith("with") else f"{steps} {beside}".strip()
    if not sized:
        return rng.choice(SAID).format(joined)
    n, k = rng.choice(SIZES)
    return rng.choice(SIZED).format(joined, n=n, k=k)


def _formulas(letters: tuple[str, str, str], stride: int, padding: int, mistake: str | None) -> list[str]:
    x, w, y = letters
    meets = f"{x}_{{{_met(stride, padding, 'm', 'a')},{_met(stride, padding, 'n', 'b')}}}"
    lost = (1 if stride > 1 else 2) if mistake == "stride" else stride
    moved = padding + (mistake == "padding")
    read = f"{x}_{{{_met(lost, moved, 'm', 'a')},{_met(lost, moved, 'n', 'b')}}}"
    ahead = f"+{padding}" if padding else ""
    if stride == 1:
        back = rf"\sum_{{a}}\sum_{{b}} {_d(y, f'i-a{ahead},j-b{ahead}')} {w}_{{a,b}}"
    else:
        back = rf"\sum_{{m}}\sum_{{n}} {_d(y, 'm,n')} {w}_{{i{ahead}-{stride}m,j{ahead}-{stride}n}}"
    return [
        rf"{y}_{{m,n}} = \sum_{{a}}\sum_{{b}} {meets} {w}_{{a,b}}",
        rf"{_d(w, 'a,b')} = \sum_{{m}}\sum_{{n}} {_d(y, 'm,n')} {read}",
        f"{_d(x, 'i,j')} = {back}",
    ]


def _met(stride: int, padding: int, place: str, tap: str) -> str:
    return f"{stride if stride > 1 else ''}{place}+{tap}" + (f"-{padding}" if padding else "")


def _d(letter: str, index: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {letter}_{{{index}}}}}"
