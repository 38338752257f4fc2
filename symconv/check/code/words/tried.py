"""What comes of each word that a parameter may be, on small layers; what cannot be judged is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.came import Tried
from symconv.check.code.excused import LATE, excused
from symconv.check.code.impulses import MOST_CALLS, calls
from symconv.check.code.layers import layers
from symconv.check.code.scores import numbers
from symconv.check.code.trying import tried
from symconv.check.code.words.known import Spoken
from symconv.check.code.words.meant import meant
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

MOST = 12
"""Layers that are tried with each word."""

BESIDE = 2
"""Layers on which a word must make no difference, to make none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of one word.

    Attributes:
        told: the word, ``padding='same'``.
        done: what was judged.
        others: layers that were not, and why not.
    """

    told: str
    done: list[Tried] = field(default_factory=list)
    others: list[tuple[ConvSpec, str]] = field(default_factory=list)


def with_words(
    runner: Runner,
    reading: Reading,
    words: Sequence[Spoken],
    given: Mapping[str, Any],
    skipped: Callable[[ConvSpec], str],
    late: Callable[[], bool],
) -> Iterator[Said]:
    """What came of each word that makes a difference.

    Args:
        runner: what runs the code.
        reading: how it is called.
        words: what it may be told.
        given: options of the layer.
        skipped: why a layer is not for this code; empty where it is.
        late: whether the time is up.
    """
    for word in words:
        own = replace(reading, plan=word.plan)
        small = [spec for spec in layers(len(reading.layout.axes), given) if calls(spec) <= MOST_CALLS]
        fitting = [spec for spec in small if not own.why_not(spec, given) and not skipped(spec)][:MOST]
        if late() or not fitting:
            yield Said(told=word.told, others=[(spec, LATE) for spec in fitting[:1]])
        elif _differs(runner, reading, own, fitting):
            yield _settled(_each(runner, own, word.told, fitting, given, late))


def _differs(runner: Runner, usual: Reading, own: Reading, fitting: Sequence[ConvSpec]) -> bool:
    """Whether anything is another with the word; how weights begin makes no difference, they are filled in."""
    for spec in [*fitting[:1], *(spec for spec in fitting[1:] if max(spec.stride) > 1)][:BESIDE]:
        came = []
        for reading in (usual, own):
            asked = Asked(runner=runner, reading=reading, told=spec)
            came += asked.ask([numbers(asked)])
        one, two = came
        if not isinstance(one, Returned) or not isinstance(two, Returned):
            return True
        pairs = [(one.leaves.get(path), two.leaves.get(path)) for path in usual.results.values()]
        if any(a is None or b is None or not a.same(b) for a, b in pairs):
            return True
    return False


def _each(
    runner: Runner,
    own: Reading,
    told: str,
    fitting: Sequence[ConvSpec],
    given: Mapping[str, Any],
    late: Callable[[], bool],
) -> Said:
    said = Said(told=told)
    for spec in fitting:
        asked = Asked(runner=runner, reading=own, told=spec)
        found = LATE if late() else meant(asked)
        if isinstance(found, Failure):
            found = f"it raises {found.text}" if found.kind == "raised" else f"the code refuses it: {found.text}"
        elif not isinstance(found, str) and found.pads not in (None, spec.padding) and _told(spec, given):
            found = "its padding is another"
        if isinstance(found, str):
            said.others.append((spec, found))
            continue
        reading = replace(own, meaning=found)
        one = replace(tried(replace(asked, reading=reading)), said=told, reading=reading)
        why = excused(one, reading)
        if why:
            said.others.append((spec, why))
        else:
            said.done.append(one)
    return said


def _told(spec: ConvSpec, given: Mapping[str, Any]) -> bool:
    """Whether somebody told the padding; where a whole layer is told, 0 is what stands there if nobody does."""
    return "padding" in given and ("input_size" not in given or any(map(any, spec.padding)))


def _settled(said: Said) -> Said:
    """Without what says nothing of the gradients: what fails wherever it was called, and what leaves them out.

    A word may choose a pass that keeps nothing to go back through (``mode='test'``), or a mean instead of a sum.
    """
    works = any(one.failure is None for one in said.done)
    silent = [one for one in said.done if (one.failure is not None and not works) or _silent(one)]
    others = [(one.told, f"it raises {one.failure.text}" if one.failure else SILENT) for one in silent]
    kept = [one for one in said.done if one not in silent]
    return replace(said, done=kept, others=[*said.others, *others])


SILENT = "a gradient is not there, or a multiple of the right one"


def _silent(one: Tried) -> bool:
    """Whether a gradient is left out, 0, or a multiple that is no mean over the images."""
    wrong = [part for name, part in one.found.items() if name != OUTPUT and not part.right]
    multiples = (part.factor for part in wrong if part.factor is not None)
    empty = (part.table is not None and not part.table.any() for part in wrong)
    missing = ("not returned" in part.problem for part in wrong)
    return any(empty) or any(missing) or any(abs(factor * one.spec.batch - 1) > NEAR for factor in multiples)


NEAR = 1e-6
"""How near a multiple must be to 1/N to be that."""
