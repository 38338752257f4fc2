"""The theorem as a derivation of one layer quotes it: the form for every size, with its conditions."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, displayed
from symconv.lesson.story import Story
from symconv.lesson.theorem.written import Writing
from symconv.lesson.wording import Wording
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
    left = Entry("∂x", setting.layer.along("i"))
    yield from _quoted(story.say, write, (left, turned_over_padded(setting), arrays))
    zeros = {"before": write.index(before), "after": write.index(after)}
    yield story.say.told("theorem.unconditional", padded=True, **zeros)


def weight_theorem(story: Story) -> Iterator[Block]:
    """∂L/∂F for every size."""
    setting = Setting(OpenLayer())
    left, arrays = Entry("∂f", setting.layer.along("a")), (setting.dilated, setting.padded_input)
    write = Writing(names=story.paper.names)
    yield from _quoted(story.say, write, (left, dilated_over_padded(setting, setting.dilated_size), arrays))
    yield story.say.told("theorem.unconditional", padded=False)


def _quoted(say: Wording, write: Writing, form: Form) -> Iterator[Block]:
    left, term, arrays = form
    sizes = {letter: Symbol(letter) for letter in "NksdMr"} | {"before": Symbol("p₋"), "after": Symbol("p₊")}
    yield say.told("theorem.quoted", one=Number(1), zero=Number(0), **sizes)
    lines = [(write.entry(left), write.term(term))]
    lines += [(write.entry(array.entry), write.term(array.term)) for array in arrays]
    yield displayed(*map(Equation, lines))
