r"""Runs of letters → names: in TeX every letter is one unless the run is a known word, in plain text a word is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symconv.notation.reader.piece import Token
from symconv.notation.reader.signs import LOWERED, RAISED
from symconv.notation.reader.words import OPERATORS, SPELLED, SUFFIXES, WORDS

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|[^\W\d_Σ]\d*(?:_[A-Za-z0-9]+)*")
_LISTED = re.compile(r"([^\W\d_]+)_(\d+(?:,\d+)+)")
_TEX_RUN = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|\\_)+")
_DIFFERENTIAL = re.compile(r"d(?:[A-Za-z]|out|inp|input|output|kernel|filter|weight|bias|Loss|loss)")
_NUMBERED = re.compile(r"([A-Za-z])(\d+)(?![\d.]|\s*[_^{])")
"""In TeX, a letter with a number right behind it, ``W1``: a name, as nobody writes a product so."""
_SIZE = re.compile(r"([SPKDOF])([HW])(?![A-Za-z]|\s*[_^({\[])")
"""In TeX, a size of the layer along one axis, ``SH``."""
_FLAT = re.compile(r"([^\W\d_]+)(\d+)")
_BOTH_DIFFERENTIALS = re.compile(r"d([A-Za-z])_d([A-Za-z]\w*)")
_IN_SCRIPTS = ("in", "if", "for", "up", "all", "first")
"""Words that are products of letters where they stand in an index."""


@dataclass(frozen=True, slots=True)
class Run:
    """The tokens of a run of letters, and the offset behind it."""

    tokens: tuple[Token, ...]
    end: int


_DOUBLED = re.compile(r"([A-Z])\1(?![A-Za-z\d_^'{(\[])")
"""A capital twice, ``HH``: one name, as its square has an exponent."""


def tex_letters(source: str, start: int, *, behind_script: bool, scripted: bool) -> Run:
    """One letter, or the whole run where it is a word or a differential like ``dX``.

    Args:
        source: the formula.
        start: offset of the first letter.
        behind_script: whether ``_`` or ``^`` stands before it, which take one letter.
        scripted: whether it stands in an index.
    """
    run = None if behind_script else _TEX_RUN.match(source, start)
    if run:
        word = run.group().replace("\\_", "_")
        differential = not scripted and _DIFFERENTIAL.fullmatch(word)
        if differential or (word.lower() in WORDS and not (scripted and word in _IN_SCRIPTS)):
            return Run((Token("name", word, start, run.end()),), run.end())
    if not behind_script and not scripted and (size := _SIZE.match(source, start)):
        return Run(tuple(_indexed(size[1], size[2].lower(), start, size.end())), size.end())
    if not behind_script and (doubled := _DOUBLED.match(source, start)):
        return Run((Token("name", doubled.group(), start, doubled.end()),), doubled.end())
    counts = behind_script or (scripted and source[start].islower())  # x_{i0} has two indices
    if not counts and (flat := _NUMBERED.match(source, start)):
        return Run(tuple(_indexed(flat[1], flat[2], start, flat.end())), flat.end())
    return Run((_letter(source[start], start),), start + 1)


def plain_word(source: str, start: int, *, behind_script: bool) -> Run:
    """A word: ``x12`` and ``x_12`` are ``x_{12}``, ``dL_dX`` is ``dL/dX``, ``sum_i`` is ``Σ_i``."""
    below = _WORD.match(source, start) if behind_script else None
    if below is not None and len(below.group()) > 1 and _is_index("x", below.group()):
        return Run(tuple(_grouped(below.group(), start, below.end())), below.end())
    listed = _LISTED.match(source, start)
    if listed is not None:
        return Run(tuple(_indexed(listed[1], listed[2], start, listed.end())), listed.end())
    found = _WORD.match(source, start)
    if found is None:
        return Run((_letter(source[start], start),), start + 1)
    return Run(tuple(_split(found.group(), start, found.end())), found.end())


def _letter(letter: str, start: int) -> Token:
    return Token("sign", "Σ", start, start + 1) if letter == "Σ" else Token("name", letter, start, start + 1)


def _split(word: str, start: int, end: int) -> Iterator[Token]:
    both, flat = _BOTH_DIFFERENTIALS.fullmatch(word), _FLAT.fullmatch(word)
    base, _, index = word.partition("_")
    suffix = word.rpartition("_")
    if word == "sum":
        yield Token("sign", "Σ", start, end)
    elif word == "in":
        yield Token("sign", "∈", start, end)
    elif word == "mod":
        yield Token("sign", "mod", start, end)
    elif word.lower() in WORDS:
        yield Token("name", word, start, end)
    elif both:
        pieces = (("name", f"d{both[1]}"), ("sign", "/"), ("name", f"d{both[2]}"))
        yield from (Token(kind, text, start, end) for kind, text in pieces)
    elif flat:
        yield from _indexed(flat[1], flat[2], start, end)
    elif index and base == "sum":
        yield Token("sign", "Σ", start, end)
        yield from _indexed("", index, start, end)
    elif suffix[0].lower() in OPERATORS and suffix[2].isalnum():
        yield from _told(suffix[0], suffix[2], start, end)
    elif index and "_" not in index and _is_index(base, index):
        yield from _indexed(base, index, start, end)
    else:
        yield Token("name", _spelled(word), start, end)


def _spelled(word: str) -> str:
    """``delta`` as δ, ``ddelta`` as dδ."""
    return SPELLED.get(word) or ("d" + SPELLED[word[1:]] if word[0] == "d" and word[1:] in SPELLED else word)


def _told(operation: str, amount: str, start: int, end: int) -> Iterator[Token]:
    """``dilate_2``, ``pad_k``: an operation and what it is told."""
    kind = "number" if amount.isdigit() else "name"
    pieces = (("name", operation), ("sign", "_"), ("sign", "{"), (kind, amount), ("sign", "}"))
    yield from (Token(sort, text, start, end) for sort, text in pieces)


def _indexed(base: str, index: str, start: int, end: int) -> Iterator[Token]:
    if base:
        yield Token("name", _spelled(base), start, end)
    yield from script_tokens("_", index, start, end)


def small(source: str, start: int) -> Run:
    """A run of Unicode subscripts or superscripts as ``_{…}`` or ``^{…}``."""
    table, sign = (LOWERED, "_") if source[start] in LOWERED else (RAISED, "^")
    end = start
    while end < len(source) and source[end] in table:
        end += 1
    written = "".join(table[letter] for letter in source[start:end])
    return Run(tuple(script_tokens(sign, written, start, end)), end)


def script_tokens(sign: str, script: str, start: int, end: int) -> Iterator[Token]:
    """``_{…}`` or ``^{…}`` around the numbers, letters and signs of a script."""
    yield Token("sign", sign, start, end)
    yield from _grouped(script, start, end)


def _grouped(script: str, start: int, end: int) -> Iterator[Token]:
    yield Token("sign", "{", start, end)
    for part in re.findall(r"\d+|.", script):
        kind = "number" if part.isdecimal() else "name" if part.isalpha() else "sign"
        yield Token(kind, part, start, end)
    yield Token("sign", "}", start, end)


def _is_index(base: str, index: str) -> bool:
    """Whether what follows an underscore counts entries (``x_12``, ``x_ij``) rather than naming (``a_prev``)."""
    short = len(_spelled(base).lstrip("d")) <= 1
    return index.isdigit() or (short and index.isalpha() and len(index) <= 4 and index.lower() not in SUFFIXES | WORDS)
