"""The sums of a pooling, with letters for indices."""

from collections.abc import Iterator

from symconv.lesson.pooled.story import PooledStory
from symconv.notation.tree import Apply, BigSum, Equation, Fraction, Node, Number, Partial, Product, Symbol
from symconv.spec import positions


def output(story: PooledStory) -> Iterator[Equation]:
    """``o_mn = (1/D) Σ_ab x_{2m+a,2n+b}``; ``o_mn = max_ab x_{…} = Σ_ab c x``; of uneven windows ``Σ_ij c x``."""
    general, o = story.general, story.general.entry("output")
    inputs, outputs, taps = (general.letters[what] for what in ("input", "output", "weight"))
    if not story.spec.even:
        yield Equation((o, BigSum(inputs, Product((general.entry("input"), story.share_told())))))
        return
    read = general.entry("input", general.places)
    if story.largest:
        yield Equation((o, Apply("max", (read,), taps)))
        yield Equation((o, BigSum(taps, Product((read, story.share(general.places, outputs))))))
    else:
        yield Equation((o, Product((Fraction(Number(1), divisor(story)), BigSum(taps, read)))))


def gradient(story: PooledStory) -> Equation:
    """``∂L/∂x_ij = Σ ∂L/∂o_mn c_ij^(mn)`` over the outputs whose windows hold it; of an average with 1/D for c."""
    general, outputs = story.general, story.general.letters["output"]
    upstream, left = general.held("output"), Partial(story.paper.loss, general.entry("input"))
    share: Node = Product((upstream, story.share_told()))
    if not story.spec.even:
        return Equation((left, BigSum(outputs, share)))
    meets = tuple(Equation((place, i)) for i, place in (equation.sides for equation in general.relation))
    return Equation((left, BigSum(meets, share if story.largest else Fraction(upstream, divisor(story)))))


def divisor(story: PooledStory) -> Node:
    """``D``: the number where it is the same for all windows, else D_mn."""
    numbers = {story.spec.divisor_at(m) for m in positions(story.spec.output_size)}
    return Number(numbers.pop()) if len(numbers) == 1 else Symbol("D", story.general.letters["output"])
