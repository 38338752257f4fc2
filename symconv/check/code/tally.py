"""What was tried so far, what was not and why, and what is to be said of that."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.came import Tried
from symconv.check.code.excused import LATE, SQUARE_IMAGES, domain
from symconv.check.code.forward import NONLINEAR
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import told
from symconv.check.code.rectified import beside
from symconv.check.code.rows import row
from symconv.check.code.words.tried import Said
from symconv.check.report import Row
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

FEW = 3
"""Layers that are too few to stand for all."""

MOST_LATE = 2
"""Calls that may run out of time before no more layers are tried."""

QUIET = (LATE, "its padding is another")
"""Why a layer was not tried with a word, where that says nothing of the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came out of all layers.

    Attributes:
        tried: of each that was judged, the smallest first.
        rows: one for each layer, tried or not.
        notes: where the code refuses a layer, or its own forward pass fails, so that there is no gradient to be judged.
    """

    tried: list[Tried]
    rows: list[Row]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Layers as they come.

    Attributes:
        done: those that were judged.
        excused: those that were tried in vain, and why.
        rows: every layer, and why it was not tried.
    """

    done: list[Tried] = field(default_factory=list)
    excused: list[tuple[Tried, str]] = field(default_factory=list)
    rows: list[tuple[ConvSpec, str]] = field(default_factory=list)

    def add(self, one: Tried, why: str) -> None:
        """One that was tried; ``why`` it says nothing, where that is so."""
        if not why:
            self.done.append(one)
        elif why != LATE:
            self.excused.append((one, why))
        self.rows.append((one.told, why))

    def few(self) -> bool:
        """Whether hardly any could be judged."""
        return len(self._kept()) < FEW

    def late(self) -> bool:
        """Whether calls ran out of time again and again."""
        return sum(one.failure is not None and one.failure.kind == "late" for one in self.done) >= MOST_LATE

    def came(self, runner: Runner, reading: Reading, words: Sequence[Said]) -> Came:
        """What is to be said, with what came of the words that a parameter may be."""
        if any(why == NONLINEAR for _, why in self.excused):  # a sample alone does not tell that
            right = [one for one in self.done if not one.sampled or all(part.right for part in one.found.values())]
            self.done[:] = right
        kept = self._kept()
        others = {one.told for one in self.done if one not in kept}
        rows = [(spec, SQUARE_IMAGES if spec in others else why) for spec, why in self.rows]
        rows.sort(key=lambda pair: calls(pair[0]) > MOST_CALLS)
        seen = {one.told: one for one in kept}
        listed = [row(spec, seen.get(spec), why, reading) for spec, why in rows]
        notes = list(domain([(one.spec, why) for one, why in self.excused], [one.spec for one in kept]))
        squares = any(why == SQUARE_IMAGES for _, why in rows)
        notes += [f"judged for square images alone: {SQUARE_IMAGES}"] if squares else []
        if kept and reading.meaning.rectified:
            notes += filter(None, [beside(Asked(runner=runner, reading=reading, told=kept[0].told))])
        for said in words:
            kept = [*kept, *said.done]
            listed += _listed(said, reading)
            notes += _notes(said)
        return Came(tried=sorted(kept, key=lambda one: calls(one.spec)), rows=listed, notes=notes)

    def _kept(self) -> list[Tried]:
        """Without layers of other images, where the forward pass is no layer's wherever the output is not square."""
        outputs = [{*one.spec.output_size} for one, _ in self.excused]
        others = any(len(sizes) > 1 for sizes in ({*one.spec.output_size} for one in self.done))
        if others or not outputs or any(len(sizes) < 2 for sizes in outputs):
            return list(self.done)
        return [one for one in self.done if len({*one.spec.input_size}) < 2]


def _listed(said: Said, reading: Reading) -> Iterator[Row]:
    """Each layer that was judged with a word, then one for each reason why others were not."""
    yield from (row(one.told, one, "", one.reading or reading) for one in said.done)
    reasons = Counter(why.partition(": ")[0] for _, why in said.others)
    for reason, count in reasons.items():
        spec, why = next((spec, why) for spec, why in said.others if why.partition(": ")[0] == reason)
        more = f" (so on {count} layers)" if count > 1 else ""
        yield Row(told=f"{told(spec)}, {said.told}", layer=spec.to_json(), not_tried=why + more)


def _notes(said: Said) -> Iterator[str]:
    """Where nothing is judged with a word, but for what the code itself refuses, and for want of time."""
    others = [(spec, why) for spec, why in said.others if why not in QUIET]
    if said.done or any(not why.startswith("the code refuses it") for _, why in others):
        yield from domain(others, [one.told for one in said.done], said.told)
