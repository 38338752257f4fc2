"""From an index as it is written to a place in an array: order of axes, index base, what lies outside."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from symconv.axis import Axis
from symconv.check.evaluating.arithmetic import Arithmetic, Letters, Reckoner
from symconv.check.evaluating.plan import LookedUp, Plan
from symconv.check.evaluating.truth import Truth
from symconv.check.evaluating.unknown import Budget, Exchanged, Sketchy, Unknown
from symconv.check.understanding.binding import Reference
from symconv.check.understanding.layout import PLAIN
from symconv.check.understanding.slices import is_slice
from symconv.folded import FoldedSpec
from symconv.notation.tree import Node, Number, Symbol

Orders = Mapping[tuple[str, int], str]
"""(tensor, number of indices) → axes."""

ZERO_OUTSIDE = "entries outside an array count as 0"
ZERO_BETWEEN = "entries with a fractional index count as 0"
OVERRUN = "a sum runs past the end of an array; it holds only if what it reads there is 0"
PAST_FILTER = "a sum runs past the end of the filter; it holds only if what it reads there is 0"
ABSENT = "an entry is written out that the layer does not have; it holds only if that counts as 0"
NO_TAP = "an entry of the filter is written out that it does not have"

AXES = {"input": "ni", "weight": "oi", "output": "no", "bias": "o"}
"""The axes of a tensor before the spatial ones."""
_NAMES = {"n": "the image", "i": "the input channel", "o": "the output channel"}


@dataclass(slots=True, kw_only=True)
class Places:
    """Looks entries up on one layer.

    Attributes:
        truth: the layer.
        arithmetic: its numbers.
        orders: the order of indices.
        upper_orders: the order of what stands above.
        base: the number of the first entry.
        starts: the numbers of the first image and channels, ``n, i, o``, and tap, ``f``, where sums tell others.
        told: whether the text's definitions fix the order of channels.
        budget: steps that are left.
        assumed: what was looked up outside of the arrays.
        limited: letters of sums with written limits.
    """

    truth: Truth
    arithmetic: Arithmetic
    orders: Orders
    upper_orders: Orders
    base: int
    budget: Budget
    told: bool = False
    starts: Mapping[str, int] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)
    limited: set[str] = field(default_factory=set)
    _plans: dict[tuple[str, int, int, bool, Node | None], Plan] = field(default_factory=dict)
    _counting: dict[int, LookedUp] = field(default_factory=dict)

    def place(self, reference: Reference, letters: Letters) -> tuple[int, ...] | None:
        """The full 0-based index of an entry; None where it lies outside, or between two entries.

        Raises:
            Unknown: an index is missing, has no value, or counts a channel that is not there.
        """
        self.budget.spend()
        looked = self.looked_up(reference)
        plan, counting = looked.plan, looked.counting
        place: list[int] = []
        outside = between = False
        for axis, (reckoner, known, size) in enumerate(looked.steps):
            value = known if reckoner is None else reckoner(letters) - known
            if value.__class__ is not int:
                between = True
                continue
            if plan.apart and value % plan.apart[axis]:
                return None  # one of the zeros that were put there
            value //= plan.apart[axis] if plan.apart else 1
            if plan.folded and axis >= plan.leading:
                value = _source(plan.folded[axis - plan.leading], value)
            if not 0 <= value < size:
                self.watch(reference.tensor, axis < plan.leading, counting[axis])
                outside = True
            place.append(value)
        if outside and not between and all(node is None or isinstance(node, Number) for node in counting):
            self._watch_written(PLAIN[reference.tensor], zip(plan.there, place[plan.leading :], strict=True))
        if outside and plan.ahead:
            return None
        if outside or between:
            self.assumed.add(ZERO_BETWEEN if between else ZERO_OUTSIDE)
            return None
        if reference.flipped:
            lead = plan.leading
            place[lead:] = [size - 1 - value for size, value in zip(plan.shape[lead:], place[lead:], strict=True)]
        return tuple(place)

    def first(self, tensor: str, axis: str) -> int:
        """The number of the first entry along an axis."""
        return self.starts.get("f" if tensor == "weight" and axis.isdigit() else axis, self.base)

    def apart(self, reference: Reference) -> tuple[int, ...]:
        """How far the entries of a tensor stand apart along each axis of space.

        Raises:
            Unknown: the text tells it by something that is no number of at least 1.
        """
        told = reference.apart.index if isinstance(reference.apart, Symbol) else ()
        if reference.apart is None or not told:
            return self.truth.spec.stride if reference.apart else (1,) * len(self.truth.spec.stride)
        steps = [self.arithmetic.whole(part, {}) for part in told]
        whole = tuple(step for step in steps if isinstance(step, int) and step > 0)
        if len(whole) < len(steps) or len(whole) not in (1, len(self.truth.spec.stride)):
            raise Unknown("an amount that is no whole number")
        return whole * len(self.truth.spec.stride) if len(whole) == 1 else whole

    def looked_up(self, reference: Reference) -> LookedUp:
        """How a reference is looked up; found out once."""
        return self._counting.get(id(reference)) or self._placed(reference)

    def outside(self) -> None:
        """Notes that an entry was read which the array does not have."""
        self.assumed.add(ZERO_OUTSIDE)

    def watch(self, tensor: str, counting: bool, node: Node | None) -> None:
        """Notes what a place outside of an array along one axis means.

        Args:
            tensor: the array.
            counting: whether the axis counts images or channels.
            node: what counts along it.

        Raises:
            Unknown: an index counts a channel that is not there.
        """
        if counting and self.told and isinstance(node, Symbol):
            raise Exchanged("the channels stand in another order than in the definition of the layer")
        if counting:
            raise Unknown("an index counts a channel or image that the layer does not have")
        if isinstance(node, Symbol) and node.name in self.limited:
            self.assumed.add(PAST_FILTER if tensor == "weight" else OVERRUN)

    def _watch_written(self, tensor: str, spots: Iterable[tuple[range, int]]) -> None:
        named = [spot in there or (tensor == "weight" and spot + self.base < 0) for there, spot in spots]
        if not all(named):  # w_{0,−1} is not meant to be an entry of the filter
            self.assumed.add(NO_TAP if tensor == "weight" else ABSENT)

    def _placed(self, reference: Reference) -> LookedUp:
        if any(map(is_slice, reference.index)):
            raise Sketchy(f"{reference.name} is cut into slices whose letters are not told")
        kind = (reference.tensor, len(reference.index), len(reference.upper), reference.padded, reference.apart)
        plan = self._plans.get(kind)
        if plan is None:
            plan = self._plans[kind] = self._planned(reference)
        written = (*reference.index, *reference.upper)
        counting = [None if number is None else written[number] for number in plan.counted_by]
        steps = [self._step(node, plan, axis) for axis, node in enumerate(counting)]
        found = LookedUp(reference=reference, plan=plan, counting=counting, steps=steps)
        self._counting[id(reference)] = found
        return found

    def _step(self, node: Node | None, plan: Plan, axis: int) -> tuple[Reckoner | None, int, int]:
        """What computes the place along an axis, what is taken off it (or the place itself), and how many there are."""
        ahead, size = plan.ahead[axis] if plan.ahead else 0, plan.shape[axis]
        first = plan.first[axis]
        if node is None or isinstance(node, Number):
            return None, (0 if node is None else node.value - first) - ahead, size
        return self.arithmetic.reckoner(node), first + ahead, size

    def _planned(self, reference: Reference) -> Plan:
        tensor = PLAIN[reference.tensor]
        shape = self.truth.shape(tensor)
        axes = AXES[tensor] + "".join(map(str, range(len(shape) - len(AXES[tensor]))))
        numbers: dict[str, int] = {}
        for order, first in self._orders(reference):
            numbers |= {axis: first + number for number, axis in enumerate(order)}
        for axis, size in zip(axes, shape, strict=True):
            if axis not in numbers and size != 1:
                raise Sketchy(f"{reference.name} needs an index for {_NAMES.get(axis, 'its place')}")
        leading = len(AXES[tensor])
        return Plan(
            shape=shape,
            counted_by=tuple(map(numbers.get, axes)),
            leading=leading,
            first=tuple(self.first(tensor, axis) for axis in axes),
            ahead=(0, 0, *(before for before, _ in self.truth.spec.padding)) if reference.padded else None,
            there=self._there(tensor, leading),
            apart=(1,) * leading + self.apart(reference) if reference.apart else (),
            folded=self.truth.spec.axes if tensor == "input" and isinstance(self.truth.spec, FoldedSpec) else (),
        )

    def _there(self, tensor: str, leading: int) -> tuple[range, ...]:
        """Where a writer may name an entry by numbers: the input's padding, too, and before the first output."""
        spec = self.truth.spec
        if tensor == "input":
            around = spec.padding if spec.slots == ("input", "output") else ((0, 0),) * len(spec.padding)
            pairs = zip(spec.input_size, around, strict=True)
            return tuple(range(-before, size + after) for size, (before, after) in pairs)
        sizes = self.truth.shape(tensor)[leading:]
        return tuple(range(-size if tensor == "output" else 0, size) for size in sizes)

    def _orders(self, reference: Reference) -> Iterator[tuple[str, int]]:
        """What the indices below count and what those above do, each with the number of its first one."""
        count = len(reference.index)
        if count:
            if (reference.tensor, count) not in self.orders:
                raise Unknown(f"{count} indices of {reference.name} cannot be told apart")
            yield self.orders[reference.tensor, count], 0
        upper = (reference.tensor, len(reference.upper))
        if reference.upper and upper in self.upper_orders:
            yield self.upper_orders[upper], count


def _source(axis: Axis, place: int) -> int:
    """The entry that stands at a place of the input or its folded padding.

    Raises:
        Unknown: nothing stands there.
    """
    if not -axis.before <= place < axis.input_size + axis.after:
        raise Unknown("nothing stands beyond the folded padding")
    found = axis.source(place)
    assert found is not None  # noqa: S101 - it is folded
    return found
