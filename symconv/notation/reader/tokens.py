"""Text → tokens with positions. One pass, linear; what only decorates is dropped, what means the same becomes equal.

In TeX every letter is a token of its own unless a run of letters is a known word; in plain text a word is one token,
``x12`` is ``x_{12}`` and ``x_ij`` is ``x_{ij}``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from symconv.notation.reader.piece import ReadError, Token
from symconv.notation.reader.words import (
    ACCENTS,
    DROPPED,
    GREEK,
    LOWERED,
    RAISED,
    SIGNS,
    SILENT,
    SUFFIXES,
    WORDED,
    WORDS,
)

LONGEST = 8_000_000
"""Most characters of one formula."""

DEEPEST = 200
"""Most braces that are open at once."""


_PIECE = re.compile(
    r"(?P<space>[\s~$°]+)|(?P<command>\\(?:[A-Za-z]+\*?|.)?)|(?P<number>\d+(?:\.\d+)?)|(?P<arrow>[⇶→⃗]+[A-Za-z])"
    r"|(?P<letter>[^\W\d_])|(?P<sign>\+=|::-1|.)",
    re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_LISTED = re.compile(r"([A-Za-z]+)_(\d+(?:,\d+)+)")
_TEX_RUN = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|\\_)+")
_DIFFERENTIAL = re.compile(r"d(?:[A-Za-z]|out|inp|input|output|kernel|filter|weight|bias|Loss|loss)")
_FLAT = re.compile(r"([A-Za-z]+)(\d+)")
_DEGREES = re.compile(r"\s*(?:\{\s*\\circ\s*\}|\\circ\b|\{\s*°\s*\})")
_BRACED = re.compile(r"\s*\{([^{}]*)\}")
_ACCENTED = re.compile(r"\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z]))")
_WORD_IN_BRACE = re.compile(r"\s*\{\s*([A-Za-z]+)(?=[_^'′])")
_BOTH_DIFFERENTIALS = re.compile(r"d([A-Za-z])_d([A-Za-z]\w*)")


def tokens(source: str, *, tex: bool) -> list[Token]:
    """The tokens of a formula.

    Raises:
        ReadError: it is too long, or an argument's brace is not closed.
    """
    if len(source) > LONGEST:
        raise ReadError(f"a formula of more than {LONGEST} characters is not read", 0)
    return list(_Scanner(source=source, tex=tex).scan())


@dataclass(slots=True, kw_only=True)
class _Scanner:
    """Where the scan is, and which of the open braces are subscripts or superscripts."""

    source: str
    tex: bool
    place: int = 0
    braces: list[bool] = field(default_factory=list)
    scripted: int = 0
    behind_script: bool = False

    def scan(self) -> Iterator[Token]:
        while self.place < len(self.source):
            found = _PIECE.match(self.source, self.place)
            if found is None:  # unreachable: the last alternative takes any character
                return
            self.place = found.end()
            if found.lastgroup != "space":
                script, self.behind_script = self.behind_script, False
                yield from self._piece(found.lastgroup or "", found.group(), found.start(), script)

    def _piece(self, kind: str, text: str, start: int, script: bool) -> Iterator[Token]:
        if text in LOWERED or (text in RAISED):
            yield from self._small(start)
        elif kind == "command":
            yield from self._command(text, start)
        elif kind == "letter":
            yield from self._tex_letters(text, start, script) if self.tex else self._word(text, start)
        elif kind in ("number", "arrow"):
            yield Token("number" if kind == "number" else "name", text, start, self.place)
        else:
            yield from self._sign(SIGNS.get(text, text), start, script)

    def _sign(self, text: str, start: int, script: bool) -> Iterator[Token]:
        if text == "{":
            self.braces.append(script)
            self.scripted += script
            if len(self.braces) > DEEPEST:
                raise ReadError(f"braces are nested more than {DEEPEST} deep", start)
        elif text == "}" and self.braces:
            self.scripted -= self.braces.pop()
        elif text == "^" and (degrees := _DEGREES.match(self.source, self.place)):
            self.place = degrees.end()
            return
        self.behind_script = text in ("_", "^")
        yield Token("sign", text, start, self.place)

    def _command(self, text: str, start: int) -> Iterator[Token]:
        name = text[1:]
        if text in SILENT:
            return
        if text in DROPPED:
            self._skip_arguments(DROPPED[text])
        elif text in WORDED and (braced := _BRACED.match(self.source, self.place)):
            self.place = braced.end()
            word = braced.group(1).replace("\\_", "_").strip()
            yield from self._named(word, start)
        elif text in ACCENTS and (letter := _ACCENTED.match(self.source, self.place)):
            self.place = letter.end()
            plain = (letter[1] or letter[2]).lstrip("\\")
            yield Token("name", GREEK.get(plain, plain) + ACCENTS[text], start, self.place)
        elif text in WORDED and (opening := _WORD_IN_BRACE.match(self.source, self.place)):
            self.place = opening.end()
            self.braces.append(False)
            yield Token("sign", "{", start, self.place)
            yield Token("name", opening.group(1), start, self.place)
        elif name in ("begin", "end") and (braced := _BRACED.match(self.source, self.place)):
            self.place = braced.end()
            yield Token(name, braced.group(1).strip(), start, self.place)
        elif name in GREEK:
            yield Token("sign" if GREEK[name] == "∇" else "name", GREEK[name], start, self.place)
        elif text in SIGNS:
            yield from self._sign(SIGNS[text], start, script=False)
        elif name in WORDS:
            yield Token("name", name, start, self.place)
        elif text not in WORDED:
            yield Token("sign", text, start, self.place)

    def _named(self, word: str, start: int) -> Iterator[Token]:
        r"""What stands in ``\text{…}``: one name, or nothing where it is prose."""
        if word and re.fullmatch(r"[\w∂′']+", word):
            yield Token("name", word, start, self.place)

    def _skip_arguments(self, count: int) -> None:
        for _ in range(count):
            opening = re.compile(r"\s*\{").match(self.source, self.place)
            if opening is None:
                return
            depth, self.place = 1, opening.end()
            while depth:
                brace = re.compile(r"[{}]").search(self.source, self.place)
                if brace is None:
                    raise ReadError("this brace is never closed", opening.end() - 1)
                depth += 1 if brace.group() == "{" else -1
                self.place = brace.end()

    def _tex_letters(self, letter: str, start: int, script: bool) -> Iterator[Token]:
        run = _TEX_RUN.match(self.source, start)
        if run and not script:
            word = run.group().replace("\\_", "_")
            if word.lower() in WORDS and not (self.scripted and word in ("in", "if", "for", "up", "all")):
                self.place = run.end()
                yield Token("name", word, start, self.place)
                return
            differential = _DIFFERENTIAL.match(word)
            if differential and not self.scripted and differential.end() == len(word):
                self.place = start + len(word)
                yield Token("name", word, start, self.place)
                return
        yield Token("sign" if letter in "Σ∑" else "name", SIGNS.get(letter, letter), start, self.place)

    def _word(self, letter: str, start: int) -> Iterator[Token]:
        listed = _LISTED.match(self.source, start)
        if listed is not None:
            self.place = listed.end()
            yield from self._indexed(listed[1], listed[2], start)
            return
        found = _WORD.match(self.source, start)
        if found is None:
            yield Token("sign" if letter == "Σ" else "name", letter, start, self.place)
            return
        self.place = found.end()
        yield from self._split(found.group(), start)

    def _split(self, word: str, start: int) -> Iterator[Token]:
        """``x12`` and ``x_12`` as ``x_{12}``, ``dL_dX`` as ``dL/dX``; other words stay whole."""
        both, flat = _BOTH_DIFFERENTIALS.fullmatch(word), _FLAT.fullmatch(word)
        base, _, index = word.partition("_")
        if word.lower() in WORDS:
            yield Token("sign" if word == "sum" else "name", "Σ" if word == "sum" else word, start, self.place)
        elif both:
            pieces = (("name", f"d{both[1]}"), ("sign", "/"), ("name", f"d{both[2]}"))
            yield from (Token(kind, text, start, self.place) for kind, text in pieces)
        elif flat:
            yield from self._indexed(flat[1], flat[2], start)
        elif index and base == "sum":
            yield Token("sign", "Σ", start, self.place)
            yield from self._indexed("", index, start)
        elif index and "_" not in index and _is_index(base, index):
            yield from self._indexed(base, index, start)
        else:
            yield Token("name", word, start, self.place)

    def _indexed(self, base: str, index: str, start: int) -> Iterator[Token]:
        if base:
            yield Token("name", base, start, self.place)
        signs = (("sign", "_"), ("sign", "{"))
        yield from (Token(kind, text, start, self.place) for kind, text in signs)
        for part in re.findall(r"\d+|[A-Za-z]|,", index):
            kind = "number" if part.isdigit() else "name" if part.isalpha() else "sign"
            yield Token(kind, part, start, self.place)
        yield Token("sign", "}", start, self.place)

    def _small(self, start: int) -> Iterator[Token]:
        """A run of Unicode subscripts or superscripts as ``_{…}`` or ``^{…}``."""
        table, sign = (LOWERED, "_") if self.source[start] in LOWERED else (RAISED, "^")
        self.place = start
        written = []
        while self.place < len(self.source) and self.source[self.place] in table:
            written.append(table[self.source[self.place]])
            self.place += 1
        yield Token("sign", sign, start, self.place)
        yield Token("sign", "{", start, self.place)
        for part in re.findall(r"\d+|.", "".join(written)):
            kind = "number" if part.isdigit() else "name" if part.isalpha() else "sign"
            yield Token(kind, part, start, self.place)
        yield Token("sign", "}", start, self.place)


def _is_index(base: str, index: str) -> bool:
    """Whether what follows an underscore counts entries (``x_12``, ``x_ij``) rather than naming (``a_prev``)."""
    short = len(base.lstrip("d")) <= 1
    return index.isdigit() or (short and index.isalpha() and len(index) <= 4 and index.lower() not in SUFFIXES | WORDS)
