"""The story on a terminal: aligned lines, matrices with brackets, text within a fixed width."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from symconv.language.width import padded, width
from symconv.lesson.blocks import (
    Block,
    Bullets,
    Code,
    Display,
    Frame,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Table,
    VerdictTable,
    Words,
)
from symconv.lesson.wording import Wording
from symconv.notation.ink import ASCII, UNICODE, Ink
from symconv.notation.text import text
from symconv.notation.tree import BigSum, Equation, Node, Product, Sum
from symconv.notation.walk import units
from symconv.render import drawing
from symconv.render.drawing import DRAWN, GAP, TYPED, Signs
from symconv.render.listing import listable
from symconv.render.wrapping import code, wrapped

WIDEST, NARROWEST = 96, 60
"""The longest lines, and the shortest that everything is fitted to."""
INDENT = 4
LEAST = 15
"""Columns in which it is said which part of a long map a narrow grid shows."""
GLUE = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How the story looks on one terminal.

    Attributes:
        ink: the signs of formulas.
        signs: the signs of matrices and rules.
        say: the words of tables.
        width: signs of a line.
    """

    ink: Ink
    signs: Signs
    say: Wording
    width: int = WIDEST

    def document(self, blocks: Iterable[Block]) -> str:
        """The blocks as text, a blank line between them, but none where one leads over to the next."""
        told = ""
        for block, after in pairwise((*blocks, None)):
            told += "\n".join(_WRITERS[type(block)](self, block)) + ("\n" if _leads(block, after) else "\n\n")
        return told.rstrip("\n") + "\n"

    def words(self, words: Words) -> str:
        """Running text on one line."""
        return "".join(self.plain(part) if isinstance(part, str) else text(part, self.ink) for part in words)

    def plain(self, words: str) -> str:
        """Words in the signs this terminal has."""
        for sign, replacement in self.signs.plain.items():
            words = words.replace(sign, replacement)
        return words

    def heading(self, block: Heading) -> Iterator[str]:
        """A title, underlined; that of a chapter stands in a rule, that of a section behind one."""
        title = self.plain(block.title)
        if block.level == 3:
            yield from wrapped(title, self.width, first=f"{self.signs.rule * 2} ", then="   ")
            return
        if block.level == 2:
            *above, last = wrapped(title, self.width)
            yield from above
            yield (f"{last} " + self.signs.rule * (self.width - width(last) - 1)).rstrip()
            return
        lines = wrapped(title, self.width)
        yield from lines
        yield "=" * max(map(width, lines))
        if block.author:
            yield self.plain(block.author)

    def paragraph(self, block: Paragraph) -> Iterator[str]:
        """Running text, wrapped unless it must stay whole."""
        yield from [self.words(block.words)] if block.whole else self.flowing(block.words)

    def bullets(self, block: Bullets) -> Iterator[str]:
        """One statement a line."""
        for item in block.items:
            yield from self.flowing(item, "  * ")

    def flowing(self, words: Words, start: str = "") -> list[str]:
        """Words on lines of the width; a short formula stays on one line."""
        parts = (self.plain(part) if isinstance(part, str) else self.glued(text(part, self.ink)) for part in words)
        lines = wrapped("".join(parts), self.width, first=start, then=" " * len(start))
        return [line.replace(GLUE, " ") for line in lines]

    def glued(self, formula: str) -> str:
        """A short formula, that no line may end in."""
        return formula.replace(" ", GLUE) if len(formula) < self.width // 2 else formula

    def display(self, block: Display) -> Iterator[str]:
        """Formulas aligned at their first relation; what does not fit on a line continues below."""
        if listable(block.formulas):
            yield from drawing.listed([text(formula, self.ink) for formula in block.formulas], self.width)
            return
        split = [(formula, *_sides(formula)) for formula in block.formulas]
        lefts = [sides[0] for _, sides, _ in split if len(sides) > 1 and not self.long(sides[0])]
        margin = max((len(text(left, self.ink)) for left in lefts), default=0)
        for formula, sides, relation in split:
            if len(sides) == 1 or self.long(sides[0]):
                yield from self.wrapped(text(formula, self.ink), "    ")
                continue
            sign = f" {self.ink.signs[relation]} "
            head = f"    {text(sides[0], self.ink):>{margin}}{sign}"
            rest = [self.cuttable(side, self.width - len(head)) for side in sides[1:]]
            lines = [sign.join(rest)] if len(head) + len(sign.join(rest)) <= self.width else rest
            for number, line in enumerate(lines):
                yield from self.wrapped(line, head if number == 0 else " " * (len(head) - len(sign)) + sign)

    def long(self, left: Node) -> bool:
        """Whether a left side is a sum that takes most of a line."""
        return isinstance(left, Sum) and len(text(left, self.ink)) > self.width // 3

    def cuttable(self, side: Node, room: int) -> str:
        """A side that may be cut at every space; a long product only between its factors."""
        written = text(side, self.ink)
        if len(written) <= room or not isinstance(side, BigSum | Product):
            return written
        glued = ""
        for piece in units(side):
            told = text(piece, self.ink).rstrip()
            told = told if len(told) >= room else told.replace(" ", GLUE)
            glued += f"{told} " if isinstance(piece, BigSum) else f"{told}{self.ink.times} "
        return glued.removesuffix(f"{self.ink.times} ")

    def wrapped(self, body: str, head: str) -> list[str]:
        """A sum after its head, broken before its signs."""
        for sign in ("+", self.ink.minus):
            body = body.replace(f" {sign} ", f" {sign}{GLUE}")
        lines = textwrap.wrap(
            body, self.width, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False
        )
        return [line.replace(f"{self.ink.times} ", self.ink.times).replace(GLUE, " ") for line in lines]

    def picture(self, block: Picture) -> Iterator[str]:
        """Grids side by side as far as the width allows, with the signs between them."""
        for number, row in enumerate(block.still()):
            if number:
                yield ""
            window = block.stop.frame if block.stop else None
            drawn = [self.grid(grid, window, first=not at) for at, grid in enumerate(row)]
            for position, line in enumerate(balanced(drawn, self.width - INDENT)):
                if position:
                    yield ""
                yield from drawing.side_by_side(line)

    def grid(self, grid: Grid, window: Frame | None, *, first: bool) -> list[str]:
        """A label over a matrix, the sign before its middle, every line equally long."""
        drawn = drawing.matrix(grid.matrix, self.ink, self.signs, window if grid.role == "over" else None)
        room = max(width(drawn[0]), LEAST)
        head = [self.words(grid.label), *(wrapped(self.words(grid.lies), room) if grid.lies else [])]
        sign = self.ink.signs.get(grid.sign, grid.sign)
        before = f"{sign} " if first and sign else "" if first else f" {sign} " if sign else GAP
        middle = (len(drawn) - 1) // 2
        lines = [f"{before if row == middle else ' ' * len(before)}{line}" for row, line in enumerate(drawn)]
        lines = [" " * len(before) + line for line in head] + lines
        widest = max(map(width, lines))
        return [padded(line, widest) for line in lines]

    def code(self, block: Code) -> Iterator[str]:
        """Lines of a program; one that is too long goes on within its brackets, or is several statements."""
        for line in block.lines:
            yield from code(line, self.width - 4)

    def table(self, block: Table) -> Iterator[str]:
        """Columns under a rule."""
        rows = [[self.words(cell) for cell in row] for row in (block.header, *block.rows)]
        yield from drawing.columns(rows, self.signs.rule, self.width)

    def verdicts(self, block: VerdictTable) -> Iterator[str]:
        """The table of verdicts."""
        say = self.say.plain
        rows = [[say("proven.claim"), say("proven.route"), say("proven.entries"), say("proven.verdict")]]
        for row in block.rows:
            held = f"{self.signs.yes} {say('proven.holds')}" if row.holds else say("proven.fails")
            rows.append([self.words(row.claim), row.route, str(row.entries), held])
        yield from drawing.columns(rows, self.signs.rule, self.width)


