"""The letters of a Σ, one after the other: limits, conditions, and what runs without either."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from symconv.check.evaluating.arithmetic import Letters, counted, key, members
from symconv.check.evaluating.places import Places
from symconv.check.evaluating.unknown import Unknown
from symconv.notation.text import text
from symconv.notation.tree import Apply, Equation, Limits, Node, Number, Symbol

ALL_INTEGERS = "a sum without limits runs over all integers"
LONGEST_SUM = 10_000
ALL_MEMBERS = "{} stands for all that its letter counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One letter of a Σ, and the conditions to ask once it has a number; no letter before the first."""

    run: Limits | None
    conditions: list[Equation]


@dataclass(slots=True, kw_only=True)
class Sums:
    """Runs letters on one layer.

    Attributes:
        places: the layer.
        ranges: letter → its run, where no limits are written.
    """

    places: Places
    ranges: Mapping[str, range]
    _plans: dict[int, tuple[tuple[Node, ...], list[Step]]] = field(default_factory=dict)

    def assignments(self, over: tuple[Node, ...], letters: Letters) -> Iterator[Letters]:
        """Every choice of the letters of a Σ that its limits and conditions allow."""
        known = self._plans.get(id(over))
        if known is None:
            known = self._plans[id(over)] = (over, self._planned(over, letters))
        yield from self._choices(known[1], 0, dict(letters))

    def _planned(self, over: tuple[Node, ...], letters: Letters) -> list[Step]:
        """The letters one after the other, each with the conditions that are decided once it has a number."""
        among = [part for part in over if self._is_named(part)]
        self.places.assumed.update(ALL_MEMBERS.format(text(part.sides[1])) for part in among)
        conditions = [part for part in over if isinstance(part, Equation) and part not in among]
        runs = [_run(part.sides[0] if part in among else part) for part in over if part not in conditions]
        runs += [
            Limits(part.sides[0], Apply("min", listed), Apply("max", listed))
            for part in conditions
            if (listed := _set(part))
        ]
        named = {key(run.letter) for run in runs}
        for name, letter in ((name, letter) for part in conditions for name, letter in counted(part).items()):
            if name not in letters and name not in named and name in self.ranges:
                named.add(name)
                runs.append(Limits(letter))
        steps = [Step(run=None, conditions=[part for part in conditions if not named & set(counted(part))])]
        for run in _ordered(runs, conditions):
            named.discard(key(run.letter))
            ready = [part for part in conditions if key(run.letter) in counted(part) and not named & set(counted(part))]
            steps.append(Step(run=run, conditions=ready))
        return steps

    def _is_named(self, part: Node) -> TypeGuard[Equation]:
        """``i ∈ M_j``: a set that has a name alone, so that the letter counts whatever it counts elsewhere."""
        if not isinstance(part, Equation) or part.relation != "∈" or key(part.sides[0]) not in self.ranges:
            return False
        return isinstance(part.sides[1], Symbol) and part.sides[1].name.isupper()

    def _choices(self, steps: list[Step], number: int, letters: Letters) -> Iterator[Letters]:
        if not all(self.places.arithmetic.holds(part, letters) for part in steps[number].conditions):
            return
        if number + 1 == len(steps):
            yield letters
            return
        run = steps[number + 1].run
        if run is None:
            return
        name = key(run.letter)
        for value in self.run(run, letters):
            self.places.budget.spend()
            yield from self._choices(steps, number + 1, {**letters, name: value})

    def run(self, limits: Limits, letters: Letters) -> range:
        """The numbers a letter runs through."""
        usual = self.ranges.get(key(limits.letter))
        if limits.last is None:
            if usual is not None:
                return usual
            if limits.first is not None:
                raise Unknown("a sum has no upper limit")
            self.places.assumed.add(ALL_INTEGERS)
            spec = self.places.truth.spec
            reach = 2 * max(*spec.input_size, *spec.output_size, *spec.kernel_size) + 4
            return range(-reach, reach)
        whole = self.places.arithmetic.whole
        first = self.places.base if limits.first is None else whole(limits.first, letters)
        last = whole(limits.last, letters)
        if limits.first is None and isinstance(limits.last, Symbol | Number) and isinstance(last, int):
            last += self.places.base - 1  # Σ_a^K: so many
        if not isinstance(first, int) or not isinstance(last, int):
            raise Unknown("a limit of a sum is no whole number")
        if last - first > LONGEST_SUM:
            raise Unknown("a sum is too long")
        self.places.limited.add(key(limits.letter))
        return range(first, last + 1)


def _ordered(runs: list[Limits], conditions: list[Equation]) -> list[Limits]:
    """Letters of one condition next to each other; as written where limits depend on other letters."""
    names = {key(run.letter) for run in runs}
    limits = [part for run in runs for part in (run.first, run.last) if part is not None]
    if any(names & set(counted(part)) for part in limits):
        return runs
    asked = [set(counted(part)) for part in conditions]

    def first(run: Limits) -> int:
        return next((number for number, found in enumerate(asked) if key(run.letter) in found), len(asked))

    return sorted(runs, key=first)


def _set(part: Equation) -> tuple[Node, ...]:
    """The values of ``m ∈ {0, 1}``; nothing where it is another condition."""
    return members(part.sides[1]) if part.relation == "∈" and isinstance(part.sides[0], Symbol) else ()


def _run(part: Node) -> Limits:
    if isinstance(part, Limits):
        return part
    if isinstance(part, Symbol):
        return Limits(part)
    raise Unknown("what this sum runs over cannot be read")
