"""What a deck is made of: slides, and the kinds of block that only a deck shows.

On the wall a slide is revealed in steps. Every formula of a ``Display`` is a step, every picture of ``Frames``, every
key stop of a ``Picture`` whose window moves, and the answer of a ``Question``; other blocks stand there from the start.
A handout shows the final state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from symconv.lesson.blocks import Block, Picture, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Pictures that follow each other in one place, each with the words that belong to it."""

    pictures: tuple[tuple[Picture, Words], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with choices; ``answer`` is the place of the right one, ``because`` says why."""

    asked: Words
    choices: tuple[Words, ...]
    answer: int
    because: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the colours mean: names of ``render/palette.py``, each with its words, explained once in a deck."""

    meanings: tuple[tuple[str, Words], ...]


Shown = Block | Frames | Question | Legend


SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "opening": "section.opening",
        "warm-up": "section.warm-up",
        "layer": "section.layer",
        "question": "section.question",
        "recipe": "section.recipe",
        "filter": "section.filter",
        "channels": "section.channels",
        "numbers": "section.numbers",
        "pooling": "section.pooling",
        "upsample": "section.upsample",
        "theorem": "section.theorem",
        "takeaways": "section.takeaways",
        "quiz": "section.quiz",
    }
)
"""Section of a deck → the key of its name on a slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One idea.

    Attributes:
        section: the part of the deck it belongs to, as ``--only`` and ``--skip`` name it.
        title: its title.
        blocks: what stands on it.
        notes: what the lecturer says.
        header: the line, not shown, that tells a checker the layer from here on; empty where that is the one before.
    """

    section: str
    title: str
    blocks: tuple[Shown, ...]
    notes: tuple[Words, ...] = ()
    header: str = ""
