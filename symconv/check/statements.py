"""Stretches of mathematics → statements: rows, equations side by side, continuation lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symconv.check.pieces import going_on, pieces, unaligned
from symconv.check.rows import tables
from symconv.check.sources import Source
from symconv.check.understanding.phrases import trailing
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Equation, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One equation as it stands in the text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        text: what is written there.
        tex: whether it is TeX.
        continues: whether it starts with its relation and goes on from the statement before it.
        tree: how it was read; None where it was not.
        problem: why not.
        problem_at: offset of the problem in the source.
    """

    start: int
    end: int
    text: str
    tex: bool
    continues: bool = False
    tree: Node | None = None
    problem: str = ""
    problem_at: int = 0

    @property
    def tells(self) -> bool:
        """Whether it is about tensors, so that it must not be passed over where it cannot be read."""
        written = self.text[:4000]
        return bool(_TELLING.search(written) or (_INDEXED if self.tex else _DEFINING).search(written))


_DRAWN = re.compile(r"[⎡⎢⎣⎤⎥⎦]|\\overset\{[^\n]*\}\{\\begin\{bmatrix\}")
"""Grids with labels and signs between them: a picture, and no statement."""

_TELLING = re.compile(
    r"\\partial|∂|\\nabla|∇|\bd[A-Z]?\w*/d|\\delta|δ|\+=|\\sum|Σ|∑|\\(?:star|ast|otimes|circledast)\b|[⋆∗⊛]"
)
_INDEXED = re.compile(r"[A-Za-z}]\s*_|[A-Za-z]\s*\[")
_DEFINING = re.compile(r"^\s*[A-Za-z]\w*(?:_\{?[\w,+\- ]+\}?|\[[^\]'\"\n]*\])\s*:?=(?!=)")
_RELATION = re.compile(r"[=←≡≔]|\\(?:coloneqq|triangleq|equiv|gets|leftarrow)\b")


def statements(found: Source) -> list[Statement]:
    """Every equation in the text, read."""
    plain = [
        read_statement(found, start, end, stretch.tex)
        for stretch in going_on(found.text, found.stretches)
        for start, end in pieces(found.text, stretch)
        if _RELATION.search(found.text, start, end) and not _DRAWN.search(found.text, start, end)
    ]
    return sorted([*plain, *_table_statements(found)], key=lambda statement: statement.start)


def _table_statements(found: Source) -> Iterator[Statement]:
    """What tables state: ``| ∂L/∂X | pad(G) ⋆ flip(F) |``, and tables of local derivatives cell by cell."""
    for cell in tables(found):
        known = Statement(start=cell.start, end=cell.end, text=found.text[cell.start : cell.end], tex=True)
        try:
            tree = read(found.text[cell.start : cell.end])
        except ReadError as error:
            yield replace(known, problem=str(error), problem_at=cell.start + error.position)
            continue
        yield replace(known, tree=Equation((cell.left, tree)))


def read_statement(found: Source, start: int, end: int, tex: bool) -> Statement:
    """The equation between two offsets."""
    text = found.text[start:end]
    clean = unaligned(text) if tex else text
    continuing = _CONTINUING.match(clean)
    body = " " * continuing.end() + clean[continuing.end() :] if continuing else clean
    known = Statement(start=start, end=end, text=text, tex=tex, continues=bool(continuing))
    if (condition := trailing(body)) is not None:
        body = body[:condition]
    try:
        tree = read(body, tex=tex)
    except ReadError as error:
        return replace(known, problem=str(error), problem_at=start + error.position)
    if isinstance(tree, Equation) and tree.relation == "≡":
        tree = Equation(tree.sides)
    return replace(known, tree=tree)


_CONTINUING = re.compile(r"(?:\s|&|\\displaystyle\b|\\h?phantom\{[^=]*\}|\\q?quad\b|\\[,;:!])*=(?!=)")
