"""The equation that a sentence makes of what it mentions: one gradient, two maps, and what is done to them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from symconv.check.facts.lexicon import one_of
from symconv.check.named import one_more
from symconv.check.regex import regex
from symconv.check.saying import words
from symconv.check.saying.mentions import OUTPUT, UPSTREAM, Mention, unknown
from symconv.notation.tree import Apply, Equation, Infix, Node, Partial, Symbol

OPERATIONS = ("flip", "dilate", "pad")
"""What is done to a map, in the order in which it is done."""


class NotSaidError(ValueError):
    """The word that stands in the way of an equation; empty where it is not clear what is done to which maps."""


@dataclass(slots=True)
class Operand:
    """A map and what is done to it."""

    node: Node
    done: dict[str, Node | None] = field(default_factory=dict)

    def whole(self) -> Node:
        """The map with what is done to it.

        Raises:
            NotSaidError: it is an input that is padded, by as much as the layer says.
        """
        if "pad" in self.done and not isinstance(self.node, Partial) and self.node != Symbol("δ"):
            raise NotSaidError("")
        whole = self.node
        for operation in OPERATIONS:
            if operation in self.done:
                amount = self.done[operation]
                whole = Apply(operation, (whole,), () if amount is None else (amount,))
        return whole


def assembled(sentence: str, found: Sequence[Mention], target: Node) -> Equation:
    """What a sentence says that a gradient is.

    Args:
        sentence: the sentence, or the part of it on this gradient.
        found: what it mentions.
        target: the gradient.

    Raises:
        NotSaidError: it does not say it, or something in it may change what it says.
    """
    for one in found:
        if one.kind == "obstacle":
            raise NotSaidError(one.word.strip())
    channels = next((one for one in found if one.kind == "channels"), None)
    if channels and not (_EACH.search(sentence) and any(one.kind == "sum" for one in found)):
        raise NotSaidError(channels.word)
    ends, starts = [0, *(one.end for one in found)], [*(one.start for one in found), len(sentence)]
    for end, start in zip(ends, starts, strict=True):
        if word := unknown(sentence[end:start]):
            raise NotSaidError(word)
    operands = _operands(sentence, found, target)
    kinds = {one.kind for one in found}
    if "sum" in kinds:
        ahead = next((one.start for one in found if one.node == target), 0)
        if any(one.kind == "gradient" and one.start < ahead for one in found):
            raise NotSaidError("")
        if kinds & {"slid", "tconv"} or [one.node for one in operands] != [_output(operands)] or operands[0].done:
            raise NotSaidError("")
        return Equation((target, Apply("total", (operands[0].node,))))
    if len(operands) != 2 or target in [one.node for one in operands] or OUTPUT in [one.node for one in operands]:
        raise NotSaidError("")
    first, second = (one.whole() for one in operands)
    if "tconv" in kinds:
        stepped = any(one.kind == "beside" and "stride" in one.word.lower() for one in found)
        if "slid" in kinds or stepped or any(one.done for one in operands):
            raise NotSaidError("")
        return Equation((target, Apply("tconv", (first, second))))
    return Equation((target, _slid(first, second, found)))


def _output(operands: Iterable[Operand]) -> Node | None:
    return next((one.node for one in operands if isinstance(one.node, Partial) or one.node == Symbol("δ")), None)


def _slid(first: Node, second: Node, found: Sequence[Mention]) -> Node:
    slid = [one.word for one in found if one.kind == "slid"]
    correlates = {_CORRELATES.search(word) is not None for word in slid}
    if len(correlates) != 1:
        raise NotSaidError("")
    modes = [one.kind for one in found if one.kind in ("full", "valid")]
    if len(set(modes)) > 1:
        raise NotSaidError("")
    return Infix("⋆" if True in correlates else "∗", first, second, tuple(map(Symbol, modes[:1])))


_CORRELATES = regex(words.CORRELATES)
_EACH = regex(one_of("each"), re.IGNORECASE)
_ADJECTIVE = regex(
    r"(?:[\s*()°-]|180|\b(?:and|the|an?|its|then|und|die|den|der|et|le|la|y|el|e|o|degrees?|version|of|zeros?|between"
    r"|in|into|around|elements?|entries|values)\b|的|后的?|度|した|された|시킨|된|한)*",
    re.IGNORECASE,
)
"""Between what is done and the map behind it."""
_BEHIND = regex(
    r"(?:[\s*$,(]|\b(?:is|are|which|that|gets|being|first|by|ist|wird|est|es|é|must|be|to)\b|が|を|은|는|을|를|被)*",
    re.IGNORECASE,
)
"""Between a map and what is done to it."""

_IT = regex(r"\s+(?:it|this|them|ihn|sie|es)\b", re.IGNORECASE)


def _operands(sentence: str, found: Sequence[Mention], target: Node) -> list[Operand]:
    """The maps, each once, with all that is done to them."""
    written = {one.node for one in found if one.kind == "gradient" and one.node not in (target, UPSTREAM, None)}
    upstream = next(iter(written)) if len(written) == 1 else UPSTREAM  # ``the error δ`` is named once, or twice
    maps: dict[Node, Operand] = {}
    places: list[tuple[Mention, Operand]] = []
    for one in found:
        node = upstream if one.kind == "derivative" or one.node == UPSTREAM else one.node
        if one.kind in ("map", "gradient", "derivative") and node is not None and node != target:
            places.append((one, maps.setdefault(node, Operand(node))))
    last: tuple[Operand, str] | None = None
    for number, one in enumerate(found):
        if one.kind in OPERATIONS:
            goes_on = last and _BEHIND.fullmatch(sentence, found[number - 1].end, one.start)
            at_once = goes_on and found[number - 1].kind in (*OPERATIONS, "many")
            held = last[0] if last and at_once else _held(sentence, found, number, places)
            held.done[one.kind] = one.amount or held.done.get(one.kind)
            last = held, one.kind
        elif one.kind == "many":
            if last is None or last[1] not in ("pad", "dilate") or last[0].done[last[1]] is not None:
                raise NotSaidError(one.word)
            last[0].done[last[1]] = one_more(one.amount) if last[1] == "dilate" and one.amount else one.amount
    return list(maps.values())


def _held(sentence: str, found: Sequence[Mention], number: int, places: Sequence[tuple[Mention, Operand]]) -> Operand:
    """The map that something is done to: the one right before or right behind.

    Raises:
        NotSaidError: neither is.
    """
    done = found[number]
    before = [(one, operand) for one, operand in places if one.end <= done.start]
    behind = [(one, operand) for one, operand in places if one.start >= done.end]
    if before and (_BEHIND.fullmatch(sentence, before[-1][0].end, done.start) or _IT.match(sentence, done.end)):
        return before[-1][1]
    if behind:
        between = sentence[done.end : behind[0][0].start]
        for other in found[number + 1 :]:
            if other.start < behind[0][0].start and other.kind in OPERATIONS:
                between = between.replace(other.word, " ")
        if _ADJECTIVE.fullmatch(between):
            return behind[0][1]
    raise NotSaidError(done.word)
