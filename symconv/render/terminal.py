"""The story on a terminal: aligned lines, matrices with brackets, everything within a fixed width."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from symconv.lesson.blocks import (
    MARKS,
    Block,
    Bullets,
    Display,
    Heading,
    Panel,
    Panels,
    Paragraph,
    Table,
    Verdicts,
    Words,
)
from symconv.notation.text import ASCII, UNICODE, Ink, text
from symconv.notation.tree import Cell, Equation, Mark, Matrix, Node

WIDTH = 96
GAP = "   "
GLUE = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brackets:
    """The corners and sides of a matrix."""

    top: tuple[str, str]
    middle: tuple[str, str]
    bottom: tuple[str, str]
    single: tuple[str, str]
    padding: str
    rule: str
    yes: str
    plain: dict[str, str]


DRAWN = Brackets(
    top=("⎡", "⎤"),
    middle=("⎢", "⎥"),
    bottom=("⎣", "⎦"),
    single=("[", "]"),
    padding="·",
    rule="─",
    yes="✓",
    plain={},
)
TYPED = Brackets(
    top=("[", "]"),
    middle=("[", "]"),
    bottom=("[", "]"),
    single=("[", "]"),
    padding=".",
    rule="-",
    yes="+",
    plain={"×": "x", "“": '"', "”": '"', "°": " degrees", "∂": "d", "δ": "delta", "−": "-"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How the story looks on one terminal.

    Attributes:
        ink: the signs of formulas.
        brackets: the signs of matrices and rules.
    """

    ink: Ink
    brackets: Brackets

    def document(self, blocks: Iterable[Block]) -> str:
        """The blocks as text, a blank line between them."""
        return "\n\n".join("\n".join(_WRITERS[type(block)](self, block)) for block in blocks) + "\n"

    def words(self, words: Words) -> str:
        """Running text on one line."""
        return "".join(self.plain(part) if isinstance(part, str) else text(part, self.ink) for part in words)

    def plain(self, words: str) -> str:
        """Words in the signs this terminal has."""
        for sign, replacement in self.brackets.plain.items():
            words = words.replace(sign, replacement)
        return words

    def heading(self, block: Heading) -> Iterator[str]:
        """A title, underlined; sections are indented by their sign."""
        title = self.plain(block.title)
        if block.level == 3:
            yield f"{self.brackets.rule * 2} {title}"
            return
        yield title
        yield (self.brackets.rule if block.level == 2 else "=") * len(title)

    def paragraph(self, block: Paragraph) -> Iterator[str]:
        """Running text, wrapped."""
        yield from textwrap.wrap(self.words(block.words), WIDTH, break_long_words=False)

    def bullets(self, block: Bullets) -> Iterator[str]:
        """One statement a line."""
        for item in block.items:
            yield from textwrap.wrap(self.words(item), WIDTH, initial_indent="  * ", subsequent_indent="    ")

    def display(self, block: Display) -> Iterator[str]:
        """Formulas aligned at their first relation; what does not fit on a line continues below."""
        split = [_sides(formula) for formula in block.formulas]
        margin = max((len(text(sides[0], self.ink)) for sides, _ in split if len(sides) > 1), default=0)
        for sides, relation in split:
            if len(sides) == 1:
                yield from self.wrapped(text(sides[0], self.ink), "    ")
                continue
            first, *rest = (text(side, self.ink) for side in sides)
            sign = f" {self.ink.signs[relation]} "
            head = f"    {first:>{margin}}{sign}"
            lines = [sign.join(rest)] if len(head) + len(sign.join(rest)) <= WIDTH else rest
            for number, line in enumerate(lines):
                yield from self.wrapped(line, head if number == 0 else " " * (len(head) - len(sign)) + sign)

    def wrapped(self, body: str, head: str) -> list[str]:
        """A sum after its head, broken before its signs."""
        for sign in ("+", self.ink.minus):
            body = body.replace(f" {sign} ", f" {sign}{GLUE}")
        lines = textwrap.wrap(
            body, WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False
        )
        return [line.replace(GLUE, " ") for line in lines]

    def panels(self, block: Panels) -> Iterator[str]:
        """Matrices side by side as far as the width allows, then what their marks mean."""
        rows: list[list[list[str]]] = [[]]
        used = 0
        for panel in map(self.panel, block.panels):
            if used + len(panel[0]) > WIDTH and rows[-1]:
                rows.append([])
                used = 0
            rows[-1].append(panel)
            used += len(panel[0]) + len(GAP)
        for position, row in enumerate(rows):
            if position:
                yield ""
            yield from _side_by_side(row)
        if block.marks:
            yield ""
            yield "    " + ", ".join(f"{self.cue(mark)} {MARKS[mark]}" for mark in block.marks)

    def panel(self, panel: Panel) -> list[str]:
        """A label over a matrix, every line equally long."""
        drawn = self.matrix(panel.matrix)
        label = self.words(panel.label)
        width = max(len(drawn[0]), len(label))
        return [line.ljust(width) for line in (label, *drawn)]

    def matrix(self, matrix: Matrix) -> list[str]:
        """The lines of a matrix."""
        cells = [[self.cell(cell) for cell in row] for row in matrix.rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        rows = [" ".join(cell.center(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
        sides = self.brackets
        edges = [sides.top, *[sides.middle] * (len(rows) - 2), sides.bottom] if len(rows) > 1 else [sides.single]
        return [f"{left}{row}{right}" for row, (left, right) in zip(rows, edges, strict=True)]

    def cell(self, cell: Cell) -> str:
        """A cell with its mark."""
        written = text(cell.node, self.ink)
        signs = {"window": f"[{written}]", "focus": f"<{written}>", "inserted": "0", "padding": self.brackets.padding}
        return signs.get(cell.mark, f" {written} ")

    def cue(self, mark: Mark) -> str:
        """The sign that a mark is told by."""
        return {"window": "[ ]", "focus": "< >", "inserted": "0", "padding": self.brackets.padding}[mark or "window"]

    def table(self, block: Table) -> Iterator[str]:
        """Columns under a rule."""
        rows = [[self.words(cell) for cell in row] for row in (block.header, *block.rows)]
        yield from _columns(rows, self.brackets.rule)

    def verdicts(self, block: Verdicts) -> Iterator[str]:
        """The table of verdicts."""
        rows = [["claim", "route", "entries", "verdict"]]
        for row in block.rows:
            held = f"{self.brackets.yes} proven" if row.holds else "FAILS"
            rows.append([self.words(row.claim), row.route, str(row.entries), held])
        yield from _columns(rows, self.brackets.rule)


def document(blocks: Iterable[Block], *, ascii: bool = False) -> str:  # noqa: A002 - the option's name
    """The story as terminal text, in Unicode or in ASCII alone."""
    return Terminal(ink=ASCII, brackets=TYPED).document(blocks) if ascii else UNICODE_TERMINAL.document(blocks)


UNICODE_TERMINAL = Terminal(ink=UNICODE, brackets=DRAWN)


def _sides(formula: Node) -> tuple[tuple[Node, ...], str]:
    return (formula.sides, formula.relation) if isinstance(formula, Equation) else ((formula,), "=")


def _side_by_side(panels: list[list[str]]) -> Iterator[str]:
    height = max(map(len, panels))
    padded = [panel + [" " * len(panel[0])] * (height - len(panel)) for panel in panels]
    for lines in zip(*padded, strict=True):
        yield ("    " + GAP.join(lines)).rstrip()


def _columns(rows: list[list[str]], rule: str) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for position, row in enumerate(rows):
        yield ("    " + GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        if not position:
            yield "    " + GAP.join(rule * width for width in widths)


_WRITERS: dict[type, Callable[[Terminal, Any], Iterator[str]]] = {
    Heading: Terminal.heading,
    Paragraph: Terminal.paragraph,
    Bullets: Terminal.bullets,
    Display: Terminal.display,
    Panels: Terminal.panels,
    Table: Terminal.table,
    Verdicts: Terminal.verdicts,
}
