"""What Explore shows at one place of the window, as a figure for a paper or another page."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

from symconv.errors import InputError
from symconv.lesson.slide import Frames
from symconv.page.exploring import MOST_PAIRS, MOST_TERMS, WIDEST, walked, wanted
from symconv.page.layers import Numbered
from symconv.page.request import Request
from symconv.render.figures import svg, tikz
from symconv.render.lines import aligned
from symconv.sizes import shown

FORMATS = ("svg", "tikz", "latex")
TITLES = {"output": "forward", "grad_input": "slide", "grad_weight": "filter"}
"""What is made → the name of the figure that makes it."""
MOST_STOPS = 10_000


def figure(request: Request) -> dict[str, Any]:
    """One slide with its window at one place.

    Request: as for ``explore``; ``what`` of ``output, grad_input, grad_weight``; ``stop``, the place of the window,
    counted from 0; ``format``, ``svg`` or ``tikz``, or ``latex`` for what is made there as a formula. Answer:
    ``base64``, the file.

    Raises:
        SpecError: there is no such layer, or it is too large.
        InputError: something else cannot be used.
    """
    what, format_ = wanted(request)[0], request.text("format", default="svg")
    if format_ not in FORMATS:
        raise InputError(f"format must be one of {', '.join(FORMATS)}, got {shown(format_)}")
    story = Numbered.asked(request, MOST_TERMS).story
    picture = walked(story, what, request)[0].picture(most=MOST_PAIRS, widest=WIDEST)
    stop = min(request.number("stop", 0, MOST_STOPS, 0), max(len(picture.stops) - 1, 0))
    frames = Frames(pictures=((replace(picture, at=stop), ()),))
    language = story.say.language
    if format_ == "latex":
        drawn = aligned(picture.stops[stop].formulas) if picture.stops else ""
    elif format_ == "tikz":
        drawn = tikz(frames, None, language=language)
    else:
        drawn = svg(frames, None, name=TITLES[what], language=language, theme="light", style="", animate=False)
    return {"base64": b64encode(drawn.encode()).decode("ascii")}
