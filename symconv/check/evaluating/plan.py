"""How references are looked up on a layer: along which axis each index counts, from where, and how far."""

from dataclasses import dataclass

from symconv.axis import Axis
from symconv.check.evaluating.arithmetic import Reckoner
from symconv.check.understanding.binding import Reference
from symconv.notation.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How references with as many indices are looked up.

    Attributes:
        shape: entries along each axis.
        counted_by: which of the indices counts along it.
        leading: axes of images and channels.
        first: the number of the first entry along each axis.
        ahead: the padding that an index counts, along each axis; None where it counts none.
        there: along each spatial axis, the places that an entry written in numbers may have.
        apart: how far the entries stand apart along each axis; empty where they are neighbours.
        folded: the axes of space, where what lies in the padding is an entry once more; empty where it is a zero.
    """

    shape: tuple[int, ...]
    counted_by: tuple[int | None, ...]
    leading: int
    first: tuple[int, ...]
    ahead: tuple[int, ...] | None
    there: tuple[range, ...]
    apart: tuple[int, ...] = ()
    folded: tuple[Axis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """How one reference is looked up.

    Attributes:
        reference: the tensor with its indices.
        plan: how references of its kind are.
        counting: the node that counts along each axis; None where none does.
        steps: for each axis what computes the index, what is taken off it to get the place, and how many there are;
            without anything to compute, the place itself.
    """

    reference: Reference
    plan: Plan
    counting: list[Node | None]
    steps: list[tuple[Reckoner | None, int, int]]
