"""All layers, one after another, as far as the function and the time allow: small ones whole, larger ones sampled."""

from collections.abc import Iterator, Mapping
from functools import partial
from time import monotonic, process_time
from typing import Any

from symconv.check.code.asking import Asked, Reading, TimeUpError
from symconv.check.code.choosing import chosen, fixed, too_large
from symconv.check.code.excused import LATE, excused, limited
from symconv.check.code.sampled import sampled
from symconv.check.code.source import Shown
from symconv.check.code.tally import Came, Tally
from symconv.check.code.trying import tried
from symconv.check.code.words import Said, spoken, with_words
from symconv.foreign.clock import passed
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

TIMES = 4
"""How many times the limit of a call all layers together may take."""

STEPWISE = 6.0
"""Seconds of processor time for all layers together, where each new shape is compiled, operation by operation."""

WHOLE, WORDS = 0.6, 1.5
"""The share of the time that layers may take which are read whole, so that larger ones are sampled, too; and the time
that is over when no more words are tried."""


class Clock:
    """How long it has taken since, ours and the code's own, as limits count it."""

    def __init__(self, runner: Runner, most: float) -> None:
        """``most`` seconds are there for all layers."""
        self._runner, self._most = runner, most
        self._began, self._spent = monotonic(), process_time() + runner.spent

    def over(self, share: float = 1.0) -> bool:
        """Whether this share of the time is up."""
        spent = process_time() + self._runner.spent - self._spent
        return passed(spent, monotonic() - self._began) > share * self._most


def on_layers(
    runner: Runner,
    reading: Reading,
    given: Mapping[str, Any],
    shown: Shown,
    seconds: float,
    offered: Mapping[str, Any],
) -> Came:
    """What came out on each layer.

    Args:
        runner: what runs the code.
        reading: how it is called.
        given: options of the layer.
        shown: what its source shows.
        seconds: the limit of a call.
        offered: what its module offers.

    Raises:
        InputError: the layer asked for is too large.
    """
    stepwise = "jax" in offered["frameworks"]  # each new shape is compiled, operation by operation
    clock, tally = Clock(runner, STEPWISE if stepwise else TIMES * seconds), Tally()
    for spec, whole in chosen(reading, given, tally.few, lambda: clock.over(1 / 3), stepwise=stepwise):
        why = reading.why_not(spec, given) or limited(spec, shown) or too_large(spec, given)
        share = WHOLE if whole and not stepwise else 1.0
        if not why and (clock.over(share) or tally.late()):
            why = LATE
        if why:
            tally.rows.append((spec, why))
            continue
        asked = Asked(runner=runner, reading=reading, told=spec, late=partial(clock.over, share))
        try:
            one = (tried if whole else sampled)(asked)
        except TimeUpError:
            tally.rows.append((spec, LATE))
        else:
            tally.add(one, excused(one, reading))
    words = [] if stepwise else _words(runner, reading, given, shown, offered["offers"], clock)
    return tally.came(runner, reading, list(words))


def _words(
    runner: Runner,
    reading: Reading,
    given: Mapping[str, Any],
    shown: Shown,
    offers: Mapping[str, Any],
    clock: Clock,
) -> Iterator[Said]:
    """What came of the other words that its parameters may be."""

    def skipped(spec: ConvSpec) -> str:
        return limited(spec, shown)

    words = spoken(runner, reading, offers, shown, given)
    return with_words(runner, reading, words, fixed(reading, given), skipped, lambda: clock.over(WORDS))
