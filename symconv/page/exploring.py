"""Explore: a layer as three slides, forward, back to the input and back to the filter, drawn once and walked freely."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from symconv.algebra.tensors import Index
from symconv.errors import InputError, SpecError
from symconv.lesson import operations, pictures
from symconv.lesson.blocks import Grid, Picture
from symconv.lesson.layer import layer_told
from symconv.lesson.meetings import meetings
from symconv.lesson.sliding import Sliding
from symconv.lesson.story import Story
from symconv.notation.tree import Cell, Matrix, Node
from symconv.page.drawn import Drawing
from symconv.page.layers import Numbered
from symconv.page.request import Request
from symconv.practice.exercises import header
from symconv.sizes import shown
from symconv.transposed import Layer, TransposedSpec

MOST_TERMS = 6_000
"""Products of a layer that is walked entry by entry."""
MOST_STOPS = 400
"""Places that the window of a slide takes."""
WIDEST = 26
"""Places along an axis of what is slid over; of a longer map a part is shown."""
MOST_PAIRS = 4
"""Channels or slices that are drawn beside each other."""

Slide = tuple[Callable[[Story, Index], Sliding], Callable[[Story], Node]]

SLIDES: Mapping[bool, Mapping[str, Slide]] = MappingProxyType(
    {
        False: {
            "output": (pictures.forward, operations.forward),
            "grad_input": (pictures.backward, operations.backward),
            "grad_weight": (pictures.to_filter, operations.to_filter),
        },
        True: {
            "output": (pictures.backward, operations.backward),
            "grad_input": (pictures.forward, operations.forward),
            "grad_weight": (pictures.to_filter, operations.to_filter),
        },
    }
)
"""Whether a layer is transposed → what is made → the slide that makes it, and the same in one formula."""


def explore(request: Request) -> dict[str, Any]:
    """The three slides of a layer in symbols and numbers.

    Request: ``layer``, ``values``, ``edits``, ``base``, ``language``, and ``at``: of ``output``, ``grad_input`` and
    ``grad_weight`` the image and channel (of a volume the slice, too) that are shown; ``what``, the only one of these
    that is to be drawn.

    Answer: ``told``, ``layer``, ``header``, ``command``; ``slides`` with their pictures; ``entries`` by key;
    ``meetings``, names of an output, an input and a filter entry that stand in one product; ``proven``, how many
    routes agree with the chain rule.

    Raises:
        SpecError: there is no such layer, or it is too large to be walked.
        InputError: something else cannot be used.
    """
    layer = Numbered.asked(request, MOST_TERMS)
    drawing = Drawing(layer=layer)
    spec = layer.story.layer
    slides = [_slide(drawing, what, request) for what in wanted(request)]
    return {
        "told": layer_told(layer.story.say, spec),
        "layer": spec.to_json(),
        "shapes": {**layer.derivation.gradients.alphabet.shapes},
        "header": header(spec, layer.story.paper.index_base),
        "command": command(spec),
        "slides": slides,
        "entries": drawing.entries,
        "meetings": drawing.meetings(meetings(layer.story.write)),
        "proven": len(layer.derivation.proofs),
    }


def wanted(request: Request) -> tuple[str, ...]:
    """What is to be made: the one that is named, or all.

    Raises:
        InputError: there is no such slide.
    """
    what, known = request.text("what"), tuple(SLIDES[False])
    if what and what not in known:
        raise InputError(f"what must be one of {', '.join(known)}, got {shown(what)}")
    return (what,) if what else known


def walked(story: Story, what: str, request: Request) -> tuple[Sliding, Index]:
    """The slide that makes ``what`` at the place that is asked for, and the entry it is worked at."""
    shape = story.write.found.alphabet.shapes[what.removeprefix("grad_")]
    worked = request.index(what, shape) or story.busiest(what.removeprefix("grad_"))
    sliding = SLIDES[isinstance(story.layer, TransposedSpec)][what][0](story, worked)
    return sliding, worked


def _slide(drawing: Drawing, what: str, request: Request) -> dict[str, Any]:
    story = drawing.layer.story
    in_numbers, worked = walked(story, what, request)
    in_symbols, _ = walked(replace(story, example=None), what, request)
    sliding = replace(in_symbols, formulas=in_numbers.formulas)
    picture = sliding.picture(most=MOST_PAIRS, widest=WIDEST)
    if len(picture.stops) > MOST_STOPS:
        message = f"the window would stop {len(picture.stops)} times, more than {MOST_STOPS}: take a smaller layer"
        raise SpecError(message, parameter="input_size", got=story.layer.input_size)
    shape = story.write.found.alphabet.shapes[what.removeprefix("grad_")]
    if what == "output" and story.layer.bias:
        picture = _with_bias(picture, story, worked[1])
    return {
        "what": what,
        "title": drawing.math(SLIDES[isinstance(story.layer, TransposedSpec)][what][1](story)),
        "rule": drawing.formulas((_general(story, what),)),
        "choices": list(_choices(what, shape, worked)),
        "left_out": sliding.left_out(MOST_PAIRS),
        **drawing.picture(picture),
    }


def _with_bias(picture: Picture, story: Story, channel: int) -> Picture:
    """The picture with what is added to every output of a channel, before the result."""
    cell = Cell(story.paper.entry("bias", (channel,)))
    added = Grid(label=(story.paper.whole("bias"),), matrix=Matrix(((cell,),)), tensor="bias", sign="+")
    first, *rest = picture.rows
    return replace(picture, rows=((*first[:-1], added, first[-1]), *rest))


def _general(story: Story, what: str) -> Node:
    """The sum that makes every entry."""
    general = story.general
    if what == "output":
        return general.output()
    return general.grad_input() if what == "grad_input" else general.grad_weight()[1]


def _choices(what: str, shape: Index, worked: Index) -> Iterator[dict[str, Any]]:
    """The axes of which one place is shown: image or output channel, channel, slices of a volume."""
    first = "filter" if what == "grad_weight" else "image"
    names = (first, "channel", *("slice" for _ in shape[4:]))
    for axis, name in enumerate(names):
        if shape[axis] > 1:
            yield {"axis": axis, "name": name, "count": shape[axis], "at": worked[axis]}


def command(spec: Layer) -> str:
    """``symconv derive -n 5x5 -k 3x3 -s 2x2``: the command line that derives the layer."""
    sizes = {"-n": spec.input_size, "-k": spec.kernel_size, "-s": spec.stride}
    words = ["symconv derive", *(["--transposed"] if isinstance(spec, TransposedSpec) else [])]
    words += [f"{flag} {'x'.join(map(str, size))}" for flag, size in sizes.items()]
    if any(map(any, spec.padding)):
        words.append(f"-p {'x'.join(f'{before}:{after}' for before, after in spec.padding)}")
    if max(spec.dilation) > 1:
        words.append(f"-d {'x'.join(map(str, spec.dilation))}")
    if isinstance(spec, TransposedSpec) and any(spec.output_padding):
        words.append(f"--output-padding {'x'.join(map(str, spec.output_padding))}")
    counts = ("in_channels", "out_channels", "groups", "batch_size")
    words += [f"--{name.replace('_', '-')} {getattr(spec, name)}" for name in counts if getattr(spec, name) > 1]
    return " ".join([*words, *(["--bias"] if spec.bias else [])])
