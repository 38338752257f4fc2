"""Stretches of mathematics → statements: rows, equations side by side, continuation lines, sentences that answer."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from symconv.check.aligning import unaligned
from symconv.check.answers import answers
from symconv.check.asides import without_asides
from symconv.check.facts.phrases import trailing
from symconv.check.joining import CONTINUING, going_on, unsigned
from symconv.check.limits import with_limits
from symconv.check.named import named
from symconv.check.paired import paired
from symconv.check.pieces import pieces
from symconv.check.regex import regex
from symconv.check.remarked import with_mode
from symconv.check.resulting import resulting
from symconv.check.rows import tables
from symconv.check.saying.gradients import Worded, gradients_told
from symconv.check.sources import Source
from symconv.notation.reader import ReadError, read
from symconv.notation.reader.summed import told_names
from symconv.notation.tree import Equation, Node, Partial


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One equation as it stands in the text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        text: what is written there.
        tex: whether it is TeX.
        continues: whether it starts with its relation and goes on from the statement before it.
        worded: whether it is a sentence, which may call any of the two a convolution.
        added: whether a row of it goes on without a sign, and was added.
        head: for one that goes on, the offset of the statement its chain begins with.
        tree: how it was read; None where it was not.
        problem: why not.
        problem_at: offset of the problem in the source.
    """

    start: int
    end: int
    text: str
    tex: bool
    continues: bool = False
    worded: bool = False
    added: bool = False
    head: int | None = None
    tree: Node | None = None
    problem: str = ""
    problem_at: int = 0

    @property
    def runs(self) -> bool:
        """Whether it tells what a letter runs over."""
        return _RUNS.fullmatch(self.text) is not None

    @property
    def tells(self) -> bool:
        """Whether it is about tensors, so that it must not be passed over where it cannot be read."""
        written = self.text[:4000]
        return not self.runs and bool(_TELLING.search(written) or (_INDEXED if self.tex else _DEFINING).search(written))


def changed(statements: Iterable[Statement], change: Callable[[Node], Node]) -> list[Statement]:
    """The statements as a change of their trees leaves them; what was not read stays as it is."""
    return [one if one.tree is None else replace(one, tree=change(one.tree)) for one in statements]


_RUNS = regex(r"\s*(?:[a-z]|\\[a-z]+)(?:\s*,\s*[a-z])*\s*=\s*[^=]{1,40},\s*(?:\\[lc]?dots|…|\.{3})\s*,?[^=]{0,60}")
"""``i = 0, …, n − 1``."""

_DRAWN = regex(r"[⎡⎢⎣⎤⎥⎦]|\\overset\{[^\n]*\}\{\\begin\{bmatrix\}")
"""Grids with labels and signs between them: a picture, and no statement."""

_TELLING = regex(
    r"\\partial|∂|\\nabla|∇|\bd[A-Za-z]?\w*\s*/\s*d|\\(?:[cd]?frac|over)\b\s*\{\s*(?:\\(?:mathrm|text|rm)\s*\{?\s*)?"
    r"(?:d|\\delta)\b|\bd\\?[A-Za-z]+\s*=|\\delta|δ|\+=|\\sum|Σ|∑|\\(?:star|ast|otimes|circledast|odot)\b|[⋆∗⊛⊙]"
    r"|\bd[A-Z]\w{0,3}\b|\bgrad_|_grad\b"
)
"""What only formulas about tensors hold: derivatives, gradients, sums, convolutions."""
_INDEXED = regex(r"[A-Za-z}]\s*_|[A-Za-z]\s*\[|[A-Za-z]'*\s*\(\s*[a-z]\s*[,+)-]")
_DEFINING = regex(r"^\s*[^\W\d]\w*(?:_\{?[\w,+\- ]+\}?|\[[^\]'\"\n]*\])\s*:?=(?!=)")
_SIGN_ALONE = regex(r"[\s=&<>]*")
_RELATION = regex(r"[=←≡≔]|\\(?:coloneqq|triangleq|equiv|gets|leftarrow)\b|\\in\s*\\mathbb|∈\s*ℝ")


