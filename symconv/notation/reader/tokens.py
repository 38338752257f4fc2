r"""Text → tokens with positions. One pass, linear; decoration is dropped, what means the same becomes equal."""

import re
from dataclasses import dataclass, field

from symconv.notation.reader import patterns
from symconv.notation.reader.letters import plain_word, script_tokens, tex_letters
from symconv.notation.reader.piece import ReadError, Token
from symconv.notation.reader.signs import (
    ACCENTS,
    DROPPED,
    GREEK,
    LABELLED,
    LOWERED,
    RAISED,
    SIGNS,
    SILENT,
    STACKED,
    WORDED,
)
from symconv.notation.reader.words import OPERATORS, WORDS

LONGEST = 8_000_000
"""Most characters of one formula."""

DEEPEST = 200
"""Most braces that are open at once."""

_HIDDEN = -1
"""The depth mark of a brace that only belongs to a word's command."""
_LABELLED = -2
"""The depth mark of a brace with a label behind it, as in ``\\underbrace{…}_{label}``."""


def tokens(source: str, *, tex: bool) -> list[Token]:
    """The tokens of a formula.

    Raises:
        ReadError: it is too long, or an argument's brace is not closed.
    """
    if len(source) > LONGEST:
        raise ReadError(f"a formula of more than {LONGEST} characters is not read", 0)
    scanner = _Scanner(source=source, tex=tex)
    scanner.scan()
    return scanner.tokens


