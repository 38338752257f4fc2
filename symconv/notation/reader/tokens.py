r"""Text → tokens with positions. One pass, linear; decoration is dropped, what means the same becomes equal."""

import re
from dataclasses import dataclass, field

from symconv.notation.reader import patterns
from symconv.notation.reader.accents import COMBINING, accented
from symconv.notation.reader.arguments import behind
from symconv.notation.reader.differentials import differential, grouped_differential
from symconv.notation.reader.letters import Run, plain_word, script_tokens, small, tex_letters
from symconv.notation.reader.piece import ReadError, Token
from symconv.notation.reader.signs import ACCENTS, DROPPED, GREEK, LABELLED, SIGNS, SILENT, STACKED, TAGS, WORDED
from symconv.notation.reader.summed import index_names, spoken, summed_in_words
from symconv.notation.reader.upright import words
from symconv.notation.reader.words import SUFFIXES, WORDS

BLACKBOARD = {"R": "ℝ", "Z": "ℤ", "N": "ℕ"}

LONGEST = 8_000_000
"""Most characters of one formula."""

DEEPEST = 200
"""Most braces that are open at once."""

_HIDDEN = -1
"""The depth mark of a brace that only belongs to a word's command."""
_LABELLED = -2
"""The depth mark of a brace with a label behind it, as in ``\\underbrace{…}_{label}``."""


