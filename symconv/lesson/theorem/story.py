"""The theorem as a document: what is claimed of which layers, each derivation line by line, the closed forms."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Paragraph, Table, Words, displayed
from symconv.lesson.theorem import recipe
from symconv.lesson.theorem.exchanged import exchanged
from symconv.lesson.theorem.stated import claimed, stated
from symconv.lesson.theorem.telling import Teller
from symconv.lesson.theorem.words import JUDGED, SAYINGS, UPSTREAM, judged
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation, Number, Symbol
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.layer import SIZES, OpenLayer
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.theorem import TEXTBOOK, Proven


def theorem(say: Wording, found: Proven, *, transposed: bool = False) -> Iterator[Block]:
    """The whole document; of a ``transposed`` layer it begins with what the convolution's theorem says of it."""
    write = Writing(axes=found.layer.axes)
    yield from exchanged(say, found) if transposed else (say.heading(1, "theorem.title"),)
    yield from _setting(say, found, write)
    teller = Teller(say, write)
    for statement in found.statements:
        yield from _statement(statement, teller)
        if statement.name == TEXTBOOK:
            yield from recipe.section(say, found, write)
    if found.phases:
        yield from closed_forms(say, found)
    yield say.heading(2, JUDGED[found.judge.word].title)
    yield say.told(JUDGED[found.judge.word].how, n=found.tried)
    yield say.told("theorem.covers", channels=found.layer.channels is not None)
    yield _table(say, found)


def _setting(say: Wording, found: Proven, write: Writing) -> Iterator[Block]:
    layer = found.layer
    yield say.heading(2, "theorem.layer.title")
    sizes = {letter: Symbol(letter) for letter in "NksdMr"} | {"before": Symbol("p₋"), "after": Symbol("p₊")}
    yield say.told("theorem.layer", **sizes)
    general, one = OpenLayer(), Writing()
    tests = [test for test in general.given if test.kind == "equal" or test.left == general.size("r")[0]]
    yield displayed(*map(one.condition, tests))
    if layer.axes > 1:
        yield say.told("theorem.axes", n=layer.axes)
    if _known(layer):
        yield say.told("theorem.numbers", numbers=say.series(_known(layer)))
    if layer.channels is not None:
        letters = {letter: Symbol(letter) for letter in "zhyv"} | {
            part: write.index(layer.channel(part)) for part in "UV"
        }
        yield say.told("theorem.channels", **letters)
    yield say.told("theorem.start", channels=layer.channels is not None)


def _known(layer: OpenLayer) -> list[Equation]:
    """The sizes that are numbers."""
    write = Writing(axes=layer.axes)
    pairs = [(name, axis) for name in SIZES for axis in range(layer.axes)]
    numbers = [(Letter(name, axis), layer.size(name)[axis].number) for name, axis in pairs]
    return [Equation((write.letter(name), Number(number))) for name, number in numbers if number is not None]


def _statement(statement: Statement, teller: Teller) -> Iterator[Block]:
    say, saying = teller.say, SAYINGS[statement.name]
    yield say.heading(2, saying.title)
    yield Paragraph(words=saying(say))
    yield from claimed(say, statement, teller.write)
    yield say.heading(3, "theorem.derivation.title")
    yield from teller.derivation(statement, say.plain(saying.title))


def closed_forms(say: Wording, found: Proven) -> Iterator[Block]:
    """The gradient of each phase written out, for every input size."""
    write = Writing(axes=found.layer.axes, entries=True)
    yield say.heading(2, "theorem.phases.title")
    numbers = _known(found.phases[0].setting.layer)
    yield say.told("theorem.phases", numbers=say.series(numbers), g=UPSTREAM)
    yield displayed(*(stated(statement, write) for statement in found.phases))


def _table(say: Wording, found: Proven) -> Table:
    rows: list[tuple[Words, ...]] = []
    for statement, layers in zip((*found.statements, *found.phases), found.layers, strict=True):
        steps = statement.derivation.steps
        asked = sum(len(step.sides) for step in steps)
        rows.append(
            ((statement.name,), (str(len(steps)),), (str(asked),), (judged(say, found.judge.word),), (str(layers),))
        )
    header = (
        say("theorem.statement"),
        say("theorem.steps"),
        say("theorem.sides"),
        say("proven.verdict"),
        say("theorem.layers"),
    )
    return Table(header=header, rows=tuple(rows))
