"""The theorem of a transposed layer: a convolution's, with input and output in each other's place."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Paragraph, displayed
from symconv.lesson.theorem.stated import definitions, stated
from symconv.lesson.theorem.trilinear import form
from symconv.lesson.theorem.words import SAYINGS
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
from symconv.notation.tree import Equation, Node, Partial, Symbol
from symconv.proof.theorem.theorem import Proven

LOSS, X, O = map(Symbol, "LXO")  # noqa: E741 - the output's name on paper


def exchanged(say: Wording, found: Proven) -> Iterator[Block]:
    """``T(X, F, G)`` read the other way, and what each statement then says; the convolution's theorem follows."""
    names: dict[str, Node] = {"x": X, "d": Partial(LOSS, O), "gx": Partial(LOSS, X)}
    yield say.heading(1, "theorem.transposed.title")
    yield say.heading(2, "theorem.transposed.form")
    yield Paragraph(words=say("slides.form"))
    yield displayed(form())
    sizes: dict[str, Node] = {letter: Symbol(letter) for letter in "NMrs"}
    yield say.told("theorem.transposed.why", c=Symbol("C"), gf=Partial(LOSS, Symbol("F")), **names, **sizes)
    yield say.told("theorem.transposed.letters", o=O, **names)
    write = Writing(axes=found.layer.axes, transposed=True)
    told: set[Equation] = set()
    for statement in found.statements:
        if statement.left is None:
            continue
        formulas = (stated(statement, write), *(each for each in definitions(statement, write) if each not in told))
        told.update(formulas)
        yield Paragraph(words=say("theorem.transposed.said", title=say.plain(SAYINGS[statement.name].title)))
        yield displayed(*formulas)
    yield say.heading(2, "theorem.title")
