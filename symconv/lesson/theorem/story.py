"""The theorem as a document: what is claimed of which layers, each derivation line by line, the closed forms."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Heading, Table, Words, displayed, told
from symconv.lesson.theorem import recipe
from symconv.lesson.theorem.stated import claimed, stated
from symconv.lesson.theorem.telling import Teller
from symconv.lesson.theorem.words import SAYINGS
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Equation, Node, Number, Partial, Symbol
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.layer import SIZES, OpenLayer
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.theorem import TEXTBOOK, Proven

JUDGED = {
    "proven": "The side conditions were proven for all integers by the solver z3.",
    "replayed": "The side conditions were replayed, without a solver, exactly on thousands of random integers: this "
    "finds mistakes and proves nothing.",
}


def theorem(found: Proven) -> Iterator[Block]:
    """The whole document."""
    write = Writing(axes=found.layer.axes)
    yield Heading(level=1, title="The gradients of a convolution, for every size")
    yield from _setting(found, write)
    teller = Teller(write)
    for statement in found.statements:
        yield from _statement(statement, teller)
        if statement.name == TEXTBOOK:
            yield from recipe.section(found, write)
    if found.phases:
        yield from closed_forms(found)
    yield Heading(level=2, title=f"What was {found.judge.word}")
    yield told(JUDGED[found.judge.word])
    yield _table(found)


def _setting(found: Proven, write: Writing) -> Iterator[Block]:
    layer = found.layer
    yield Heading(level=2, title="The layer")
    yield told(
        *("Input size ", Symbol("N"), ", kernel size ", Symbol("k"), ", stride ", Symbol("s"), ", dilation "),
        *(
            Symbol("d"),
            " and output size ",
            Symbol("M"),
            " are any whole numbers from 1 on for which the layer exists; ",
        ),
        *(
            "the paddings ",
            Symbol("p₋"),
            " and ",
            Symbol("p₊"),
            " are any whole numbers (a negative one cuts off), and ",
        ),
        *(Symbol("r"), " is the remainder:"),
    )
    general, one = OpenLayer(), Writing()
    tests = [test for test in general.given if test.kind == "equal" or test.left == general.size("r")[0]]
    yield displayed(*map(one.condition, tests))
    if layer.axes > 1:
        yield told(f"The same holds along each of {layer.axes} axes; a letter carries the number of its axis.")
    if any(_known(layer)):
        yield told("Numbers are put in: ", *_known(layer), ".")
    yield from _channels(layer, write)
    yield told(
        "The chain rule starts from what the outputs are made of. [c] is 1 where c holds and 0 elsewhere, so a sum "
        "with tests runs over what passes them. Entries may lie in any commutative ring."
    )


def _channels(layer: OpenLayer, write: Writing) -> Iterator[Block]:
    if layer.channels is not None:
        yield told(
            *("Upper indices name image and channel: image ", Symbol("z"), ", and in group ", Symbol("h"), " output "),
            *("channel ", Symbol("y"), " and input channel ", Symbol("v"), ", counted from 0 within the group, which "),
            *("has ", write.index(layer.channel("U")), " and ", write.index(layer.channel("V")), "."),
        )


def _known(layer: OpenLayer) -> Iterator[str | Node]:
    write = Writing(axes=layer.axes)
    pairs = [(name, axis) for name in SIZES for axis in range(layer.axes)]
    numbers = [(Letter(name, axis), layer.size(name)[axis].number) for name, axis in pairs]
    for position, (name, number) in enumerate((name, number) for name, number in numbers if number is not None):
        yield from ([", "] if position else [])
        yield Equation((write.letter(name), Number(number)))


def _statement(statement: Statement, teller: Teller) -> Iterator[Block]:
    saying = SAYINGS[statement.name]
    yield Heading(level=2, title=saying.title)
    yield told(*saying.words)
    yield from claimed(statement, teller.write)
    yield Heading(level=3, title="Derivation")
    yield from teller.derivation(statement, saying.title)


def closed_forms(found: Proven) -> Iterator[Block]:
    """The gradient of each phase written out, for every input size."""
    write = Writing(axes=found.layer.axes, entries=True)
    yield Heading(level=2, title="The closed form of each phase, for every input size")
    numbers = _known(found.phases[0].setting.layer)
    yield told("At ", *numbers, ", an entry of ", _upstream(), " beyond the ends counting as 0:")
    yield displayed(*(stated(statement, write) for statement in found.phases))


def _upstream() -> Node:
    return Partial(Symbol("L"), Symbol("O"))


def _table(found: Proven) -> Table:
    rows: list[tuple[Words, ...]] = []
    for statement, layers in zip((*found.statements, *found.phases), found.layers, strict=True):
        steps = statement.derivation.steps
        asked = sum(len(step.sides) for step in steps)
        rows.append(((statement.name,), (str(len(steps)),), (str(asked),), (found.judge.word,), (str(layers),)))
    header: tuple[Words, ...] = (("statement",), ("steps",), ("side conditions",), ("verdict",), ("random layers",))
    return Table(header=header, rows=tuple(rows))
