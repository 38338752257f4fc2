r"""MathML in a page → the same formulas as TeX, at the same length: ``<msub><mi>x</mi><mn>2</mn></msub>`` → ``x_{2}``.

Formulas between which nothing stands but tags are one, as in pages that divide them so that lines may break; where a
block ends between two of them, a row does. TeX that an element carries itself, as KaTeX and pandoc write it, is taken.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from itertools import pairwise

from symconv.check.regex import regex

MOST_DEEP = 200
"""Most elements of MathML within each other; what is deeper is not read."""

_TOKEN = regex(r"<(?P<close>/?)(?P<name>[a-z]\w{0,30})[^<>]{0,2000}?(?P<empty>/?)>|(?P<words>[^<]+)|<")
_TEX = regex(r"<annotation[^<>]{0,200}\bencoding=[\"'](?:application/x-tex|TeX)[\"'][^<>]{0,200}>([^<]*)<")
_OPENED = regex(r"<math\b")
_TAGS = regex(r"(?:\s|<[^<>]{0,2000}>)*+")
_APART = regex(r"</?(?:t[dhr]|li|p|h\d|figcaption)\b")
_ROW = regex(r"</div>|<br\b[^<>]{0,200}>")
_STRANGE = regex(r"[\\#$%&\u200b\u2061\u2062\u2064]")
"""What TeX would take for a command, and what is heard and not seen."""
_RELATION = regex("[=≠≈:]")


def with_tex(text: str) -> str:
    r"""The page with each formula in MathML as TeX between ``\(`` and ``\)``, as long as it was."""
    told = ((start, end, _tex(text[start:end])) for start, end in _elements(text))
    found = [(start, end, tex) for start, end, tex in told if tex is not None and _fits(tex, text[start:end])]
    joints = [_joint(text[one[1] : other[0]]) for one, other in pairwise(found)]
    pieces: list[str] = []
    place = 0
    for (start, end, tex), before, after in zip(found, (None, *joints), (*joints, None), strict=False):
        written = (r"\(" if before is None else "") + tex + (r"\)" if after is None else "")
        lines = "\n" * text.count("\n", start, end)
        pieces += (text[place:start], written.ljust(end - start - len(lines)), lines, after or "")
        place = end + len(after or "")
    return "".join((*pieces, text[place:]))


def _fits(tex: str, element: str) -> bool:
    return len(tex) + len(r"\(\)") + element.count("\n") <= len(element)


def _elements(text: str) -> Iterator[tuple[int, int]]:
    """Where each formula begins and ends; what nothing closes is none."""
    place = 0
    while (opened := _OPENED.search(text, place)) and (end := text.find("</math>", opened.end())) >= 0:
        place = end + len("</math>")
        yield opened.start(), place


def _joint(between: str) -> str | None:
    """What stands between two formulas that are one, at the same length; None where they are two."""
    if not _TAGS.fullmatch(between) or _APART.search(between):
        return None
    blank = re.sub(r"[^\n]", " ", between)
    row = _ROW.search(between)
    return blank if row is None else blank[: row.start()] + r"\\" + blank[row.start() + 2 :]


def _tex(element: str) -> str | None:
    """One formula; None where its elements do not close each other, or lie too deep."""
    if own := _TEX.search(element):
        return unescape(own[1]).strip().replace("\n", " ")
    open_: list[tuple[str, list[str]]] = [("", [])]
    for token in _TOKEN.finditer(element):
        name = token["name"]
        if not name:
            if open_[-1][0] in _LEAVES and token["words"]:
                open_[-1][1].append(token["words"])
        elif token["close"] or token["empty"]:
            opened, parts = open_.pop() if token["close"] else (name, [])
            if opened != name:
                return None
            open_[-1][1].append(_written(name, parts))
        elif len(open_) < MOST_DEEP:
            open_.append((name, []))
        else:
            return None
    return open_[0][1][0] if len(open_) == 1 else None


def _written(name: str, parts: list[str]) -> str:
    if name in _LEAVES:
        words = unescape("".join(parts)).replace("\u2063", ",")
        return _LEAVES[name](_STRANGE.sub(" ", words).strip())
    count, form = _FORMS.get(name, (0, _row))
    return form(*parts) if count in (0, len(parts)) else _row(*parts)


def _letters(name: str) -> str:
    return f"\\text{{{name}}}" if len(name) > 1 and name.isalpha() else name


def _said(words: str) -> str:
    return f"\\text{{ {re.sub('[{}]', ' ', words)} }}"


def _row(*parts: str) -> str:
    """Parts beside each other; a table behind a brace tells cases."""
    row = " ".join(parts)
    head, brace, table = row.partition(r"\{ \begin{matrix}")
    return f"{head}\\begin{{cases}}{table.replace('{matrix}', '{cases}', 1)}" if brace else row


def _power(base: str, above: str) -> str:
    return base + above if set(above) == {"′"} else f"{base}^{{{above}}}"


def _accented(base: str, above: str) -> str:
    accent = {"^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "bar", "‾": "bar"}.get(above)
    return f"\\{accent}{{{base}}}" if accent else base


def _table(*rows: str) -> str:
    """Rows of a matrix; rows of formulas where each tells a relation."""
    if all(map(_RELATION.search, rows)):
        return r" \\ ".join(row.replace("&", "") for row in rows)
    return r"\begin{matrix}" + r"\\".join(rows) + r"\end{matrix}"


_LEAVES: Mapping[str, Callable[[str], str]] = {
    "mi": _letters,
    "mn": str,
    "mo": lambda sign: {"{": r"\{", "}": r"\}"}.get(sign, sign),
    "mtext": _said,
    "annotation": lambda _: "",
}

_FORMS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "msub": (2, lambda base, below: f"{base}_{{{below}}}"),
    "msup": (2, _power),
    "msubsup": (3, lambda base, below, above: f"{_power(base, above)}_{{{below}}}"),
    "munder": (2, lambda base, below: f"{base}_{{{below}}}"),
    "munderover": (3, lambda base, below, above: f"{base}_{{{below}}}^{{{above}}}"),
    "mover": (2, _accented),
    "mfrac": (2, lambda over, under: f"\\frac{{{over}}}{{{under}}}"),
    "msqrt": (0, lambda *parts: f"\\sqrt{{{_row(*parts)}}}"),
    "mtable": (0, _table),
    "mtr": (0, lambda *cells: "&".join(cells)),
}
"""Element → how many parts it has (0 for any number), and what they become."""