def tokens(source: str, *, tex: bool, names: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a formula.

    Raises:
        ReadError: it is too long, or an argument's brace is not closed.
    """
    if len(source) > LONGEST:
        raise ReadError(f"a formula of more than {LONGEST} characters is not read", 0)
    scanner = _Scanner(source=source, tex=tex, names=names | index_names(source))
    scanner.scan()
    return scanner.tokens


_RUN = re.compile(r"[A-Za-z]+\d?(?![A-Za-z0-9])")


@dataclass(slots=True, kw_only=True)
class _Scanner:
    """What was found, where the scan is, and which of the open braces are subscripts or superscripts."""

    source: str
    tex: bool
    names: frozenset[str] = frozenset()
    tokens: list[Token] = field(default_factory=list)
    place: int = 0
    braces: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
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
            if text in "sSΣ∑" and not self.tex and (told := summed_in_words(source, start, self.names)):
                self.place = told.end()
                self.tokens += spoken(told)
            elif kind == "sign":
                self._sign(SIGNS.get(text, text), start, script)
            elif kind == "number":
                self._number(text, start)
            elif kind == "letter":
                self._letters(start, script)
            elif kind == "command":
                self._command(text, start)
            elif kind == "small":
                self._run(small(self.source, start))
            else:
                self._add("name", text, start)

    def _add(self, kind: str, text: str, start: int) -> None:
        self.tokens.append(Token(kind, text, start, self.place))

    def _found(self, named: tuple[str, int], start: int) -> None:
        """Adds a name that was read up to an offset."""
        self.place = named[1]
        self._add("name", named[0], start)

    def _run(self, run: Run) -> None:
        self.place = run.end
        self.tokens += run.tokens

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
        if not self.tex and (size := patterns.NAMED_SIZE.match(self.source, start)):
            self._found((f"{size['size']}_{size['of'].removesuffix('put').removesuffix('p')}", size.end()), start)
            return
        inner = script or self.scripted or not self.tex or self.source[start] != "d"
        if not inner and (named := differential(self.source, start + 1)):
            self._found(named, start)
            return
        if not inner and self.tex and (named := grouped_differential(self.source, start + 1)):
            self._open(_HIDDEN, start)
            self._found(named, start)
            return
        word = _RUN.match(self.source, start)
        if word and (word.group() in self.names or (script and not self.tex and word.group() in SUFFIXES)):
            self._found((word.group(), word.end()), start)
            return
        if self.tex or self.scripted:
            self._run(tex_letters(self.source, start, behind_script=script, scripted=bool(self.scripted)))
        else:
            self._run(plain_word(self.source, start, behind_script=script))
        if marks := COMBINING.match(self.source, self.place):
            self.place = marks.end()
            last = self.tokens[-1]
            self.tokens[-1] = last._replace(text=last.text + marks.group(), end=self.place)

    def _sign(self, text: str, start: int, script: bool) -> None:
        if text == "{" and not script and (grouped := patterns.GROUPED.match(self.source, self.place)):
            self.place = grouped.end()
            text = SIGNS.get(grouped[1], grouped[1]) or "{}"
        if text == "{":
            self._open(int(script), start)
        elif text == "}" and self.braces:
            mark = self.braces.pop()
            self.opened.pop()
            if mark == _HIDDEN:
                return
            if mark == _LABELLED and (label := patterns.LABEL.match(self.source, self.place)):
                self.place = label.end()
                self.place = behind(self.source, self.place, 1)
            self.scripted -= max(mark, 0)
        elif text == "{}":
            return
        elif text in ("_", "^") and (empty := patterns.NO_SCRIPT.match(self.source, self.place)):
            self.place = empty.end()
            return
        elif text == "." and patterns.FULL_STOP.match(self.source, self.place):
            return
        elif text == "." and self.tex and self.tokens and patterns.FACTOR.match(self.source, self.place):
            text = "·"
        elif text == "^" and (degrees := patterns.DEGREES.match(self.source, self.place)):
            self.place = degrees.end()
            return
        elif text == ".T":
            self.tokens += script_tokens("^", "T", start, self.place)
            return
        elif not self.tex and text in "'″′" and (quoted := patterns.QUOTED.match(self.source, start)):
            self.place = quoted.end()
            self._add("name", quoted[2], start)
            return
        self.behind_script = text in ("_", "^")
        self._add("sign", text, start)

    def _open(self, mark: int, start: int) -> None:
        self.braces.append(mark)
        self.opened.append(len(self.tokens))
        self.scripted += max(mark, 0)
        if len(self.braces) > DEEPEST:
            raise ReadError(f"braces are nested more than {DEEPEST} deep", start)

    def _command(self, text: str, start: int) -> None:
        name = text[1:]
        if text in (r"\mathrel", r"\mathbin") and (adding := patterns.ADDING.match(self.source, self.place)):
            self.place = adding.end()
            self._add("sign", "+=", start)
        elif text in SILENT or text in DROPPED or text in LABELLED or text in STACKED:
            self._dressing(text, start)
        elif text in WORDED:
            self._worded(start)
        elif text in ACCENTS and (letter := accented(self.source, self.place, text)):
            self._found(letter, start)
        elif text in ACCENTS and (wide := patterns.WIDE.match(self.source, self.place)):
            self.place = wide.end()
            self._add("sign", SIGNS[wide["sign"]], start)
            self.tokens += (Token(kind, one, start, self.place) for kind, one in (("sign", "_"), ("name", "full")))
        elif name in ("begin", "end") and (braced := patterns.BRACED.match(self.source, self.place)):
            self.place = braced.end()
            self._add(name, braced.group(1).strip(), start)
        elif name in GREEK:
            self._add("sign" if GREEK[name] == "∇" else "name", GREEK[name], start)
        elif text in SIGNS:
            self._sign(SIGNS[text], start, script=False)
        elif text == r"\over" and self.opened:
            self.tokens.insert(self.opened[-1], Token("sign", "frac", start, start))
            self._add("sign", "}", start)
            self._add("sign", "{", start)
        elif name.rstrip("*") in WORDS:
            self._add("name", name.rstrip("*"), start)
        elif short := patterns.ABBREVIATED.fullmatch(name):
            self._add("name", short[1] or short[2], start)
        elif role := patterns.ROLE.search(name):
            self._add("name", role.group().lower(), start)
        else:
            self._add("sign", text, start)

    def _dressing(self, text: str, start: int) -> None:
        r"""What changes the look, with the arguments that say nothing; ``\mathbb{R}`` is a name."""
        if text == r"\mathbb" and (reals := patterns.REALS.match(self.source, self.place)):
            self.place = reals.end()
            self._add("name", BLACKBOARD[reals["set"] or reals["bare"]], start)
        elif text in DROPPED:
            tag = patterns.TAGGED.match(self.source, self.place) if text in TAGS else None
            self.place = tag.end() if tag else behind(self.source, self.place, DROPPED[text])
        elif text in LABELLED and (opening := patterns.OPENING.match(self.source, self.place)):
            self.place = opening.end()
            self._open(_LABELLED, start)
            self._add("sign", "{", start)
        elif text in STACKED:
            self.place = behind(self.source, self.place, 1)
            if relation := patterns.RELATED.match(self.source, self.place):
                self.place = relation.end()
                self._add("sign", "=", start)

    def _worded(self, start: int) -> None:
        found = words(self.source, self.place)
        if found is None:
            return
        self.place = found.end
        if found.opened:
            self._open(_HIDDEN, start)
        for name in found.names:
            self._add("name", name, start)
