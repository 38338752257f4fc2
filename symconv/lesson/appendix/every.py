"""Every entry of every tensor, with its local derivatives, and the form that holds for every size."""

from collections.abc import Iterator

from symconv.lesson.appendix.local import local_derivatives, worked_entry
from symconv.lesson.appendix.verdicts import verdict
from symconv.lesson.asked import gradients
from symconv.lesson.blocks import Block, displayed
from symconv.lesson.entries import listed
from symconv.lesson.story import Story
from symconv.lesson.theorem.quoted import input_theorem, weight_theorem


def output(story: Story) -> Iterator[Block]:
    """The outputs."""
    yield story.say.heading(2, "every.output")
    yield from listed(story, "output", story.write.output_line)


def grad_weight(story: Story) -> Iterator[Block]:
    """∂L/∂F."""
    yield story.say.heading(2, "every.weight")
    yield displayed(*story.general.grad_weight())
    yield from local_derivatives(story, "weight")
    yield from worked_entry(story, "weight", story.busiest("weight"))
    yield from gradients(story, "weight")
    yield _proven(story, "grad_weight")
    yield from weight_theorem(story)


def grad_bias(story: Story) -> Iterator[Block]:
    """∂L/∂b."""
    yield story.say.heading(2, "every.bias")
    yield from gradients(story, "bias")
    yield verdict(story, "grad_bias", "textbook", story.say("bias.proven", g=story.paper.whole("grad_bias")))


def grad_input(story: Story) -> Iterator[Block]:
    """∂L/∂X."""
    yield story.say.heading(2, "every.input")
    yield story.say.told("input.sum")
    yield displayed(story.general.grad_input())
    yield from local_derivatives(story, "input")
    yield from worked_entry(story, "input", story.busiest("input"))
    yield from gradients(story, "input")
    yield _proven(story, "grad_input")
    yield from input_theorem(story)


def _proven(story: Story, claim: str) -> Block:
    return verdict(story, claim, "textbook", story.say("proven.convolution", g=story.paper.whole(claim)))
