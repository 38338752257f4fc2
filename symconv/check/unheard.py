"""Formulas that are no statements of a report: what was read and not judged, each with the reason why."""

import re
from collections.abc import Container, Iterable, Iterator, Set

from symconv.check.facts.topics import topics
from symconv.check.regex import regex
from symconv.check.report import LeftOut
from symconv.check.saying.gradients import Unsaid, gradients_told
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.notation.tree import Equation, Matrix, Node, Number, Symbol
from symconv.notation.walk import walk

SIZE = "it tells a size or a number"
RUNS = "it tells what a letter runs over"
DEFINITION = "it tells what a letter stands for, which is used where the letter stands"
DECLARES = "it tells what an array is made of"
TOPIC = "it is about {}, not about the convolution layer"
OTHER = "it is not about the gradients of a convolution layer"
UNCLEAR = "no claim about a gradient was understood in it"
MAPPED = "it is no equation"
ALONE = "it is an expression alone, which states nothing"
SENTENCE = "a size in a sentence is not judged"
SAID = "a sentence on a gradient that is not understood"
WORD = "a sentence on a gradient that is not understood: {}"

_MAPPED = regex(r"\\(?:mapsto|to|longrightarrow|rightarrow|approx|propto)\b|[↦→≈∝]")
_WHOLE = regex(r"\\(?:begin\{\w*matrix|sum\b|frac\{\\partial)|[Σ∑]")
"""What an expression has that is more than a name."""
_SHAPED = regex(
    r"\b(?:output|result|salida|sortie|saída|Ausgabe|Ausgang|uscita|gradient)\b[^.\n]{0,80}"
    r"\b(?:shape|size|forma|tamaño|taille|forme|tamanho|Form|Größe|dimensions?)\b[^.\n\d]{0,20}"
    r"\d{1,5}(?:\s*[x×,]\s*\d{1,5}){1,3}",
    re.IGNORECASE,
)


def left_out(
    found: Source, everything: Iterable[Statement], judged: Set[int], kept: Container[int]
) -> tuple[LeftOut, ...]:
    """What was found in a text and is no statement of its report, in order.

    Args:
        found: the text.
        everything: all statements as they were found.
        judged: offsets of those that the report tells of.
        kept: offsets of those that are left when definitions are written where they are used.
    """
    known = list(everything)
    others = topics(found, known)
    told: dict[int, LeftOut] = {}
    for one in known:
        if one.start not in judged:
            why = TOPIC.format(others[one.start]) if one.start in others else _why(one, kept)
            told[one.start] = _placed(found, one.start, one.end, why)
    spans = [(one.start, one.end) for one in known if one.start in judged]
    for start, end, why in (*_unrelated(found), *_sentences(found)):
        inside = any(first <= start < last for first, last in spans)
        if not inside and not any(start <= place < end for place in (*judged, *told)):
            told[start] = _placed(found, start, end, why)
    return tuple(told[start] for start in sorted(told))


def _why(one: Statement, kept: Container[int]) -> str:
    tree = one.tree
    if one.runs:
        return RUNS
    if tree is None:
        return one.problem
    if one.start not in kept:
        return DEFINITION
    if isinstance(tree, Equation) and tree.relation == "∈":
        return DECLARES
    if not any(map(_speaks, walk(tree))):
        return SIZE if isinstance(tree, Equation) and any(isinstance(side, Number) for side in tree.sides) else OTHER
    whole = isinstance(tree, Equation) and any(isinstance(side, Matrix) for side in tree.sides)
    return DECLARES if whole else UNCLEAR


def _speaks(node: Node) -> bool:
    """Whether a node is an entry of something or a table of entries."""
    return isinstance(node, Matrix) or (isinstance(node, Symbol) and bool(node.index))


def _unrelated(found: Source) -> Iterator[tuple[int, int, str]]:
    """Formulas that say what becomes of something, with an arrow, and those that relate nothing to anything."""
    for stretch in found.stretches:
        written = found.text[stretch.start : stretch.end]
        if not stretch.tex or len(written.strip()) <= LEAST:
            continue
        lead = len(written) - len(written.lstrip())
        if _MAPPED.search(written):
            yield stretch.start + lead, stretch.end, MAPPED
        elif "=" not in written and _WHOLE.search(written):
            yield stretch.start + lead, stretch.end, ALONE


LEAST = 12
"""Fewest characters of a formula that says more than what a letter goes to."""


_FORMULAS = ("=", "+", "$")
"""What stands in the way of a sentence that is a formula."""


def _sentences(found: Source) -> Iterator[tuple[int, int, str]]:
    for said in _SHAPED.finditer(found.prose):
        yield *said.span(), SENTENCE
    for one in gradients_told(found.text, ()):
        if isinstance(one, Unsaid) and one.word not in _FORMULAS:
            yield one.start, one.end, WORD.format(one.word) if one.word else SAID


def _placed(found: Source, start: int, end: int, why: str) -> LeftOut:
    line, column = found.place(start)
    used = why in (SIZE, RUNS, DEFINITION, DECLARES)
    return LeftOut(line=line, column=column, source=found.written(start, end).strip(), why=why, used=used)
