r"""Letters for sizes that a text declares: ``X \in \mathbb{R}^{H \times W}``, ``the filter is R x S``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from symconv.check.evaluating.arithmetic import Meaning
from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.understanding.binding import Binding
from symconv.check.understanding.names import size_meaning
from symconv.notation.reader import ReadError, read
from symconv.notation.tree import Symbol

_LETTER = r"\$?\s*(?<![A-Za-z\\])([A-Za-z](?:_(?:\{\w{1,6}\}|\w))?(?:\^(?:\{[\w+−-]{1,6}\}|\w))?[′']?)\s*\$?"
_BY = r"\s*\$?\s*(?:[x×*]|\\times)\s*\$?\s*"
_PAIR = _LETTER + rf"(?<![x]){_BY}" + _LETTER
_ENDS_BY = regex(rf"{_BY}$")
_END = rf"(?![A-Za-z\d_^+(−-]|{_BY}[A-Za-z])"
"""Behind a letter that stands alone, not in a pair ``P × Q``."""
_IS = rf"(?:\s*{one_of('size')})?(?:\s*(?:{one_of('is')}|=|:))?(?:\s*of)?(?:\s*{one_of('size')})?(?:\s*of)?\s*"
_CALLED = rf"(?:\s*{one_of('array')})?(?:\s*\$?\s*[A-Za-z]\s*\$?(?=[\s:,]))?"
"""Between a word and its size, what is called so: ``the filter K``."""
_ARRAYS = ("kernel", "input", "output")
_STEPS = ("stride", "padding", "dilation")
_SPACE = regex(
    r"(?:\\(?:mathbf|boldsymbol|bm|mathcal)\s*\{?\s*(?=[A-Za-z]\s*\}))?(?P<array>[A-Za-z]\w*|\\[a-z]+(?:\{\w\})?)\s*\}?(?:\s*\^\s*(?:\w|\{[^{}$]{1,20}\}))?\s*(?:\\in|∈)\s*(?:\\mathbb\s*\{?\s*[RZNQCF]\s*\}?|[ℝℤℕ]|R)\s*\^\s*"
    r"\{(?P<sizes>[^{}]{1,80}(?:\{[^{}]{0,12}\}[^{}]{0,40}){0,6})\}"
)
_SHAPED = regex(
    r"\$?(?P<array>[A-Za-z][A-Za-z0-9_]*)\$?\s*(?:is|has|hat|tiene|tem|:|of|的|の|은|는|의)?\s*(?:of\s+|von\s+|de\s+)?"
    rf"(?:(?:the|an?|die|une?|la|una|uma)\s+)?{one_of('shape')}\s*(?:{one_of('is')}|は|은|는)?\s*"
    r"\$?[(\[](?P<sizes>[A-Za-z0-9_\s,{}\\']{3,80})[)\]]",
    re.IGNORECASE,
)
_SIDE = regex(r"[CcNnDdFf]_?\{?(?:\\(?:text|mathrm)\{)?(?P<side>out|in|o|i)\}*", re.IGNORECASE)
_AXES = regex(r"\\times|×|(?<=\s)x(?=\s)")
_PAIRED = {
    name: regex(
        rf"{one_of(name)}{_CALLED}{_IS}{_PAIR}{_END}|{_PAIR}[\s-]*\$?\s*[的のの의]?\s*{one_of(name)}", re.IGNORECASE
    )
    for name in _ARRAYS
}
_SINGLE = {
    **{
        name: regex(
            rf"(?<![A-Za-z]){_LETTER}\s*(?:{one_of('is')})\s*(?:the\s+)?(?:{one_of('size')}\s+(?:and\s+\w+\s+)?of\s+(?:the\s+|a\s+)?{one_of(name)}"
            rf"|{one_of(name)}\s*[- ]?{one_of('size')})"
            rf"|{one_of(name)}\s*{one_of('size')}\s*(?:{one_of('is')}|=|:)?\s*{_LETTER}{_END}",
            re.IGNORECASE,
        )
        for name in _ARRAYS
    },
    **{
        name: regex(
            rf"{one_of(name)}\s*(?:{one_of('is')}|=|:)?\s*\$\s*([A-Za-z](?:_(?:\{{\w{{1,6}}\}}|\w))?)\s*\$"
            rf"|(?<![A-Za-z]){_LETTER}\s*(?:{one_of('is')})\s*(?:the\s+)?{one_of(name)}",
            re.IGNORECASE,
        )
        for name in _STEPS
    },
}
_WORDS = {name: regex(one_of(name), re.IGNORECASE) for name in _SINGLE}
"""What a text has where anything is said of an array or a step; the other patterns need it."""
_TWO = regex(
    rf"(?<![A-Za-z]){_LETTER}\s*(?:,|\b(?:and|und|et|y|e)\b)\s*{_LETTER}(?![A-Za-z])\s*(?:are|sind|sont)?\s*(?:the\s+)?"
    rf"(?:height\s+and\s+(?:the\s+)?width\s+of\s+(?:the\s+)?(?P<array>{one_of('kernel')}|{one_of('input')}|{one_of('output')})"
    rf"|(?P<step>{one_of('stride')}))",
    re.IGNORECASE,
)
_HOLDS = regex(
    rf"(?P<array>{one_of('kernel')}|{one_of('input')}|{one_of('output')})\s+(?:has|have|of|with)\s+{_LETTER}\s*"
    rf"(?P<what>rows|taps|places|entries|elements|values|samples|weights|pixels)(?:\s+and\s+{_LETTER}\s*columns)?",
    re.IGNORECASE,
)
_CHANNELS = regex(
    rf"\b(?P<map>\$?[A-Za-z]\w*\$?)\s+has\s+{_LETTER}\s*{one_of('channels')}"
    rf"|(?<![A-Za-z]){_LETTER}\s*(?P<side>input|output|in|out)[\s-]+{one_of('channels')}",
    re.IGNORECASE,
)
Declared = tuple[str, Meaning, int]
"""A letter as it is written, what it counts, and where that is said."""


class Said(NamedTuple):
    """What a letter counts, and where that is said first."""

    meaning: Meaning
    place: int


def declared_letters(text: str, binding: Binding) -> dict[Symbol, Said]:
    """The letters for sizes that a text declares; none that it declares twice in two ways.

    Args:
        text: prose, with the formulas in it.
        binding: letter → tensor, which tells whose sizes stand behind ``X ∈ ℝ``.
    """
    found: dict[Symbol, set[Meaning]] = {}
    places: dict[Symbol, int] = {}
    for written, meaning, place in (*_spaces(text, binding), *_said(text), *_channels(text, binding)):
        letter = letter_of(written)
        tensor = letter is not None and meaning[0] in _STEPS and letter.name in binding.roles
        if letter is not None and not tensor:  # "Y = X ⋆ W with stride 1" tells nothing of W
            found.setdefault(letter, set()).add(meaning)
            places[letter] = min(places.get(letter, place), place)
    merged = {letter: _merged({_on_axis(letter, *one) for one in meant}) for letter, meant in found.items()}
    return {letter: Said(meant, places[letter]) for letter, meant in merged.items() if meant is not None}


def declared_orders(text: str, binding: Binding) -> dict[str, str]:
    """Which index of a filter counts what: ``{"weight4": "oi01"}`` for W of the shape (C_out, C_in, K, K)."""
    found: dict[str, str] = {}
    for array, sizes in ((one["array"], _AXES.split(one["sizes"])) for one in _SPACE.finditer(text)):
        found |= _order(array, sizes, binding)
    for shaped in _SHAPED.finditer(text):
        found |= _order(shaped["array"], shaped["sizes"].split(","), binding)
    return found


def _order(array: str, sizes: list[str], binding: Binding) -> dict[str, str]:
    """The axes of a filter, where one of its sizes counts output channels and one input channels."""
    sides = [side["side"][0].lower() if (side := _SIDE.fullmatch(size.strip(" ${}"))) else "" for size in sizes]
    if binding.role(array) != "weight" or sorted(filter(None, sides)) != ["i", "o"]:
        return {}
    places = iter(range(len(sides)))
    return {f"weight{len(sides)}": "".join(side or str(next(places)) for side in sides)}


def _on_axis(letter: Symbol, quantity: str, axis: int | None) -> Meaning:
    """What a letter counts; where no axis is told, ``D_h`` tells its own."""
    usual = size_meaning(letter)
    return usual if axis is None and usual is not None and usual[0] == quantity else (quantity, axis)


def _merged(meant: set[Meaning]) -> Meaning | None:
    """One meaning; a letter that counts both axes of an array counts either."""
    quantities = {quantity for quantity, _ in meant}
    if len(quantities) > 1:
        return None
    axes = {axis for _, axis in meant if axis is not None}
    return quantities.pop(), axes.pop() if len(axes) == 1 else None


def _spaces(text: str, binding: Binding) -> Iterator[Declared]:
    beside = _beside_squares(text)
    for space in _SPACE.finditer(text):
        role = binding.role(space["array"])
        quantity = {"weight": "kernel", "input": "input", "output": "output", "grad_output": "output"}.get(role or "")
        sizes = [part.strip() for part in _AXES.split(space["sizes"])]
        if quantity is None or len(sizes) > 4:
            continue
        letters = [letter_of(part) for part in sizes]
        counting = [
            letter is not None and (letter in beside or (size_meaning(letter) or ("",))[0].endswith("channels"))
            for letter in letters
        ]
        spatial = [part for part, counts in zip(sizes, counting, strict=True) if not counts]
        if len(spatial) <= 2 and (len(sizes) <= 2 or any(counting)):
            yield from ((part, (quantity, axis), space.start()) for axis, part in enumerate(spatial))


def _beside_squares(text: str) -> set[Symbol]:
    """The letter beside the two equal ones of a square filter, ``d × d × t``, which counts channels."""
    found: set[Symbol] = set()
    for space in _SPACE.finditer(text):
        letters = [letter_of(part.strip()) for part in _AXES.split(space["sizes"])]
        if len(letters) == 3 and None not in letters and len({*letters}) == 2:
            found |= {letter for letter in letters if letter is not None and letters.count(letter) == 1}
    return found


def _said(text: str) -> Iterator[Declared]:
    spoken = [name for name, word in _WORDS.items() if word.search(text)]
    for name in (array for array in spoken if array in _PAIRED):
        for match in _PAIRED[name].finditer(text):
            place = next(match.start(group) for group in range(1, len(match.groups()) + 1) if match[group])
            if _ENDS_BY.search(text[max(place - 16, 0) : place]):
                continue  # the last two of r × s × t
            first, second = (part for part in match.groups() if part)
            yield first, (name, 0), match.start()
            yield second, (name, 1), match.start()
    for name in spoken:
        for match in _SINGLE[name].finditer(text):
            yield next(part for part in match.groups() if part), (name, None), match.start()
    for match in _HOLDS.finditer(text) if spoken else ():
        name = _array(match["array"])
        yield match[2], (name, 0 if match["what"].lower() == "rows" else None), match.start()
        if match[4]:
            yield match[4], (name, 1), match.start()
    for match in _TWO.finditer(text) if spoken else ():
        name = "stride" if match["step"] else _array(match["array"])
        yield match[1], (name, 0), match.start()
        yield match[2], (name, 1), match.start()


def _array(word: str) -> str:
    return next(name for name in _ARRAYS if re.fullmatch(one_of(name), word, re.IGNORECASE))


def _channels(text: str, binding: Binding) -> Iterator[Declared]:
    for match in _CHANNELS.finditer(text):
        letter = next(part for part in match.groups()[1:] if part and part not in ("input", "output", "in", "out"))
        role = binding.role(match["map"].strip("$")) if match["map"] else None
        side = match["side"] or {"input": "in", "output": "out"}.get(role or "", "")
        if side:
            yield letter, ("in_channels" if side.lower().startswith("in") else "out_channels", None), match.start()


def letter_of(written: str) -> Symbol | None:
    """A letter as it is written; None where it is none."""
    try:
        tree = read(written)
    except ReadError:
        return None
    return tree if isinstance(tree, Symbol) else None
