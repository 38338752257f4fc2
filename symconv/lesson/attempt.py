"""What one would try first for ∂L/∂X, and where it fails."""

from dataclasses import dataclass

from symconv.lesson.maps import Map
from symconv.lesson.story import Story
from symconv.notation.tree import Apply, Node
from symconv.proof.entrywise import Difference, Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What one would try, and how it fares.

    Attributes:
        proof: its verdict against the chain rule.
        over: what its filter slides over, written down.
        turned: its filter, written down.
        map: what its filter slides over.
        filter: its filter.
        reach: entries that filter spans along each axis.
    """

    proof: Proof
    over: Node
    turned: Node
    map: Map
    filter: Map
    reach: tuple[int, ...]


def attempted(story: Story) -> Attempt:
    """At stride s the stride-1 form taken over as it is; at stride 1 the recipe that knows no padding."""
    spec = story.spec
    nothing = (0,) * len(spec.stride)
    reach = tuple(axis.effective_kernel for axis in spec.axes) if story.strided else spec.kernel_size
    spacing = spec.dilation if story.strided else (1,) * len(spec.stride)
    cropped = [tuple(p) for p in zip(*spec.padding, strict=True)] if story.strided else [nothing, nothing]
    before, after = (tuple(e - 1 - p for e, p in zip(reach, pads, strict=True)) for pads in cropped)
    given, weight = story.paper.whole("grad_output"), story.paper.whole("weight")
    return Attempt(
        proof=story.folklore["undilated" if story.strided else "recipe"],
        over=Apply("pad", (given,)) if any((*before, *after)) else given,
        turned=Apply("flip", (weight,)),
        map=story.spread("grad_output", (1,) * len(spec.stride), before, after),
        filter=story.spread("weight", spacing, nothing, nothing).flipped(),
        reach=reach,
    )


def first_failure(proof: Proof) -> Difference | None:
    """Of the entries that differ the one with the most terms that both sides have; None where all agree."""
    differing = [d for d in proof.differences if d.truth is not None]
    both = [d for d in differing if d.got is not None and not any(d.index[:2])]
    return max(both or differing, key=lambda d: len(d.truth or ()), default=None)