def balanced(drawn: list[list[str]], room: int) -> list[list[list[str]]]:
    """Grids on as few lines as they need, these of about the same length."""
    most = len(filled(drawn, room))
    share = sum(width(grid[0]) for grid in drawn) // most
    while len(filled(drawn, share)) > most:
        share += 1
    return filled(drawn, share)


def filled(drawn: list[list[str]], room: int) -> list[list[list[str]]]:
    """Grids on lines, each with as many as fit."""
    lines: list[list[list[str]]] = [[]]
    for grid in drawn:
        if lines[-1] and sum(width(other[0]) for other in (*lines[-1], grid)) > room:
            lines.append([])
        lines[-1].append(grid)
    return lines


def document(
    blocks: Iterable[Block],
    *,
    ascii: bool = False,  # noqa: A002 - the option's name
    language: str = "en",
    width: int = WIDEST,
) -> str:
    """The story as terminal text, in Unicode or in ASCII alone, on lines of this width or nearly so."""
    ink, signs = (ASCII, TYPED) if ascii else (UNICODE, DRAWN)
    fitting = min(max(width, NARROWEST), WIDEST)
    return Terminal(ink=ink, signs=signs, say=Wording(language), width=fitting).document(blocks)


def _leads(block: Block | None, after: Block | None) -> bool:
    """Whether a block is the rule of a chapter, or words that end in a colon before what stands indented."""
    if isinstance(block, Paragraph):
        indented = isinstance(after, Display | Picture | Code)
        return indented and bool(block.words) and str(block.words[-1]).endswith((":", "："))
    return isinstance(block, Heading) and block.level == 2


def _sides(formula: Node) -> tuple[tuple[Node, ...], str]:
    return (formula.sides, formula.relation) if isinstance(formula, Equation) else ((formula,), "=")


_WRITERS: dict[type, Callable[[Terminal, Any], Iterator[str]]] = {
    Heading: Terminal.heading,
    Paragraph: Terminal.paragraph,
    Bullets: Terminal.bullets,
    Display: Terminal.display,
    Picture: Terminal.picture,
    Code: Terminal.code,
    Table: Terminal.table,
    VerdictTable: Terminal.verdicts,
}
