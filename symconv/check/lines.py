"""Lines of plain text → the formulas in them: without what frames, introduces or remarks on a line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symconv.check.asides import aside
from symconv.check.limits import are_limits
from symconv.check.regex import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of mathematics.

    Attributes:
        start: offset of its first character in the text.
        end: offset behind its last character.
        tex: whether it is TeX; otherwise a line of plain text.
    """

    start: int
    end: int
    tex: bool


LOOKED_BACK = 2_000
"""Most characters of a formula that are looked at to tell whether a line belongs to it."""

MOST_LINES = 10
"""Most lines that an open parenthesis is waited for."""

_FORMULA = regex(r"[=←≡≔]|∈\s*ℝ")
_TELLING = regex(r"∂|∇|\bd\w+/d\w|\+=|Σ|∑|\bsum_|\bd[A-Z]\b|ℝ")
_FRAME = r"//[/!]?|/\*+!?|[│┃║▏]|\"{3}|;+|%+|#+|[-*>+•]|\d+[.)]|\((?:[ivx]+|\d{1,3}[a-z]?|[a-z])\)"
_LEADER = regex(rf"[ \t]*(?:(?:{_FRAME})(?:[ \t]+|(?=`)))*")
_CLOSER = regex(r"[ \t]*(?:[│┃║▏]|\*+/|\"{3})[ \t]*$")
_BOXED = regex(r"(?P<lead>[ \t]*\|[ \t]*)[^|\n]+(?P<close>\|[ \t]*)$")
"""A line between two bars, as in a box; more bars make a table."""

_CODE = regex(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)")
"""What is set as code in a line of prose."""

_PLACED = regex(r"\s*[a-z][a-z0-9_]{0,6}\s*=\s*(?=[^=]*[a-z])(?=[^=]*[-+*])[\w\s+*/()-]{3,60}")
"""A place told by others, ``xi = i*stride + ki``."""

_LABEL = regex(
    r"(?!symconv\b)(?!(?:for|if|elif|else|while|def|with|try|class|lambda|return)\b)"
    r"(?:[^=\n:`$\[\]∂Σ]|(?<=\w)(?:\[[\w,+\- ]{1,16}\])+(?=,?[ \t]+[^\W\d_]{2})){1,80}"
    r":[ \t]+(?=(?:∂|∇|Σ|[^\W\d_]\w{0,12}\s*(?:[_\[(/']|=)))"
)
"""What a line is called, or says before it: ``1D conv with batch: y[b, t] = …``, ``x[1] meets both: dx[1] = …``."""

_OVER = regex(r"(?:\b(?:sum|Sum|SUM)|[Σ∑])\s+over\b")
_SUMMED = regex(r"\bover\s[^\n=]{1,60}\sof$")
_CODE_LINE = regex(
    r"\s*(?:print|assert|import|from|def|class|raise|return)\b|\s*(?:if|elif|while|with)\b.*:\s*$"
    r"|.*\.(?:backward|requires_grad_)\("
)
_GOES_ON = regex(r"[ \t]*[+−·×]|[ \t]{2,}[-*/][ \t]")
_ADDS = regex(r"[ \t]*\+[ \t]*\S")
_OPEN = regex(r"(?:[-+−·×*/=(,]|(?:[Σ∑]|\bsum)(?:[_^](?:\{[^{}\n]*\}|\w+))*)[ \t]*$")
"""What a line ends with that goes on below: a sign, or a sum of nothing yet."""
_SPOKEN = regex(
    r"(?:(?!(?:conv|corr|rot|flip|pad|sum|star|full|dilate|crop|transpose|for|d[A-Z])\w*\b)"
    r"[^\W\d_]{2,}[,:.]?[ \t]+|I[ \t]+)+"
    r"(?P<formula>(?:∂|d)[^\s=]{1,12}/(?:∂|d)|∇|d[A-Z]\w?[_\[(])"
)
"""Words in front of a derivative: ``We get dL/dx_0 = …``."""


def plain_lines(text: str, start: int, end: int, *, strict: bool = False) -> Iterator[Stretch]:
    """Lines of plain text with an equation; one that ends with a sign goes on, and one that starts with it too.

    Args:
        text: the text.
        start: where to begin.
        end: where to stop.
        strict: whether prose stands between, so that an equation must speak of gradients or sums.
    """
    held: Stretch | None = None
    place = start
    for line in text[start:end].splitlines(keepends=True):
        said = aside(line)
        stop = place + (len(line.rstrip()) if said is None else said)
        if (held and _continues(text, held, line)) or (held and are_limits(text[held.start : held.end], line)):
            held = replace(held, end=stop)
        else:
            if held:
                yield held
            met = [*_formulas(line, place, stop, strict=strict)]
            held = met.pop() if met else None
            yield from met
        place += len(line)
    if held:
        yield held


def _continues(text: str, held: Stretch, line: str) -> bool:
    """Whether a line goes on from the one before; in a list with + as its mark none does."""
    if not line.strip():
        return False
    written = text[max(held.start, held.end - LOOKED_BACK) : held.end]
    if written.count("(") > written.count(")") and "=" in written and written.count("\n") < MOST_LINES:
        return True
    if _OVER.search(written) and (written.endswith(":") or _SUMMED.search(written)):
        return True
    if _OPEN.search(written[-80:]):
        return True
    if "=" in _LIMITED.sub("", line):
        first = text[text.rfind("\n", 0, held.start) + 1 : held.start]
        return bool(_ADDS.match(line)) and "+" not in first
    return bool(_GOES_ON.match(line))


_LIMITED = regex(r"_\{[^{}\n]*\}")


def _formulas(line: str, place: int, stop: int, *, strict: bool) -> Iterator[Stretch]:
    """The formulas of one line."""
    coded = "symconv:" in line or _CODE_LINE.match(line)
    if not _FORMULA.search(line) or coded or (strict and "$" in line):
        return
    boxed = _BOXED.match(line.rstrip()) if not strict else None
    if line.lstrip().startswith("|") and not boxed:
        return
    if codes := [code for code in _CODE.finditer(line) if _FORMULA.search(code["code"])]:
        for code in codes:
            if not strict or _TELLING.search(code["code"]) or "[" in code["code"] or _PLACED.fullmatch(code["code"]):
                yield _stretch(line, code.start("code"), code.end("code"), place)
        return
    if strict and not _TELLING.search(line):
        return
    leader = _LEADER.match(line)
    lead = boxed.end("lead") if boxed else leader.end() if leader else 0
    body = line[: boxed.start("close")] if boxed else line[: stop - place]
    closer = None if boxed else _CLOSER.search(body)
    if spoken := _SPOKEN.match(body, lead):
        lead = spoken.start("formula")
    elif label := _LABEL.match(body, lead):
        lead = label.end()
    yield _stretch(line, lead, len((body[: closer.start()] if closer else body).rstrip()), place)


def _stretch(line: str, first: int, last: int, place: int) -> Stretch:
    return Stretch(start=place + first, end=place + max(last, first), tex="\\" in line[first:last])
