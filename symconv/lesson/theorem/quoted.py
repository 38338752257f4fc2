"""The theorem as a derivation of one layer quotes it: the form for every size, with its conditions."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, displayed
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
    left = Entry("∂x", setting.layer.along("i"))
    yield from _quoted(story, setting, (left, turned_over_padded(setting), arrays), padded=True)


def weight_theorem(story: Story) -> Iterator[Block]:
    """∂L/∂F for every size."""
    setting = Setting(OpenLayer())
    left, arrays = Entry("∂f", setting.layer.along("a")), (setting.dilated, setting.padded_input)
    yield from _quoted(story, setting, (left, dilated_over_padded(setting, setting.dilated_size), arrays), padded=False)


def _quoted(story: Story, setting: Setting, form: Form, *, padded: bool) -> Iterator[Block]:
    """The form with what it names; ``padded``: whether there are zeros around D."""
    say, write = story.say, Writing(names=story.paper.names)
    left, term, arrays = form
    sizes = {letter: Symbol(letter) for letter in "NksdMr"} | {"before": Symbol("p₋"), "after": Symbol("p₊")}
    yield say.told("theorem.quoted", one=Number(1), zero=Number(0), **sizes)
    lines = [(write.entry(left), write.term(term))]
    lines += [(write.entry(array.entry), write.term(array.term)) for array in arrays]
    yield displayed(*map(Equation, lines))
    before, after = (write.index(pads[0]) for pads in (setting.before, setting.after))
    yield say.told("theorem.unconditional", padded=padded, before=before, after=after)
