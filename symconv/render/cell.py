"""A story as the output of a cell: a part of somebody else's page, whose looks stay inside."""

from collections.abc import Iterable

from symconv.lesson.blocks import Block
from symconv.render.markup import kind
from symconv.render.page import HTML


def told_cell(blocks: Iterable[Block], *, language: str = "en") -> str:
    """The story as one element, without a head, contents or scripts.

    Args:
        blocks: the story.
        language: of the words that the format adds.
    """
    return HTML.filled("cell", None, language=language, blocks=[(kind(block), block) for block in blocks])
