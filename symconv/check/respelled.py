"""Ways to set a tensor that are somebody's own, as they are usually set; each sign keeps its place.

A formatter's emphasis, sizes as labels, words beside letters, arrows on letters, signs that only look like letters.
"""

import re
import unicodedata

from symconv.check.regex import regex


def respelled(text: str) -> str:
    """The text of the same length with its tensors as others write them."""
    for rewrite in (
        _undoubled,
        _unspaced,
        _undotted,
        _unbounded,
        _unescaped,
        _unstarred,
        _unquoted,
        _unsized,
        _unapposed,
        _unarrowed,
        _unlike,
    ):
        text = rewrite(text)
    return text


_DOUBLED = regex(r"(?<!\\)\\\\[A-Za-z]{2}")
_SINGLE = regex(r"(?<!\\)\\[A-Za-z]{2}")
_BACKSLASHES = regex(r"(?<!\\)\\{2,4}(?!\\)")
FEW = 3
"""Commands with two backslashes that a text has, where it has more of them by mistake."""


def _undoubled(text: str) -> str:
    r"""Commands as they were before somebody kept Markdown from taking their backslashes: ``\\frac``, rows ``\\\\``."""
    if len(_DOUBLED.findall(text)) < FEW or _SINGLE.search(text):
        return text
    return _BACKSLASHES.sub(
        lambda found: ("\\" * (len(found.group()) // 2 + len(found.group()) % 2)).rjust(len(found.group())), text
    )


_SPACED = regex(r"[A-Za-z]+(?: +\\_ *| *\\_ +)[A-Za-z]+")


def _unspaced(text: str) -> str:
    r"""Names without blanks around the underscores in them: ``zero \_ pad``."""
    return _SPACED.sub(lambda found: found.group().replace(" ", "").ljust(len(found.group())), text)


_DOTTED = regex(r"(?:\\cdot(?![A-Za-z])\s*){3}")


def _undotted(text: str) -> str:
    r"""Three dots that are set one by one, ``\cdot\cdot\cdot``, as dots."""
    return _DOTTED.sub(lambda found: r"\cdots ".ljust(len(found.group())), text)


_INFINITE = r"\{?\s*[-+−]?\s*\\infty\s*\}?"
_UNBOUNDED = regex(rf"_\s*\{{\s*(?P<letter>[A-Za-z])\s*=\s*[-−]\s*\\infty\s*\}}\s*\^\s*{_INFINITE}")


def _unbounded(text: str) -> str:
    """Sums over all integers without their limits, which is how others write them."""
    return _UNBOUNDED.sub(lambda found: f"_{{{found['letter']}}}".ljust(len(found.group())), text)


_ESCAPED = regex(r"(?<=[A-Za-z\d\]])\\\[(?P<inside>[^\[\]\\\n=]{1,40})\\\]")


def _unescaped(text: str) -> str:
    r"""Indices in brackets as they were before somebody kept Markdown from reading them: ``Y\[i, j\]``."""
    return _ESCAPED.sub(lambda found: f"[ {found['inside']} ]", text)


_QUOTED = regex(
    r"(?<=[,(={\s])['’‘`]\s*(?P<mode>(?:\\(?:text|textrm|mathrm)\s*\{\s*)?(?:full|valid|same)\s*\}?)\s*['’]"
)


def _unquoted(text: str) -> str:
    r"""The mode of a convolution without the quotes around it: ``conv2(X, F, '\text{full}')``."""
    return _QUOTED.sub(lambda found: found["mode"].center(len(found.group())), text)


_EMPHASISED = regex(r"\\(?:sum|prod|max)\*\{|(?<=[A-Za-z])\*\{(?:in|out)\}")
_STARRED = regex(r"(?<=[A-Za-z}])\*(?=\{)|\\_(?=\{)")


def _unstarred(text: str) -> str:
    r"""Indices as they were before a formatter of Markdown took their underscores for emphasis: ``\sum*{i} X*{i}``."""
    if not _EMPHASISED.search(text):
        return text
    return _STARRED.sub(lambda found: "_".rjust(len(found.group())), text)


_FACTOR = r"\s*(?:\w{1,3}|\([\w+−\s-]{1,12}\))\s*"
_SIZED = regex(rf"(?<=[A-Z}}])\s*_\s*\{{{_FACTOR}(?:(?:\\times|×){_FACTOR}){{1,3}}\}}")


def _unsized(text: str) -> str:
    r"""Tensors without the sizes that stand below them as a label: ``W_{n \times n}``."""
    return _SIZED.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


_UPRIGHT = r"\\(?:text|textrm|textbf|mathrm|mbox)\s*\{\s*(?:the\s+)?"
_THE_FILTER = r"(?:filter|kernel|weights?)\s*\}\s*"
_ROTATED = regex(
    rf"(?:180\s*\^?\s*\{{?\s*(?:o|\\circ|°)\s*\}}?\s*)?{_UPRIGHT}(?:180\S*\s+)?(?:rotated|flipped)\s+{_THE_FILTER}"
    r"(?P<letter>[A-Z])(?![A-Za-z_])",
    re.IGNORECASE,
)
_APPOSED = regex(
    rf"(?<=[(,])\s*{_UPRIGHT}(?:(?:loss|output|upstream)\s+gradient|input|output|filter|kernel|weights?)\s*\}}(?=\s*(?:[A-Z]|\\frac))",
    re.IGNORECASE,
)


def _unapposed(text: str) -> str:
    r"""Tensors without the words that say what they are: ``\text{Input } X``; ``flip(F)`` for a rotated filter F."""
    text = _ROTATED.sub(lambda found: f"flip({found['letter']})".ljust(len(found.group())), text)
    return _APPOSED.sub(lambda found: " " * len(found.group()), text)


_TENSOR = regex(r"[⇶⇉](?=[A-Za-z])")
_ARROWED = regex(r"(?<![\w}\])])[⇶⇉→](?=[A-Za-z])")


def _unarrowed(text: str) -> str:
    """Letters without the arrows before them that tell vectors, matrices and tensors apart: ``⇶K``, ``→b``."""
    return _ARROWED.sub(" ", text) if _TENSOR.search(text) else text


_LOOKALIKES = dict(zip("авсеіјкмнорѕтухАВСЕІЈКМНОРЅТУХ", "abceijkmhopstyxABCEIJKMHOPSTYX", strict=True))
_ALONE = regex(rf"(?<![Ѐ-ӿ])[{''.join(_LOOKALIKES)}](?![Ѐ-ӿ])")
"""A Cyrillic letter that is no part of a word."""
_SAME = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {
        chr(code): plain
        for code in range(0x1D400, 0x1D800)
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
    }
)
"""Signs that look like others: wide signs, letters of mathematical alphabets."""


def _unlike(text: str) -> str:
    """Signs that only look like letters as those letters."""
    return _ALONE.sub(lambda found: _LOOKALIKES[found.group()], text).translate(_SAME)
