"""The layer in numbers: every tensor as a filled grid, and lines of PyTorch that check it."""

from collections.abc import Iterator

from symconv.lesson import pictures
from symconv.lesson.blocks import Block, Code, Picture, side_by_side
from symconv.lesson.maps import WIDEST
from symconv.lesson.sliding import BESIDE
from symconv.lesson.story import Story
from symconv.lesson.values import Example
from symconv.spec import ConvSpec

KNOWN, FOUND = ("input", "weight", "grad_output"), ("output", "grad_weight", "grad_input")

MOST_TYPED = 92
"""Signs of a line of the program."""


def chapter(story: Story) -> Iterator[Block]:
    """The tensors in numbers; nothing where numbers are off, or the layer is too large to show whole."""
    example, spec = story.example, story.spec
    if example is None or max(spec.input_size) > WIDEST:
        return
    yield story.say.heading(2, "numbers.title")
    many = spec.in_channels > 1 or spec.out_channels > 1 or spec.batch > 1
    if many:
        yield story.say.told("numbers.grids")
    yield from _beside([pictures.tensors(story, names, numbers=True) for names in (KNOWN, FOUND)])
    typed = typed_in(example, spec)
    if typed:
        yield story.say.told("numbers.check")
        yield typed


def _beside(pair: list[Picture]) -> Iterator[Picture]:
    """What is known and what is found in one row, where there is room."""
    grids = [grid for picture in pair for grid in picture.grids]
    columns = sum(len(grid.matrix.rows[0]) for grid in grids)
    yield from [side_by_side(*grids)] if columns <= BESIDE else pair


def typed_in(example: Example, spec: ConvSpec) -> Code | None:
    """The example as a program; None for more axes than PyTorch has, or longer lines than one would type."""
    given = (
        ("x", "input", spec.input_shape),
        ("w", "weight", spec.weight_shape),
        ("up", "grad_output", spec.output_shape),
    )
    lines = [f"{name} = DoubleTensor({_nested(list(example.given[own]), shape)})" for name, own, shape in given]
    if len(spec.stride) > 3 or max(map(len, lines)) > MOST_TYPED:
        return None
    return Code(lines=(*_imported(spec), *lines, f"{_computed(spec)}; print(x.grad, w.grad)"))


def _imported(spec: ConvSpec) -> Iterator[str]:
    yield f"from torch import DoubleTensor, conv{len(spec.stride)}d"
    if _asymmetric(spec):
        yield "from torch.nn.functional import pad"


def _computed(spec: ConvSpec) -> str:
    """Forward and backward."""
    options: dict[str, tuple[int, ...] | int] = {
        "stride": spec.stride,
        "dilation": spec.dilation,
        "groups": spec.groups,
    }
    told = [f"{name}={_short(value)}" for name, value in options.items() if _short(value) != "1"]
    image = "x.requires_grad_()"
    if _asymmetric(spec):
        around = tuple(n for pair in reversed(spec.padding) for n in pair)
        image = f"pad({image}, {around})"
    elif any(map(any, spec.padding)):
        told.append(f"padding={_short(tuple(before for before, _ in spec.padding))}")
    return f"conv{len(spec.stride)}d({', '.join([image, 'w.requires_grad_()', *told])}).backward(up)"


def _asymmetric(spec: ConvSpec) -> bool:
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
