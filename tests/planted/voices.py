"""Voices: the same formula in other letters, bases, spellings and markup."""

from dataclasses import dataclass
from random import Random

from planted.formula import Formula, Sum
from planted.index import Index

TENSORS = ("xwyb", "XWYb", "XKYb", "XFOb", "awzb", "IKOb", "xkyb", "xfob", "AWZb", "xhyb")
RUNNING = ("ij mn pq", "ij ab uv", "ij uv ab", "pq rs uv", "mn ij uv", "rc ij uv", "tv ab ij", "pq ab ij", "kl ij mn")
KERNELS = ("K_h K_w", "k_1 k_2", "R S", "k k", "K K", "M N", "F_h F_w", "U V", "f f")
OUTPUTS = ("H_o W_o", "P Q", "M N", "N_1 N_2", "H' W'", "H_{out} W_{out}", "E F", "T U")
SIZES = {"s": ("s", "S", "\\sigma"), "d": ("d", "D"), "p": ("p", "P")}
CHANNELS = ("n c k", "n c o", "n c f", "n c_i c_o", "n c q")
TOTALS = ("N C K", "N C O", "N C F", "N C_i C_o", "N C Q")
LOSSES = ("L", "\\mathcal{L}", "E", "J", "\\ell", "C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How somebody writes.

    Attributes:
        letters: letter of the generator → letter on paper.
        alike: whether one letter serves all axes for the kernel, the stride, the dilation and the padding.
        upstream: how ∂L/∂y is written: ``fraction, delta, letter`` or ``d``.
        places: brackets around places: ``_{}``, ``[]`` or ``()``.
        limits: whether sums have limits.
        times: what stands between factors.
        weight_first: whether the other factor stands before the upstream gradient.
        base: number of the first entry.
        plain: whether it is written as text, without TeX.
    """

    letters: dict[str, str]
    alike: bool
    upstream: str
    places: str
    limits: bool
    times: str
    weight_first: bool
    base: int
    plain: bool

    def index(self, one: Index) -> str:
        found = ""
        for number, letters in one:
            size = "" if abs(number) == 1 and letters else str(abs(number))
            gap = " " if self.times != "*" else "*"
            said = gap.join([*([size] if size else []), *(self.letters[letter] for letter in letters)])
            found += ("-" if number < 0 else "+") + said
        return found.removeprefix("+") or "0"

    def entry(self, tensor: str, places: tuple[Index, ...]) -> str:
        name = self.letters[tensor]
        if not places:
            return name
        inside = ",".join(map(self.index, places))
        opened, closed = {"_{}": ("_{", "}"), "[]": ("[", "]"), "()": ("(", ")")}[self.places]
        return f"{name}{opened}{inside}{closed}"

    def gradient(self, tensor: str, places: tuple[Index, ...]) -> str:
        """∂L/∂tensor at a place; a name of its own for that of the output."""
        if tensor == "y" and self.upstream in ("delta", "letter"):
            return self.entry(self.upstream, places)
        if self.upstream == "d":
            return "d" + self.entry(tensor, places)
        if self.plain:
            return f"d{self.letters['L']}/d{self.entry(tensor, places)}"
        return rf"\frac{{\partial {self.letters['L']}}}{{\partial {self.entry(tensor, places)}}}"

    def sum(self, one: Sum) -> str:
        letter, tex = self.letters[one.letter], "" if self.plain else "\\"
        if not self.limits:
            return rf"{tex}sum_{{{letter}}} "
        return rf"{tex}sum_{{{letter}={self.index(one.low)}}}^{{{self.index(one.high)}}} "

    def left(self, formula: Formula) -> str:
        places = tuple(((1, (letter,)),) for letter in formula.left)
        if formula.about == "y":
            return self.entry("y", places)
        return self.gradient({"b": "bias"}.get(formula.about, formula.about), places)

    def right(self, formula: Formula) -> str:
        factors = [
            self.gradient("y", places) if tensor == "g" else self.entry(tensor, places)
            for tensor, places in formula.factors
        ]
        if self.weight_first:
            factors.reverse()
        front = {1: "", -1: "-", 2: "2 * " if self.plain else "2 "}[formula.scale]
        if formula.over:
            name = self.letters[formula.over]
            front += f"1/{name} * " if self.plain else rf"\frac{{1}}{{{name}}} "
        return front + "".join(map(self.sum, formula.sums)) + f" {self.times} ".replace("  ", " ").join(factors)

    def formula(self, formula: Formula) -> str:
        return f"{self.left(formula)} = {self.right(formula)}"


def voice(rng: Random, axes: int) -> Voice:
    """Any voice whose letters all differ."""
    plain = rng.random() < 0.2
    while True:
        letters, alike = _letters(rng, axes)
        there = [name for key, name in letters.items() if not _shared(key, alike=alike, axes=axes)]
        odd = any(set(name) & set("\\{'") for key, name in letters.items() if key != "delta")
        if len(set(there)) == len(there) and not (plain and odd):
            break
    return Voice(
        letters=letters,
        alike=alike,
        upstream=rng.choice(
            ("fraction", "d") if plain else ("fraction", "fraction", "fraction", "delta", "letter", "d")
        ),
        places="[]" if plain else rng.choice(("_{}", "_{}", "_{}", "[]", "()")),
        limits=rng.random() < 0.6,
        times="*" if plain else rng.choice(("", "", r"\cdot", r"\,", r"\times")),
        weight_first=rng.random() < 0.3,
        base=rng.choice((0, 0, 1)),
        plain=plain,
    )


def _shared(key: str, *, alike: bool, axes: int) -> bool:
    """Whether a letter of the second axis is not used, or is that of the first."""
    return key[-1] == "1" and (axes == 1 or (alike and key[0] in "ksdp"))


def _letters(rng: Random, axes: int) -> tuple[dict[str, str], bool]:
    found = dict(zip(("x", "w", "y", "bias"), rng.choice(TENSORS), strict=True))
    for kind, pair in zip("mai", rng.choice(RUNNING).split(), strict=True):
        found |= {f"{kind}0": pair[0], f"{kind}1": pair[1]}
    kernels, outputs = rng.choice(KERNELS).split(), rng.choice(OUTPUTS).split()
    alike = kernels[0] == kernels[1]
    plainly = alike or axes == 1
    found |= {"k0": kernels[0], "k1": kernels[1], "q0": outputs[0], "q1": outputs[1]}
    for key, names in SIZES.items():
        name = rng.choice(names)
        found |= {f"{key}0": name if plainly else f"{name}_h", f"{key}1": name if plainly else f"{name}_w"}
    which = rng.randrange(len(CHANNELS))
    found |= dict(zip("bcoBCO", (*CHANNELS[which].split(), *TOTALS[which].split()), strict=True))
    return found | {"L": rng.choice(LOSSES), "delta": r"\delta", "letter": rng.choice("gG")}, alike
