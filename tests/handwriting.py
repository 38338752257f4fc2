"""Derivations as people write them: notations, layers, and the gradients line by line.

The terms come from the relation i = s·m + d·a − p, written out here once more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

from symconv import ConvSpec, check_text

Index = tuple[int, ...]
Term = tuple[Index, Index]
"""(output, tap or input)."""

LAYERS = {
    "stride": ConvSpec.of(input_size=(6, 5), kernel_size=(3, 2), stride=(2, 1)),
    "padding": ConvSpec.of(input_size=(4, 5), kernel_size=(3, 3), stride=(1, 2), padding=((1, 1), (2, 0))),
    "dilation": ConvSpec.of(input_size=(5, 6), kernel_size=(2, 2), stride=(3, 2), dilation=(2, 1)),
    "signal": ConvSpec.of(input_size=(7,), kernel_size=(3,), stride=(2,), padding=((1, 1),)),
}


@dataclass(frozen=True, kw_only=True)
class Style:
    """One way of writing."""

    gradient: Callable[[str, str], str]
    upstream: Callable[[str], str]
    index: Callable[[Index], str]
    times: str
    frame: Callable[[list[str]], str]
    name: str = "a.md"
    base: int = 0
    letters: dict[str, str] = field(default_factory=lambda: {"input": "x", "weight": "w", "output": "y"})

    def entry(self, tensor: str, index: Index) -> str:
        return self.letters[tensor] + self.index(tuple(n + self.base for n in index))

    def line(self, tensor: str, index: Index, terms: list[Term]) -> str:
        other = "weight" if tensor == "input" else "input"
        products = [
            f"{self.upstream(self.index(tuple(n + self.base for n in output)))}{self.times}{self.entry(other, place)}"
            for output, place in terms
        ]
        left = self.gradient(self.letters[tensor], self.index(tuple(n + self.base for n in index)))
        return f"{left} = {' + '.join(products) or '0'}"


def braced(index: Index) -> str:
    return "_{" + ",".join(map(str, index)) + "}"


def together(index: Index) -> str:
    return "_{" + "".join(map(str, index)) + "}"


def bracketed(index: Index) -> str:
    return "".join(f"[{n}]" for n in index)


def displayed(lines: list[str]) -> str:
    return "\n\n".join(f"$${line}$$" for line in lines)


def aligned(lines: list[str]) -> str:
    rows = " \\\\\n".join(line.replace(" = ", " &= ") for line in lines)
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}"


STYLES = {
    "fractions": Style(
        gradient=lambda name, index: rf"\frac{{\partial L}}{{\partial {name}{index}}}",
        upstream=lambda index: rf"\frac{{\partial L}}{{\partial y{index}}}",
        index=braced,
        times=r" \cdot ",
        frame=displayed,
    ),
    "delta": Style(
        gradient=lambda name, index: rf"\frac{{\partial {{E}}}}{{\partial {{{name}{index}}}}}",
        upstream=lambda index: rf"\delta{index}",
        index=together,
        times=r"\,",
        frame=aligned,
        name="a.tex",
        base=1,
    ),
    "nabla": Style(
        gradient=lambda name, index: rf"\nabla {name}{index}",
        upstream=lambda index: rf"\delta{index}",
        index=together,
        times="",
        frame=lambda lines: "".join(f"$${line}$$" for line in lines),
    ),
    "letter G": Style(
        gradient=lambda name, index: rf"\frac{{dL}}{{d{name}{index}}}",
        upstream=lambda index: f"G{index}",
        index=braced,
        times=r" \times ",
        frame=lambda lines: "\n".join(f"- ${line}$." for line in lines),
        letters={"input": "V", "weight": "F", "output": "Z"},
    ),
    "code": Style(
        gradient=lambda name, index: f"dL/d{name}{index}",
        upstream=lambda index: f"dL/dout{index}",
        index=bracketed,
        times="*",
        frame="\n".join,
        name="a.txt",
        letters={"input": "inp", "weight": "ker", "output": "out"},
    ),
    "flat": Style(
        gradient=lambda name, index: f"dL/d{name}{index}",
        upstream=lambda index: f"dL/dy{index}",
        index=lambda index: "".join(map(str, index)),
        times=" * ",
        frame=lambda lines: "\n".join(f"# {line}" for line in lines),
        name="a.txt",
        base=1,
    ),
    "unicode": Style(
        gradient=lambda name, index: f"∂L/∂{name}{index}",
        upstream=lambda index: f"∂L/∂y{index}",
        index=lambda index: "_" + "".join(map(str, index)),
        times="·",
        frame="\n".join,
        name="a.txt",
    ),
    "prefix": Style(
        gradient=lambda name, index: f"d{name.upper()}{index}",
        upstream=lambda index: f"dY{index}",
        index=braced,
        times=" ",
        frame=lambda lines: "```math\n" + " \\\\\n".join(lines) + "\n```",
    ),
}


def meeting(spec: ConvSpec, output: Index, tap: Index) -> Index | None:
    """The input where an output meets a tap; None in the padding."""
    place = tuple(
        s * m + d * a - p[0]
        for s, m, d, a, p in zip(spec.stride, output, spec.dilation, tap, spec.padding, strict=True)
    )
    inside = all(0 <= i < n for i, n in zip(place, spec.input_size, strict=True))
    return place if inside else None


def gradients(spec: ConvSpec) -> dict[tuple[str, Index], list[Term]]:
    found: dict[tuple[str, Index], list[Term]] = {}
    for place in product(*map(range, spec.input_size)):
        found["input", place] = []
    for tap in product(*map(range, spec.kernel_size)):
        found["weight", tap] = []
    for output in product(*map(range, spec.output_size)):
        for tap in product(*map(range, spec.kernel_size)):
            place = meeting(spec, output, tap)
            if place is not None:
                found["input", place].append((output, tap))
                found["weight", tap].append((output, place))
    return found


def verdicts(style: Style, spec: ConvSpec, lines: list[str]) -> list[tuple[str, list[str]]]:
    report = check_text(style.frame(lines), spec, name=style.name, index_base=style.base)
    return [(one.verdict, [mistake.id for mistake in one.mistakes]) for one in report.statements]
