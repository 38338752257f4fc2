"""Stretches of a text, each about one layer, and what they tell of it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from symconv.check.told import Spec, spec_of
from symconv.errors import SymconvError

LAYER = ("input_size", "kernel_size")
STEPS = ("stride", "padding", "dilation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text about one layer.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        options: what it declares of its layer.
        headed: whether a header line declares it.
        base: the index base that it tells.
        text: what stands there.
        sentences: each with its offset, with the formulas in it blanked.
        said: option, or ``index_base`` → offset of the sentence that says so.
        given: options that a reading tells otherwise than the text; they are firm.
        star: what ``∗`` does, where a reading tells it of this part.
    """

    start: int
    end: int = 0
    options: Mapping[str, Any]
    headed: bool = False
    base: int | None = None
    text: str = ""
    sentences: tuple[tuple[int, str], ...] = ()
    said: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    star: str | None = None

    @property
    def spoken(self) -> str:
        """Its sentences, a line each."""
        return "\n".join(sentence for _, sentence in self.sentences)

    @property
    def layer(self) -> Mapping[str, Any]:
        """All that is known of its layer."""
        return {**self.options, **self.given}


WHOLE = Part(start=0, options={})
"""A text that declares nothing."""


def tiled(parts: Sequence[Part], text: str, sentences: Sequence[tuple[int, str]]) -> tuple[Part, ...]:
    """Parts that reach to the next one each, with what stands there and what is said there, sentence by sentence."""
    ends = [*(part.start for part in parts[1:]), len(text)]
    return tuple(
        replace(
            one,
            end=end,
            text=text[one.start : end],
            sentences=tuple(said for said in sentences if one.start <= said[0] < end),
        )
        for one, end in zip(parts, ends, strict=True)
    )


def layer_of(options: Mapping[str, Any]) -> Spec | None:
    """The layer, where it is declared whole."""
    if not set(LAYER) <= set(options):
        return None
    with suppress(SymconvError):
        return spec_of(options)
    return None
