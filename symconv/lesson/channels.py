"""Channels: the filter as a table of small filters, read by rows going forward and by columns going back."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Grid, Picture, told
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Cell, Matrix, Node, Number, Symbol

MOST = 4
USUAL = (3, 2)
"""Output and input channels of the picture where the layer has one of each."""


def chapter(story: Story) -> Iterator[Block]:
    """The swap; nothing where there is one channel on both sides."""
    spec = story.spec
    if max(spec.in_channels, spec.out_channels) == 1:
        return
    yield story.say.heading(2, "channels.title")
    forward = story.say("channels.forward", x=story.paper.whole("input"), o=story.paper.whole("output"))
    apart = "" if str(forward[-1]).endswith("。") else " "
    yield told(*forward, apart, *story.say("channels.back", g=story.paper.whole("grad_input")))
    yield swap(story)
    yield story.say.told("channels.check", grouped=story.spec.groups > 1)


def swap(story: Story) -> Picture:
    """The table of filters with the row that makes an output, beside the column that makes a gradient."""
    return Picture(rows=((_table(story, "output"), _table(story, "grad_input")),))


def _table(story: Story, made: str) -> Grid:
    """The filters of the first group, what goes into one output channel, or into one gradient, marked."""
    spec, base = story.spec, story.paper.index_base
    outs, ins = spec.out_channels // spec.groups, spec.in_channels // spec.groups
    if max(spec.in_channels, spec.out_channels) == 1:
        outs, ins = USUAL
    back = made == "grad_input"

    def cell(out: int, inner: int) -> Cell:
        name: Node = Symbol(story.paper.names["weight"], (), (Number(out + base), Number(inner + base)))
        marked = inner == 0 if back else out == 0
        return Cell(Apply("flip", (name,)) if back and marked else name, look="met" if marked else "")

    rows = tuple(tuple(cell(out, inner) for inner in range(min(ins, MOST))) for out in range(min(outs, MOST)))
    key = "channels.column" if back else "channels.row"
    label = story.say(key, made=Symbol(story.paper.names["input" if back else "output"], (), (Number(base),)))
    return Grid(label=label, matrix=Matrix(rows), tensor="weight")
