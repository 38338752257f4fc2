"""What is told of values that have no story of their own: a layer, and a single proof."""

from collections.abc import Iterator

from symconv.lesson import pictures
from symconv.lesson.appendix.verdicts import table
from symconv.lesson.blocks import Block, Heading, Table, displayed
from symconv.lesson.derivation import title
from symconv.lesson.wording import Wording
from symconv.library.derivation import derive
from symconv.notation.paper import Paper
from symconv.proof.entrywise import Proof
from symconv.routes.contractions import contractions
from symconv.spec import ConvSpec
from symconv.transposed import Layer

DRAWN = 5_000
"""Most products of a layer that is drawn: to show a value must not take long."""


def layer(say: Wording, spec: Layer) -> Iterator[Block]:
    """The layer in a line, its tensors with their sizes, and, where it is small, the tensors and the sum of outputs."""
    paper = Paper(spec=spec)
    yield Heading(level=3, title=title(say, spec))
    sizes = {
        "input": (spec.batch_size, spec.in_channels, *spec.input_size),
        "weight": spec.weight_shape,
        "output": (spec.batch_size, spec.out_channels, *spec.output_size),
    }
    shapes = ("×".join("?" if n is None else str(n) for n in shape) for shape in sizes.values())
    yield Table(header=tuple((paper.whole(name),) for name in sizes), rows=(tuple((shape,) for shape in shapes),))
    if spec.batch_size is not None and spec.most_terms <= DRAWN:
        story = derive(spec).story(language=say.language)
        yield pictures.tensors(story, tuple(sizes), slices=1)
        yield displayed(story.general.output())


def proof(say: Wording, proven: Proof) -> Iterator[Block]:
    """The verdict as a row, and where the route differs."""
    paper = _paper(proven.shape)
    yield table(paper, (proven,))
    if not proven.holds:
        first = paper.entry(contractions(paper.spec)[proven.claim].shape_of, proven.differences[0].index)
        yield say.told(
            "verdicts.differs",
            claim=paper.whole(proven.claim),
            route=proven.route,
            wrong=len(proven.differences),
            n=proven.entries,
            first=first,
        )


def _paper(shape: tuple[int, ...]) -> Paper:
    """How entries are named in a tensor of such a shape: a proof does not know its layer."""
    channels = 2 if max(shape[:2], default=1) > 1 and len(shape) > 2 else 1
    kernel = (1,) * max(len(shape) - 2, 1)
    spec = ConvSpec.of(kernel_size=kernel, in_channels=channels, out_channels=channels, batch_size=channels)
    return Paper(spec=spec)
