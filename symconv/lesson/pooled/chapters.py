"""The story of a pooling, chapter by chapter, in three lengths."""

from collections.abc import Iterator

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Bullets, Heading, Paragraph, VerdictRow, VerdictTable, Words, displayed
from symconv.lesson.layer import by, each, layer_told
from symconv.lesson.pooled import general, pictures
from symconv.lesson.pooled.special import listed
from symconv.lesson.pooled.story import PooledStory
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.pooled import PooledSpec
from symconv.proof.entrywise import Proof


def told(story: PooledStory) -> Iterator[Block]:
    """One page, the lesson, or the lesson with every entry asked for and the table of verdicts."""
    yield Heading(level=1, title=story.title or title(story.say, story.spec), author=story.author)
    yield from question(story)
    yield from forward(story)
    yield from back(story)
    if story.length != "brief":
        yield from convolution(story)
    if story.length == "full" or story.entries.everything or story.entries.wanted:
        yield story.say.heading(2, "pool.entries.title")
        yield displayed(*map(story.gradient_line, story.chosen()))
    yield story.say.heading(2, "remember.title")
    yield Bullets(items=tuple(remembered(story)))
    yield proven(story)
    if story.length == "full":
        yield story.say.heading(2, "proven.title")
        yield table(story.paper, story.proofs, story.share_told())


def title(say: Wording, spec: PooledSpec) -> str:
    """``Max pooling and its gradient: input 4×4, kernel 2×2, stride 2``."""
    return say.plain("pool.title", max=spec.pool == "max", layer=layer_told(say, spec))


def question(story: PooledStory) -> Iterator[Block]:
    """The question, the layer, and what is special about it."""
    say, spec, paper = story.say, story.spec, story.paper
    yield say.heading(2, "lesson.question.title")
    yield say.told("pool.question.max" if story.largest else "pool.question.average")
    yield say.told(
        "pool.layer",
        X=paper.whole("input"),
        n=by(spec.input_size),
        O=paper.whole("output"),
        m=by(spec.output_size),
        k=by(spec.kernel_size),
        even=spec.even,
        s=each(spec.form.stride),
        d=paper.whole("grad_output"),
        given=paper.derivative("grad_output"),
        gx=paper.whole("grad_input"),
    )
    yield from listed(say, spec)


def forward(story: PooledStory) -> Iterator[Block]:
    """The sum, or the largest, of each window; one of them worked out."""
    worked = story.busiest("output")
    yield story.say.heading(2, "pool.forward.title")
    yield from summed(story)
    yield one_output(story, worked)
    yield pictures.forward(story, worked)
    yield displayed(story.output_line(worked))


def summed(story: PooledStory) -> Iterator[Block]:
    """What every output is, with letters for indices."""
    average = "pool.forward.average" if story.spec.even else "pool.uneven.average"
    yield story.say.told("pool.forward.max" if story.largest else average, c=story.share_told())
    yield displayed(*general.output(story))


def one_output(story: PooledStory, worked: Index) -> Paragraph:
    """Whose window is shown."""
    return story.say.told("pool.worked", o=story.paper.entry("output", worked), max=story.largest)


def back(story: PooledStory) -> Iterator[Block]:
    """What reaches one entry, and where all goes."""
    worked = story.busiest("input")
    yield story.say.heading(2, "pool.input.title")
    yield from handed_out(story)
    yield from one_entry(story, worked)
    yield pictures.back(story, worked)
    yield from overlap(story)


def handed_out(story: PooledStory) -> Iterator[Block]:
    """The local derivative, and the sum it leads to, with letters for indices."""
    key = "pool.local.max" if story.largest else "pool.local.average"
    yield story.say.told(key, c=story.share_told(), d=story.paper.whole("grad_output"))
    yield displayed(general.gradient(story))


def one_entry(story: PooledStory, worked: Index) -> Iterator[Block]:
    """The gradient of one entry."""
    yield story.say.told("pool.entry", x=story.paper.entry("input", worked), n=story.links(worked))
    yield displayed(story.gradient_line(worked))


def overlap(story: PooledStory) -> Iterator[Block]:
    """What becomes of entries in several windows, and of ties."""
    gx = story.paper.whole("grad_input")
    yield story.say.told("pool.overlap", gx=gx, overlapping=story.spec.overlapping)
    if story.largest:
        yield story.say.told("pool.ties")


def convolution(story: PooledStory) -> Iterator[Block]:
    """How it is a convolution, and how not."""
    yield story.say.heading(2, "pool.conv.title")
    if not story.spec.even:
        yield story.say.told("pool.conv.uneven")
        return
    key = "pool.conv.max" if story.largest else "pool.conv.average"
    yield story.say.told(key, d=story.paper.whole("grad_output"), n=general.divisor(story))


def remembered(story: PooledStory) -> Iterator[Words]:
    """What to remember."""
    gx, given = story.paper.whole("grad_input"), story.paper.whole("grad_output")
    yield story.say("pool.remember.max" if story.largest else "pool.remember.average", gx=gx, d=given)
    yield story.say("pool.remember.add")
    yield story.say("pool.remember.nothing")


def proven(story: PooledStory) -> Paragraph:
    """What was proven, exactly."""
    proofs = [proof for proof in story.proofs if proof.claim != "share"]
    entries = sum({proof.claim: proof.entries for proof in proofs}.values())
    programs = len({proof.route for proof in proofs})
    key = "pool.proven.max" if story.largest else "pool.proven.average"
    return story.say.told(key, n=entries, programs=programs, c=story.share_told())


def table(paper: Paper, proofs: tuple[Proof, ...], share: object) -> VerdictTable:
    """The verdicts as a block; those on the choice of taps stand under c."""
    rows = (
        VerdictRow(
            claim=(share if proof.claim == "share" else paper.whole(proof.claim),),  # type: ignore[arg-type]
            route=proof.route,
            entries=proof.entries,
            holds=proof.holds,
        )
        for proof in proofs
    )
    return VerdictTable(rows=tuple(rows))
