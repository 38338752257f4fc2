"""What a student is asked of a pooling, the key, and the answers that mistakes lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symconv.algebra.tensors import Index
from symconv.lesson.blocks import Block, Display, Grid, Paragraph, Picture, Words, displayed
from symconv.lesson.layer import layer_told
from symconv.lesson.maps import Map
from symconv.lesson.pooled.special import listed, special
from symconv.lesson.values import added
from symconv.lesson.wording import Wording
from symconv.notation.paper import Paper
from symconv.notation.tree import ZERO, Cell, Equation, Node, Number, Product
from symconv.notation.tree import Fraction as Over
from symconv.practice.exercises import Question
from symconv.practice.pooled import PooledExercise, Received
from symconv.routes.pooled_mistakes import MISTAKES, Shares
from symconv.spec import positions

WHY = {
    "overwritten-overlap": "quiz.overwritten-overlap",
    "given-to-all": "quiz.given-to-all",
    "not-divided": "quiz.not-divided",
    "other-divisor": "quiz.other-divisor",
}
"""Mistake of a pooling's gradient → what is said of it."""


@dataclass(frozen=True, kw_only=True)
class PooledSheet:
    """One student's exercise, as it is written.

    Attributes:
        exercise: what is asked.
        say: the words.
        paper: the notation.
    """

    exercise: PooledExercise
    say: Wording
    paper: Paper

    @classmethod
    def of(cls, exercise: PooledExercise, say: Wording, index_base: int) -> "PooledSheet":
        """With the usual names."""
        return cls(exercise=exercise, say=say, paper=Paper(spec=exercise.spec.form, index_base=index_base))

    def setting(self) -> Words:
        """The layer, and what is given."""
        spec, paper = self.exercise.spec, self.paper
        return self.say(
            "exercise.pooled",
            max=spec.pool == "max",
            X=paper.whole("input"),
            O=paper.whole("output"),
            layer=layer_told(self.say, spec),
            L=paper.loss,
            given=paper.whole("grad_output"),
        )

    def asked(self) -> Iterator[Block]:
        """The layer, the numbers that choose, and what is to be written."""
        spec, paper = self.exercise.spec, self.paper
        yield Paragraph(words=self.setting())
        yield from listed(self.say, spec)
        if self.exercise.numbers:
            yield self.say.told("exercise.pooled.numbers", X=paper.whole("input"))
            yield self._shown()
        yield self.say.told(
            "exercise.pooled.asked",
            max=spec.pool == "max",
            X=paper.whole("input"),
            O=paper.whole("output"),
            given=paper.whole("grad_output"),
            base=self.paper.index_base,
        )

    def _shown(self) -> Display | Picture:
        """X in numbers: as an equation, which a checker reads, or a grid for each channel and slice."""
        grids = self.grids()
        if len(grids) == 1:
            return displayed(Equation((self.paper.whole("input"), grids[0].matrix)))
        return Picture(rows=tuple((grid,) for grid in grids))

    def told(self) -> Words:
        """The layer, what is special about it, and of a max X in numbers, as one paragraph."""
        base = self.say("exercise.base", base=self.paper.index_base)
        parts = [self.setting(), *special(self.say, self.exercise.spec), base]
        parts += [(*self._matrices(), ".")] if self.exercise.numbers else []
        return tuple(word for at, part in enumerate(parts) for word in ((" ", *part) if at else part))

    def _matrices(self) -> Words:
        words: list[str | Node] = []
        for grid in self.grids():
            words += [", " if words else "", *grid.label, " = ", grid.matrix]
        return tuple(words)

    def grids(self) -> list[Grid]:
        """X in numbers, channel by channel and slice by slice."""
        return list(self._grids())

    def _grids(self) -> Iterator[Grid]:
        spec, base = self.exercise.spec, self.paper.index_base
        for lead in positions(spec.input_shape[:2]):
            numbers = Map(
                tensor="input",
                size=spec.input_size,
                cell_at=lambda place, lead=lead: Cell(Number(self.exercise.numbers[(*lead, *place)])),  # type: ignore[misc]
                at=lambda front: self.say("picture.slice", place=", ".join(str(at + base) for at in front)),
            )
            for front in positions(spec.input_size[:-2]):
                yield numbers.grid(self.paper.whole("input", lead), front=front)

    def line(self, question: Question) -> Equation:
        """The right answer."""
        if question.claim == "output":
            taken = self.exercise.taken(question.index)
            return Equation((self.paper.entry("output", question.index), self.paper.entry("input", taken)))
        return Equation((self._left(question), self._sum(self.exercise.received(question.index))))

    def wrong(self, question: Question) -> dict[str, Node]:
        """What is said of a mistake → the sum that it leads to, each unlike the right one and the others."""
        if question.claim == "output":
            return self._other_entries(question)
        seen, found = [self.exercise.received(question.index)], dict[str, Node]()
        for mistake in MISTAKES:
            if self.exercise.spec.pool in mistake.pools and mistake.id in WHY:
                sum_ = self._believed(mistake.shares, question.index, assigned=mistake.assigned)
                if sum_ not in seen:
                    seen.append(sum_)
                    found.setdefault(WHY[mistake.id], self._sum(sum_))
        return found

    def _other_entries(self, question: Question) -> dict[str, Node]:
        """Another entry of the window, and the sum of all of them."""
        spec, taken = self.exercise.spec, self.exercise.taken(question.index)
        window = [(*question.index[:2], *place) for _, place in spec.window(question.index[2:])]
        entries = [self.paper.entry("input", index) for index in window]
        mean = Over(added(entries), Number(len(entries)))
        least = min(window, key=lambda index: self.exercise.numbers[index])
        if least == taken:
            return {}
        return {"quiz.averaged": mean, "quiz.least": self.paper.entry("input", least)}

    def _believed(self, shares: Shares, index: Index, *, assigned: bool) -> list[Received]:
        """What an entry gets by a mistake, output by output; where windows are assigned to, from the last alone."""
        spec, found = self.exercise.spec, list[Received]()
        numbers = {place[2:]: value for place, value in self.exercise.numbers.items() if place[:2] == index[:2]}
        for m in positions(spec.output_size):
            for place, share in shares(spec, numbers, m):
                if place == index[2:]:
                    found = [] if assigned else found
                    found += [((*index[:2], *m), Fraction(share).limit_denominator())] if share else []
        return found

    def _left(self, question: Question) -> Node:
        return self.paper.entry(question.claim, question.index)

    def _sum(self, received: Sequence[Received]) -> Node:
        """``∂L/∂o_00/4 + ∂L/∂o_01/4``, or 0."""
        terms = [(self.paper.entry("grad_output", output), share) for output, share in received]
        parts: list[Node] = [
            node if share == 1 else Product((Over(Number(1), Number(share.denominator)), node)) for node, share in terms
        ]
        return added(parts) if parts else ZERO
