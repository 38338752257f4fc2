"""The theorem as a derivation of one layer quotes it: the form for every size, with its conditions."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Words, displayed, told
from symconv.lesson.story import Story
from symconv.lesson.theorem.written import Writing
from symconv.notation.tree import Equation, Number, Symbol
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.forms import dilated_over_padded, turned_over_padded
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.setting import Setting
from symconv.proof.theorem.terms import Entry, Term

Form = tuple[Entry, Term, tuple[Definition, ...]]


def input_theorem(story: Story) -> Iterator[Block]:
    """∂L/∂X for every size."""
    setting = Setting(OpenLayer())
    arrays = (setting.dilated, setting.padded, setting.turned)
    write = Writing(names=story.paper.names)
    (before,), (after,) = setting.before, setting.after
    zeros: Words = (" The zeros around D: ", write.index(before), " before it and ", write.index(after), " after it; ")
    left = Entry("∂x", setting.layer.along("i"))
    yield from _quoted(
        write, (left, turned_over_padded(setting), arrays), (*zeros, "a negative number cuts entries off.")
    )


def weight_theorem(story: Story) -> Iterator[Block]:
    """∂L/∂F for every size."""
    setting = Setting(OpenLayer())
    left, arrays = Entry("∂f", setting.layer.along("a")), (setting.dilated, setting.padded_input)
    write = Writing(names=story.paper.names)
    yield from _quoted(write, (left, dilated_over_padded(setting, setting.dilated_size), arrays))


def _quoted(write: Writing, form: Form, more: Words = ()) -> Iterator[Block]:
    left, term, arrays = form
    yield told(
        *("For every size, along each axis: let an input of ", Symbol("N"), " entries, paddings ", Symbol("p₋")),
        *(" and ", Symbol("p₊"), ", and ", Symbol("k"), ", ", Symbol("s"), " and ", Symbol("d"), " of at least "),
        *(
            Number(1),
            " leave ",
            Symbol("M"),
            " outputs and a remainder ",
            Symbol("r"),
            ". Counted from 0, where [c] is ",
        ),
        *(Number(1), " if c holds and ", Number(0), " if not,"),
    )
    lines = [(write.entry(left), write.term(term))]
    lines += [(write.entry(array.entry), write.term(array.term)) for array in arrays]
    yield displayed(*map(Equation, lines))
    yield told("No other condition is needed; “symconv prove --all-sizes” prints the derivation.", *more)
