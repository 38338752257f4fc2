"""A Jupyter notebook: the derivation in Markdown cells, and NumPy cells that check it when they are run.

The format is nbformat 4.5 (https://nbformat.readthedocs.io); it is JSON, so nothing but the cells' texts is ours.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from symconv.lesson.blocks import Block, Heading
from symconv.lesson.wording import Wording
from symconv.render.markup import MARKDOWN, Markup
from symconv.spec import ConvSpec

CODE = Markup(folder="notebook", ending="py", escape=str, inline=lambda node, hand: hand(node))
PARTS = (
    ("forward", "notebook.forward"),
    ("gradients", "notebook.gradients"),
    ("check", "notebook.check"),
)
"""Code cells in their order, with the key of what is said before each."""


def notebook(blocks: Iterable[Block], spec: ConvSpec, template_dir: Path | None = None, *, language: str = "en") -> str:
    """The story of a layer as a notebook; its code is in English.

    Raises:
        InputError: a template of the reader's own cannot be used.
    """
    say, markdown = Wording(language), MARKDOWN["jupyter"]
    told = (*_chapters(blocks), (say.heading(2, "notebook.title"),))
    cells = [_cell("markdown", markdown.document(part, template_dir, language=language)) for part in told]
    for name, said in PARTS:
        cells.append(_cell("markdown", markdown.document((say.told(said),), template_dir, language=language)))
        cells.append(_cell("code", CODE.filled(name, template_dir, **_numbers(spec))))
    for number, cell in enumerate(cells):
        cell["id"] = f"{number}-{hashlib.sha256(''.join(cell['source']).encode()).hexdigest()[:8]}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _chapters(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks, a list for each chapter."""
    chapter: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2 and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    yield chapter


def _cell(kind: str, text: str) -> dict[str, Any]:
    """A cell whose source is kept line by line, as nbformat does."""
    ran: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text.strip("\n").splitlines(keepends=True), **ran}


def _numbers(spec: ConvSpec) -> dict[str, Any]:
    shapes = {"input_shape": spec.input_shape, "weight_shape": spec.weight_shape, "output_shape": spec.output_shape}
    return {"stride": spec.stride, "dilation": spec.dilation, "padding": spec.padding, "groups": spec.groups, **shapes}
