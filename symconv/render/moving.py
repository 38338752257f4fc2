"""A figure that moves, for people whose slides live elsewhere: GIF, APNG or WebP, a frame for each place of the window.

Typst draws the frames with its own fonts, and Pillow puts them together; the same figure gives the same bytes.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from symconv.errors import InputError, MissingExtraError
from symconv.extras import installing
from symconv.lesson.blocks import Picture, Words
from symconv.lesson.slide import Frames
from symconv.render.figures import made
from symconv.render.markup import TYPST_MARKUP

PACE, REST = 700, 2500
"""Milliseconds that a frame is shown, and the last one."""

SHARP = 110
"""Pixels to an inch."""

COLOURS = 64
"""In all frames together."""

STEP = 4
"""Colours that are nearer than this are one."""

KINDS = {"gif": "GIF", "apng": "PNG", "webp": "WEBP"}
"""Format → Pillow's name of it."""


def moving(frames: Frames, template_dir: Path | None, *, format: str, language: str) -> bytes:  # noqa: A002
    """Every place of the window, or every picture, one after the other, in a loop.

    Raises:
        MissingExtraError: what draws or joins the frames is not installed.
        InputError: a template of the reader's own cannot be used.
    """
    pages = [page for picture, words in frames.pictures for page in _pages(picture, words)]
    source = TYPST_MARKUP.filled("figure", template_dir, language=language, pages=pages, made=made)
    return _joined(_drawn(source), KINDS[format])


def _pages(picture: Picture, words: Words) -> list[tuple[Picture, Words]]:
    return [(replace(picture, at=at), words) for at in range(len(picture.stops) or 1)]


def _drawn(source: str) -> list[bytes]:
    """The pages of a Typst document as PNG."""
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError(f"moving figures need Typst: {installing('images')}") from error
    with TemporaryDirectory() as empty:
        main = Path(empty) / "main.typ"
        main.write_text(source, encoding="utf-8")
        try:
            made: Any = typst.compile(main, root=main.parent, format="png", ppi=SHARP, ignore_system_fonts=True)
        except typst.TypstError as error:
            raise InputError(f"Typst: {error.message}") from error
    return made if isinstance(made, list) else [made]


def _joined(pages: list[bytes], kind: str) -> bytes:
    """Pages on one canvas, as one image that moves."""
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingExtraError(f"moving figures need Pillow: {installing('images')}") from error
    opened = [Image.open(BytesIO(page)).convert("RGB") for page in pages]
    size = max(one.width for one in opened), max(one.height for one in opened)
    shown = []
    for one in opened:
        canvas = Image.new("RGB", size, "white")
        canvas.paste(one, (0, 0))
        shown.append(canvas)
    colours, coarse = _palette(shown[-1]), Image.new("P", (1, 1))
    coarse.putpalette([part // STEP * STEP for part in colours])  # Pillow looks for the nearest in steps
    # With few colours, the same in all frames, only what changes is kept of each.
    shown = [one.quantize(palette=coarse, dither=Image.Dither.NONE) for one in shown]
    for one in shown:
        one.putpalette(colours)
    if kind == "WEBP":
        shown = [one.convert("RGB") for one in shown]
    times = [PACE] * (len(shown) - 1) + [REST]
    target = BytesIO()
    more: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {}
    shown[0].save(target, kind, save_all=True, append_images=shown[1:], duration=times, loop=0, **more)
    return target.getvalue()


def _palette(picture: Any) -> list[int]:
    """The colours of which there is most, none of them nearly another one."""
    apart: dict[tuple[int, ...], tuple[int, ...]] = {}
    for _, colour in sorted(picture.getcolors(picture.width * picture.height), reverse=True):
        apart.setdefault(tuple(part // STEP for part in colour), colour)
    return [part for colour in list(apart.values())[:COLOURS] for part in colour]
