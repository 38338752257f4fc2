"""The layer in numbers: every tensor as a filled grid, and lines of PyTorch that check it."""

from collections.abc import Iterator
from textwrap import wrap

from symconv.folded import FoldedSpec
from symconv.lesson import pictures
from symconv.lesson.blocks import Block, Code, Picture, side_by_side
from symconv.lesson.maps import MOST_SLICES, WIDEST
from symconv.lesson.sliding import BESIDE
from symconv.lesson.story import Story
from symconv.lesson.values import Example
from symconv.transposed import Layer, TransposedSpec

KNOWN, FOUND = ("input", "weight", "grad_output"), ("output", "grad_weight", "grad_input")

MOST_TYPED = 92
"""Signs of a line of the program."""
MOST_LINES = 12
"""Lines of its numbers in a lesson of full length."""


def chapter(story: Story) -> Iterator[Block]:
    """The tensors in numbers; nothing where numbers are off, or the layer is too large to show whole."""
    example, spec = story.example, story.layer
    if example is None or max(*spec.input_size, *spec.output_size) > WIDEST:
        return
    yield story.say.heading(2, "numbers.title")
    yield from _grids(story)
    typed = typed_in(example, spec, wrapped=story.length == "full")
    if typed:
        yield story.say.told("numbers.check")
        yield typed


def _grids(story: Story) -> Iterator[Block]:
    """What is known and what is found; of many channels, if this is not to be long, the first and what they make."""
    layer, whole = story.layer, story.length == "full"
    slices = MOST_SLICES if whole else 1
    if layer.batch == 1 < max(layer.in_channels, layer.out_channels) and not whole:
        yield story.say.told("numbers.pair")
        yield pictures.tensors(story, (*KNOWN, "grad_weight"), numbers=True, slices=slices)
        return
    if max(layer.batch, layer.in_channels, layer.out_channels) > 1:
        yield story.say.told("numbers.grids")
    yield from _beside([pictures.tensors(story, names, numbers=True, slices=slices) for names in (KNOWN, FOUND)])


def _beside(pair: list[Picture]) -> Iterator[Picture]:
    """What is known and what is found in one row, where there is room."""
    grids = [grid for picture in pair for grid in picture.grids]
    columns = sum(len(grid.matrix.rows[0]) for grid in grids)
    yield from [side_by_side(*grids)] if columns <= BESIDE else pair


def typed_in(example: Example, spec: Layer, *, wrapped: bool = False) -> Code | None:
    """The example as a program; None for more axes than PyTorch has, or longer lines than one would type.

    Args:
        example: the numbers.
        spec: the layer.
        wrapped: whether arrays may go over several lines, to be copied.
    """
    given = (
        ("x", "input", spec.input_shape),
        ("w", "weight", spec.weight_shape),
        ("up", "grad_output", spec.output_shape),
    )
    lines = [line for name, own, shape in given for line in _assigned(name, list(example.given[own]), shape)]
    if len(spec.stride) > 3 or len(lines) > (MOST_LINES if wrapped else len(given)):
        return None
    return Code(lines=(*_imported(spec), *lines, *_ending(spec)))


def _ending(spec: Layer) -> list[str]:
    """Forward, backward and what is printed: one line, or where it is long, the call and the printing."""
    call, printing = _computed(spec), "print(x.grad, w.grad)"
    if len(line := f"{call}; {printing}") <= MOST_TYPED:
        return [line]
    return [*_broken(call), printing]


def _assigned(name: str, numbers: list[int], shape: tuple[int, ...]) -> list[str]:
    """An array as nested lists on one line, or row by row over several."""
    line = f"{name} = DoubleTensor({_nested(numbers, shape)})"
    if len(line) <= MOST_TYPED:
        return [line]
    whole = f"{name} = DoubleTensor([{', '.join(map(str, numbers))}]).view{shape}"
    return _broken(whole)


def _broken(statement: str) -> list[str]:
    """A statement over several lines; all its spaces stand in brackets, or around =."""
    return wrap(statement, MOST_TYPED, subsequent_indent="    ", break_long_words=False)


def _imported(spec: Layer) -> Iterator[str]:
    yield f"from torch import DoubleTensor, {_called(spec)}"
    if _padded_apart(spec):
        yield "from torch.nn.functional import pad"


def _computed(spec: Layer) -> str:
    """Forward and backward."""
    options: dict[str, tuple[int, ...] | int] = {
        "stride": spec.stride,
        "dilation": spec.dilation,
        "groups": spec.groups,
    }
    told = [f"{name}={_short(value)}" for name, value in options.items() if _short(value) != "1"]
    image, apart = "x.requires_grad_()", _padded_apart(spec)
    if any(map(any, spec.padding)) and not apart:
        told.append(f"padding={_short(tuple(before for before, _ in spec.padding))}")
    if isinstance(spec, TransposedSpec):
        if any(spec.output_padding) and not apart:
            told.append(f"output_padding={_short(spec.output_padding)}")
        made = f"{_called(spec)}({', '.join([image, 'w.requires_grad_()', *told])})"
        around = zip(spec.padding, spec.output_padding, strict=True)
        cut = [n for (before, after), extra in reversed(list(around)) for n in (-before, extra - after)]
        return f"pad({made}, {tuple(cut)}).backward(up)" if apart else f"{made}.backward(up)"
    if apart:
        mode = f", '{spec.padding_mode}'" if isinstance(spec, FoldedSpec) else ""
        image = f"pad({image}, {tuple(n for pair in reversed(spec.padding) for n in pair)}{mode})"
    return f"{_called(spec)}({', '.join([image, 'w.requires_grad_()', *told])}).backward(up)"


def _called(spec: Layer) -> str:
    """PyTorch's function."""
    return f"conv{'_transpose' if isinstance(spec, TransposedSpec) else ''}{len(spec.stride)}d"


def _padded_apart(spec: Layer) -> bool:
    """Whether PyTorch's function cannot pad so: zeros go around the input before, or the output is cut afterwards."""
    if isinstance(spec, TransposedSpec) and spec.exceeds_bound:
        return True
    if isinstance(spec, FoldedSpec):
        return any(map(any, spec.padding))
    return any(before != after for before, after in spec.padding)


def _short(sizes: tuple[int, ...] | int) -> str:
    """One size where all are equal."""
    return str(sizes[0] if isinstance(sizes, tuple) and len(set(sizes)) == 1 else sizes)


def _nested(numbers: list[int], shape: tuple[int, ...]) -> str:
    """Nested lists as they are typed."""
    if not shape:
        return str(numbers[0])
    step = len(numbers) // shape[0]
    return "[" + ",".join(_nested(numbers[at * step : (at + 1) * step], shape[1:]) for at in range(shape[0])) + "]"
