"""Maps that sentences name: ``let D be δ with s − 1 zeros inserted``, ``the rotated kernel Ŵ``, as equations.

Only what is done to one map is heard: it is turned, spread by zeros, padded. What else is said of a name is not.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.understanding.binding import differentiated
from symconv.check.understanding.names import PREFERRED, is_dressed, undressed
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Apply, Equation, Node, Number, Partial, Sum, Symbol

_SENTENCE = regex(r"(?:[^.。\n]|\.(?=\d)|\n(?!\s*\n))+")
_LETTER = r"(?<![\w\\])[A-Zδ]['′]?(?![\w'′(\[]|\s*[=*+])"
FORMULA = rf"\$(?!\$)[^$\n]{{1,60}}\$|\\\([^\n]{{1,60}}?\\\)|`[^`\n]{{1,60}}`|{_LETTER}"
"""A formula in a sentence; a capital alone is one."""
_OPERATIONS = {"flip": one_of("turned round"), "dilate": one_of("spread"), "pad": one_of("padded")}
"""Operation → the words for what it does."""
DONE = "|".join(_OPERATIONS.values())
_ACTION = regex("|".join(rf"(?P<{name}>{words})" for name, words in _OPERATIONS.items()), re.IGNORECASE)
_SAYS = (
    regex(rf"(?P<name>{FORMULA})\s*,?\s*(?i:{one_of('names')})\s*(?P<said>.{{3,200}})", re.DOTALL),
    regex(rf"(?P<said>.{{8,200}}?)[,:]?\s*(?i:{one_of('called')})\s*(?P<name>{FORMULA})", re.DOTALL),
    regex(rf"(?P<said>(?i:{DONE})\s*(?:[^\W\d_]+\s+){{0,3}})(?P<name>{FORMULA})"),
)
_NAMING = regex(rf"(?:{FORMULA})\s*,?\s*(?i:{one_of('names')})\s")
_CLAIMS = regex(rf"(?:{one_of('layer')}|convolv\w*|correlat\w*)(?!\s*(?:{one_of('kernel')}))", re.IGNORECASE)
"""What a sentence has that says what a gradient is, rather than what is done to one map."""
_NUMBERS = {"one": 1, "single": 1, "two": 2, "eine": 1, "einer": 1, "zwei": 2, "一": 1}
_COUNT = rf"(?P<count>\$[^$]{{1,24}}\$|[^\W\d_]{{1,8}}\s*[-−]\s*1|\d|(?:{'|'.join(_NUMBERS)}|[kspKSP])(?!\w))"
_ZEROS = regex(rf"{_COUNT}\s*(?i:{one_of('zeros')})")
_FACTOR = regex(rf"\s*(?i:by|with|using|um|auf)\s+(?:a\s+)?(?:factor\s+(?:of\s+)?)?{_COUNT}")


class Named(NamedTuple):
    """A sentence that names a map.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        tree: ``D = dilate_s(δ)``.
    """

    start: int
    end: int
    tree: Equation


def named(found: Source) -> Iterator[Named]:
    """The maps that the sentences of a text name."""
    for start, clause in _clauses(found.text):
        for said in filter(None, (pattern.search(clause) for pattern in _SAYS)):
            tree = _equation(said["name"], said["said"], found.text)
            if tree is not None:
                yield Named(start + said.start(), start + said.end(), tree)
                break


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """The sentences in which something is done to a map, each cut where it names the next one."""
    for sentence in _SENTENCE.finditer(text):
        if not _ACTION.search(sentence.group()):
            continue
        names = [found.start() for found in _NAMING.finditer(sentence.group())][1:]
        for first, last in pairwise((0, *names, len(sentence.group()))):
            yield sentence.start() + first, sentence.group()[first:last]


def _equation(written: str, said: str, text: str) -> Equation | None:
    """What a sentence says of a name; None where it does not say what is done to which map."""
    name = node(written)
    if not isinstance(name, Symbol) or name.index or _is_taken(name) or _CLAIMS.search(said):
        return None
    whole = base = _base(said, name, text)
    for operator, end in {str(action.lastgroup): action.end() for action in _ACTION.finditer(said)}.items():
        many = amount(operator, said, end)
        whole = whole and Apply(operator, (whole,), () if many is None else (many,))
    only_padded = isinstance(base, Symbol) and base.name.lower() in PREFERRED["input"]
    return None if whole is base or whole is None or base == name or only_padded else Equation((name, whole))


def _is_taken(name: Symbol) -> bool:
    """Whether a letter stands for something by custom: ``δ is turned and slid over w`` gives δ no other meaning."""
    plain = name.name.lower()
    customary = any(plain in PREFERRED[role] for role in ("weight", "output", "grad_output")) or plain in ("x", "i")
    return bool(differentiated(name.name)) or (customary and not name.upper and plain != "u")


def _base(said: str, name: Symbol, text: str) -> Node | None:
    """The map that something is done to: written, or the letter under an accent, or the gradient that is spoken of."""
    formulas = (node(formula.group()) for formula in re.finditer(FORMULA, said))
    sides = (one.sides[0] if isinstance(one, Equation) else one for one in formulas)
    written = next((one for one in sides if isinstance(one, Symbol | Partial)), None)
    if written is not None and not (isinstance(written, Symbol) and written.name in ("s", "S", "k", "K_", "p")):
        return written
    if is_dressed(name.name) or name.upper:
        return Symbol(undressed(name.name).rstrip("′"))
    spoken = re.search(one_of("gradient"), said, re.IGNORECASE) and re.search(r"\\delta|δ", text)
    return Symbol("δ") if spoken else None


def amount(operator: str, said: str, end: int) -> Node | None:
    """How far a map is spread or padded, where the words behind the operation tell it."""
    zeros, factor = _ZEROS.search(said), _FACTOR.match(said, end)
    if operator == "flip" or not (zeros or factor):
        return None
    count = _number(zeros["count"] if zeros else factor["count"] if factor else "")
    return one_more(count) if count and zeros and operator == "dilate" else count


def one_more(count: Node) -> Node:
    """``s`` for ``s − 1`` zeros."""
    if isinstance(count, Number) and isinstance(count.value, int):
        return Number(count.value + 1)
    if isinstance(count, Sum) and count.terms[1:] == (Number(-1),):
        return count.terms[0]
    return Sum((count, Number(1)))


def _number(written: str) -> Node | None:
    known = _NUMBERS.get(written.lower())
    return Number(known) if known else node(written)


def node(written: str) -> Node | None:
    """The tree of a formula as it stands in a sentence; None where it cannot be read."""
    tex = written[:1] in "$\\"
    try:
        return read(written.strip("$`").removeprefix("\\(").removesuffix("\\)"), tex=tex)
    except ReadError:
        return None
