"""The line, not shown, that tells a checker which layer a document is on, whatever its language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from symconv.pooled import PooledSpec
from symconv.practice import exercises, pooled
from symconv.render.documents import Document
from symconv.spec import ConvSpec
from symconv.stack import Stack
from symconv.transposed import Layer

if TYPE_CHECKING:
    from symconv.lesson.slide import Slide

REMARKS = {"markdown": "<!-- {} -->\n\n", "latex": "% {}\n", "html": "<!-- {} -->\n", "typst": "// {}\n"}
"""Format → how it writes such a line."""

FRONT = re.compile(r"\A---\n.*?\n---\n\n", re.DOTALL)
"""What Markdown for pandoc begins with."""


def line(spec: Layer | PooledSpec | Stack, index_base: int) -> str:
    """``symconv: input=5x5 kernel=3x3 stride=2x2 index_base=0``; of several layers how many there are."""
    if isinstance(spec, Stack):
        return f"symconv: layers={len(spec.layers)} index_base={index_base}"
    if isinstance(spec, PooledSpec):
        return pooled.header(spec, index_base)
    return exercises.header(spec, index_base)


def marked(
    document: Document,
    format: str,  # noqa: A002 - the option's name
    spec: Layer | PooledSpec | Stack,
    index_base: int,
) -> Document:
    """A document with the line above it; one of bytes, or of a format without remarks, as it is.

    Text shows it as its last line, where the layer is another than the convolution of one channel that a title tells.
    """
    if not isinstance(document, str):
        return document
    header = line(spec, index_base)
    if format == "text":
        return document if _is_plain(spec) else f"{document.rstrip()}\n\n{header}\n"
    remark = REMARKS.get(format, "").format(header)
    front = FRONT.match(document)
    start = front.end() if front else 0
    return f"{document[:start]}{remark}{document[start:]}"


def _is_plain(spec: Layer | PooledSpec | Stack) -> bool:
    return isinstance(spec, ConvSpec) and (spec.in_channels, spec.out_channels, spec.groups, spec.batch) == (1, 1, 1, 1)


def marked_slides(slides: "Iterable[Slide]", own: str, others: Mapping[str, str]) -> "Iterator[Slide]":
    """Slides with the line where the layer is another than before: ``own``, or by section one of the ``others``."""
    before = ""
    for slide in slides:
        header = others.get(slide.section, own)
        yield replace(slide, header=header if header != before else "")
        before = header