@dataclass(slots=True, kw_only=True)
class _Scanner:
    """What was found, where the scan is, and which of the open braces are subscripts or superscripts."""

    source: str
    tex: bool
    tokens: list[Token] = field(default_factory=list)
    place: int = 0
    braces: list[int] = field(default_factory=list)
    scripted: int = 0
    behind_script: bool = False

    def scan(self) -> None:
        source, match = self.source, patterns.PIECE.match
        while found := match(source, self.place):
            start, self.place = self.place, found.end()
            kind, text = found.lastgroup, found.group()
            if kind == "space":
                continue
            script, self.behind_script = self.behind_script, False
            if kind == "sign":
                self._sign(SIGNS.get(text, text), start, script)
            elif kind == "number":
                self._number(text, start)
            elif kind == "letter":
                self._letters(start, script)
            elif kind == "command":
                self._command(text, start)
            elif kind == "small":
                self._small(start)
            else:
                self._add("name", text, start)

    def _add(self, kind: str, text: str, start: int) -> None:
        self.tokens.append(Token(kind, text, start, self.place))

    def _number(self, text: str, start: int) -> None:
        r"""A number; behind ``\\frac`` each digit is an argument of its own."""
        single = text.isdecimal() and self.tokens and self.tokens[-1].text == "frac"
        parts = text if single else (text,)
        self.tokens += [Token("number", part, place, place + len(part)) for place, part in enumerate(parts, start)]

    def _letters(self, start: int, script: bool) -> None:
        module = None if self.tex else patterns.MODULE.match(self.source, start)
        if module:
            self.place = module.end()
            return
        if self.tex and not script and not self.scripted and self.source[start] == "d" and self._differential(start):
            return
        if self.tex or self.scripted:
            run = tex_letters(self.source, start, behind_script=script, scripted=bool(self.scripted))
        else:
            run = plain_word(self.source, start, behind_script=script)
        self.place = run.end
        self.tokens += run.tokens

    def _differential(self, start: int, *, upright: bool = False) -> bool:
        r"""Whether a ``d`` that was left behind and what follows it are one name: ``d\ell``, ``d w_a``; adds it."""
        found = patterns.DIFFERENTIAL.match(self.source, self.place if upright else start + 1)
        if found is None or not (upright or not found[4] or patterns.SPACED.match(self.source, start + 1)):
            return False
        name = next(filter(None, found.groups())).lstrip("\\")
        self.place = found.end()
        self._add("name", f"d{GREEK.get(name, name)}", start)
        return True

    def _sign(self, text: str, start: int, script: bool) -> None:
        if text == "{" and not script and (empty := patterns.EMPTY.match(self.source, self.place)):
            self.place = empty.end()
            return
        if text == "{":
            self._open(int(script), start)
        elif text == "}" and self.braces:
            mark = self.braces.pop()
            if mark == _HIDDEN:
                return
            if mark == _LABELLED and (label := patterns.LABEL.match(self.source, self.place)):
                self.place = label.end()
                self._skip_arguments(1)
            self.scripted -= max(mark, 0)
        elif text == "^" and (degrees := patterns.DEGREES.match(self.source, self.place)):
            self.place = degrees.end()
            return
        elif text == ".T":
            self.tokens += script_tokens("^", "T", start, self.place)
            return
        elif not self.tex and text in "'\"′" and (quoted := patterns.QUOTED.match(self.source, start)):
            self.place = quoted.end()
            self._add("name", quoted[2], start)
            return
        self.behind_script = text in ("_", "^")
        self._add("sign", text, start)

    def _open(self, mark: int, start: int) -> None:
        self.braces.append(mark)
        self.scripted += max(mark, 0)
        if len(self.braces) > DEEPEST:
            raise ReadError(f"braces are nested more than {DEEPEST} deep", start)

    def _command(self, text: str, start: int) -> None:
        name = text[1:]
        if text in SILENT:
            return
        if text in DROPPED:
            self._skip_arguments(DROPPED[text])
        elif text in LABELLED and (opening := patterns.OPENING.match(self.source, self.place)):
            self.place = opening.end()
            self._open(_LABELLED, start)
            self._add("sign", "{", start)
        elif text in STACKED:
            self._skip_arguments(1)
            if relation := patterns.RELATED.match(self.source, self.place):
                self.place = relation.end()
                self._add("sign", "=", start)
        elif text in WORDED:
            self._worded(start)
        elif text in ACCENTS and (letter := patterns.ACCENTED.match(self.source, self.place)):
            self.place = letter.end()
            plain = (letter[1] or letter[2]).lstrip("\\")
            self._add("name", GREEK.get(plain, plain) + ACCENTS[text], start)
        elif name in ("begin", "end") and (braced := patterns.BRACED.match(self.source, self.place)):
            self.place = braced.end()
            self._add(name, braced.group(1).strip(), start)
        elif name in GREEK:
            self._add("sign" if GREEK[name] == "∇" else "name", GREEK[name], start)
        elif text in SIGNS:
            self._sign(SIGNS[text], start, script=False)
        elif name in WORDS:
            self._add("name", name, start)
        else:
            self._add("sign", text, start)

    def _worded(self, start: int) -> None:
        r"""What stands in ``\text{…}``: a name, alone or with its scripts; prose says nothing."""
        if braced := patterns.BRACED.match(self.source, self.place):
            self.place = braced.end()
            word = re.sub(r"\\_|[\s-]+", "_", braced.group(1).strip())
            if word == "d" and self._differential(start, upright=True):
                return
            if parity := patterns.PARITY.fullmatch(braced.group(1)):
                for part in filter(None, parity.groups()):
                    self._add("name", part, start)
                return
            single = re.fullmatch(r"[\w∂′']+", braced.group(1).replace("\\_", "_").strip())
            if single or word.lower() in OPERATORS:
                self._add("name", word, start)
        elif opening := patterns.WORD_IN_BRACE.match(self.source, self.place):
            self.place = opening.end()
            self._open(_HIDDEN, start)
            self._add("name", opening.group(1), start)
        elif opening := patterns.GREEK_IN_BRACE.match(self.source, self.place):
            self.place = opening.end()
            self._open(_HIDDEN, start)
        elif alone := patterns.UPRIGHT.match(self.source, self.place):
            before, self.place = self.place, alone.end()
            if not self._differential(start, upright=True):
                self.place = before

    def _skip_arguments(self, count: int) -> None:
        for _ in range(count):
            opening = patterns.OPENING.match(self.source, self.place)
            if opening is None:
                return
            depth, self.place = 1, opening.end()
            while depth:
                brace = patterns.BRACE.search(self.source, self.place)
                if brace is None:
                    raise ReadError("this brace is never closed", opening.end() - 1)
                depth += 1 if brace.group() == "{" else -1
                self.place = brace.end()

    def _small(self, start: int) -> None:
        """A run of Unicode subscripts or superscripts as ``_{…}`` or ``^{…}``."""
        table, sign = (LOWERED, "_") if self.source[start] in LOWERED else (RAISED, "^")
        self.place = start
        while self.place < len(self.source) and self.source[self.place] in table:
            self.place += 1
        written = "".join(table[letter] for letter in self.source[start : self.place])
        self.tokens += script_tokens(sign, written, start, self.place)