def statements(found: Source) -> list[Statement]:
    """Every equation in the text, read."""
    plain = [one for block in _blocks(found) for one in _chained(found, block)]
    said = [*_table_statements(found), *_answers(found), *_told(found)]
    return sorted([*plain, *said, *_worded(found, plain)], key=lambda statement: statement.start)


def _blocks(found: Source) -> Iterator[list[Statement]]:
    """The statements of each display or line; what starts with ``=`` right behind another goes on from it."""
    block: list[Statement] = []
    end = 0
    names = told_names(found.text)
    for stretch in going_on(found.text, found.stretches):
        read_ = [
            read_statement(found, start, end_, stretch.tex, names)
            for start, end_ in pieces(found.text, stretch)
            if _RELATION.search(found.text, start, end_)
            and not _SIGN_ALONE.fullmatch(found.text, start, end_)
            and not _DRAWN.search(found.text, start, end_)
        ]
        goes_on = bool(read_) and read_[0].continues and _is_near(found.text[end : stretch.start])
        if not goes_on:
            yield block
            block = []
        block += read_
        end = stretch.end
    yield block


def _is_near(between: str) -> bool:
    """Whether what stands between two blocks is at most a few words."""
    return len(between) <= NEAR and not re.search(r"^\s*#|\n\s*\n.*\S.*\n\s*\n", between, re.MULTILINE)


NEAR = 80
"""Most characters between a display and one that goes on from it."""


def _chained(found: Source, block: list[Statement]) -> Iterator[Statement]:
    """The statements of a block, each that goes on with the head of its chain; without a head it says nothing."""
    head: Statement | None = None
    for one in block:
        if not one.continues:
            head = one
            yield one
        elif head is None or head.tree is None:
            line = found.place(head.start)[0] if head else 0
            problem = f"it goes on from line {line}, which is not read" if head else "nothing stands before its ="
            yield replace(one, tree=None, problem=problem, problem_at=one.start, head=head.start if head else None)
        else:
            yield replace(one, head=head.start)


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


def _answers(found: Source) -> Iterator[Statement]:
    """What sentences answer."""
    for said in answers(found):
        text = found.text[said.start : said.end]
        yield Statement(start=said.start, end=said.end, text=text, tex=said.tex, tree=said.tree)


def _told(found: Source) -> Iterator[Statement]:
    """What sentences say that a letter stands for, and the sizes that they tell in pairs."""
    for start, end, tree in (*named(found), *paired(found)):
        yield Statement(start=start, end=end, text=found.text[start:end], tex=True, tree=tree)


def _worded(found: Source, plain: list[Statement]) -> Iterator[Statement]:
    """What sentences say in words of a gradient; ``this`` is the gradient of the formula before."""
    written = [(one.start, one.end) for one in plain]
    lefts = ((one.start, one.tree.sides[0]) for one in plain if isinstance(one.tree, Equation))
    told = gradients_told(found.text, ((at, left) for at, left in lefts if isinstance(left, Partial)))
    for one in (*told, *resulting(found.text)):
        if isinstance(one, Worded) and not any(first < one.end and one.start < last for first, last in written):
            words = found.text[one.start : one.end]
            yield Statement(start=one.start, end=one.end, text=words, tex=True, worded=True, tree=one.tree)


def read_statement(found: Source, start: int, end: int, tex: bool, names: frozenset[str] = frozenset()) -> Statement:
    """The equation between two offsets."""
    text = found.text[start:end]
    clean = unaligned(text) if tex else without_asides(with_limits(found.text, start, end)) if "\n" in text else text
    continuing = CONTINUING.match(clean)
    body = " " * continuing.end() + clean[continuing.end() :] if continuing else clean
    known = Statement(start=start, end=end, text=text, tex=tex, continues=bool(continuing))
    for row in unsigned(found.text, start, end) if tex else ():
        body = f"{body[: row - start]}+{body[row - start + 1 :]}"
        known = replace(known, added=True)
    if (condition := trailing(body)) is not None:
        body = body[:condition]
    try:
        tree = read(body, tex=tex, names=names)
    except ReadError as error:
        return replace(known, problem=str(error), problem_at=min(start + error.position, end))
    if isinstance(tree, Equation) and tree.relation == "≡":
        tree = Equation(tree.sides)
    return replace(known, tree=with_mode(tree, found.text, end))
