"""The last chapter: three sentences, and what they rest on."""

from collections.abc import Iterator

from symconv.lesson.blocks import Block, Bullets, Paragraph, Words
from symconv.lesson.layer import each
from symconv.lesson.story import Story


def chapter(story: Story) -> Iterator[Block]:
    """What to remember."""
    yield story.say.heading(2, "remember.title")
    yield Bullets(items=tuple(sentences(story)))
    if story.strided and "input" in story.wrt:
        yield derived(story)
    yield proven(story)


def derived(story: Story) -> Paragraph:
    """What goes back to the input, as a layer of its own: a transposed convolution."""
    remainders = tuple(axis.remainder for axis in story.spec.axes)
    return story.say.told(
        "transposed.derived",
        d=story.paper.whole("grad_output"),
        gx=story.paper.whole("grad_input"),
        remains=any(remainders),
        r=each(remainders),
    )


def sentences(story: Story) -> Iterator[Words]:
    """What meets what, where the zeros come from, what is flipped."""
    say = story.say
    yield say("remember.relation", relation=say.series(list(story.general.relation)))
    yield say("remember.zeros") if story.strided else say("remember.dense")
    yield say("remember.flip", gx=story.paper.whole("grad_input"), gf=story.paper.whole("grad_weight"))


def proven(story: Story) -> Paragraph:
    """How many entries of the gradients, and of a transposed layer's output, were proven, by how many programs."""
    told = {f"grad_{name}" for name in story.wrt} | ({"output"} if story.layer.slots[0] == "output" else set())
    proofs = [proof for proof in story.proofs if proof.claim in told and proof.holds]
    entries = sum({proof.claim: proof.entries for proof in proofs}.values())
    return story.say.told("lesson.proven", n=entries, programs=len(proofs))
