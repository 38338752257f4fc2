"""Side conditions of one statement: ``for s = 1``, in its own line, in the sentence before it, in the heading above."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from symconv.check.facts.introductions import Introduction, Introductions
from symconv.check.facts.phrases import FAR, behind, conditions, plain, trailing
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.statements import Statement
from symconv.errors import SpecError
from symconv.spec import ConvSpec

_EACH_AXIS = regex(
    r"\b(?:along|per|for|on|in)\s+(?:each|every|one|an|a\s+single)?\s*(?:axis|dimension|direction)\b"
    r"|\bone[- ]dimension|\b1-?D\b|\beach\s+(?:axis|dimension)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The layers that a statement is about.

    Attributes:
        sizes: ``stride``, ``padding``, ``dilation`` → the number that it must be.
        each_axis: whether it speaks of one axis at a time.
    """

    sizes: tuple[tuple[str, int], ...] = ()
    each_axis: bool = False

    def of(self, spec: ConvSpec) -> ConvSpec | None:
        """The layer with the sizes that are stated; None where there is no such layer."""
        sizes, axes = dict(self.sizes), len(spec.input_size)
        try:
            return replace(
                spec,
                stride=(sizes["stride"],) * axes if "stride" in sizes else spec.stride,
                dilation=(sizes["dilation"],) * axes if "dilation" in sizes else spec.dilation,
                padding=((sizes["padding"],) * 2,) * axes if "padding" in sizes else spec.padding,
            )
        except SpecError:
            return None

    @property
    def told(self) -> str:
        """``stride 1, padding 0``."""
        return ", ".join(f"{name} {number}" for name, number in self.sizes)


def conditions_of(found: Source, read: Iterable[Statement]) -> dict[int, Where]:
    """Offset of a statement → the layers that it is said to hold for."""
    known = list(read)
    told = Introductions(found, known)
    return {one.start: stated_where(found, one, told.before(found, one)) for one in known}


def stated_where(found: Source, statement: Statement, before: Introduction) -> Where:
    """What a statement is said to hold for: behind it, before it, or above it, the nearest first."""
    end = found.text.find("\n", statement.end)
    line = plain(found.text[statement.end : end if end >= 0 else len(found.text)][:FAR])
    own = trailing(statement.text)
    sizes = conditions(statement.text[own:] + line, starting=True) if own is not None else behind(line)
    above = conditions(before.heading, starting=True)
    inside = conditions(plain(statement.text), starting=True) if statement.worded else {}
    said = {**above, **conditions(before.sentence), **inside, **sizes}
    return Where(
        sizes=tuple(sorted((name, number) for name, number in said.items() if number or name == "padding")),
        each_axis=bool(_EACH_AXIS.search(before.paragraph) or _EACH_AXIS.search(before.heading)),
    )
