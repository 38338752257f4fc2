"""How a function is meant to be called, by trying: the form and the layer that make the most gradients right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, product
from time import process_time

from symconv.check.code.adding import adding
from symconv.check.code.ahead import behind, by_forward
from symconv.check.code.asking import OUTPUT, ROLE_OF, Asked, Reading
from symconv.check.code.fitting import Probing, fits
from symconv.check.code.framing import framed
from symconv.check.code.keeping import keeping
from symconv.check.code.known import Asking, Recognised
from symconv.check.code.layout import Layout
from symconv.check.code.layouts import in_order
from symconv.check.code.located import Filled, located
from symconv.check.code.lost import alike, refused, sized, spared, telling
from symconv.check.code.meaning import RECTIFIED, Meaning, named, possible
from symconv.check.code.results import results
from symconv.check.code.scores import Score, added, numbers
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.plan import Plan
from symconv.foreign.runner import Runner
from symconv.spec import ConvSpec

MOST_TRIED = 1_500
MOST_OTHERS = 60
"""Ways of calling that are tried for another layer than the told one."""
LOST = {"other": 0, "late": 2, "crashed": 1, "ended": 1, "raised": 0, "refused": 0, "exited": 0, "memory": 2}
MOST_LOST = 3
"""What a failure costs, and how much is spent: a wrong way of calling may hang or crash what is right."""
MOST_REFUSED = 4
"""Layers for which an object may refuse to be built: kernels of even size, images that are not square."""
MOST_RAISED = 3
"""Layers on which a way of calling may raise before it is given up."""

PATIENCE = 60.0
"""Seconds of processor time for all ways of calling, ours and the code's own."""

OF_TYPES = re.compile(r"dtype|double|float|\bcast|UFunc|integer|Signature|int64", re.IGNORECASE)
"""What an error says that comes of the type of the numbers."""


class Search:
    """Tries call forms until one is right everywhere, or the patience is over."""

    def __init__(self, runner: Runner, asking: Asking) -> None:
        self.runner, self.asking = runner, asking
        self.best: tuple[Score, Reading] | None = None
        self.first: tuple[Failure, Reading, ConvSpec] | None = None
        self.single: tuple[Score, Reading] | None = None
        self.lost = 0
        self._began = process_time() + runner.spent
        self.places: dict[str, tuple[list[Filled] | Failure, ConvSpec]] = {}
        self._probing = Probing(asking.given)
        self._meanings: dict[str, Meaning] = {}
        self._kept: tuple[Layout, ...] | None = None

    def found(self) -> Recognised:
        """The best form, after other meanings of the layer have been tried, too."""
        self._usual()
        if self.best is not None and self.best[0].judged and not self.best[0].ahead:
            self._rectified()
        if self.best is None or not (self.best[0].whole or self.best[0].by_forward):
            self._others()
        self.best = self.best or self.single
        reading = self.best[1] if self.best else None
        failure, tried = (self.first[0], self.first[1:]) if self.first else (None, None)
        known = self.best is not None and fits(self.runner, self.asking, *self.best)
        return Recognised(reading=reading, fits=known, failure=failure, tried=tried, given_up=self._given_up)

    @property
    def _given_up(self) -> bool:
        return process_time() + self.runner.spent - self._began > PATIENCE

    def _usual(self) -> None:
        name = self.asking.plans[0].target if self.asking.plans else ""
        for (plan, layout), meaning in product(islice(self._ways(), MOST_TRIED), named(name)):
            self._try(plan, layout, meaning)
            if self._given_up or self.lost >= MOST_LOST or (self.best is not None and self.best[0].enough):
                return

    def _rectified(self) -> None:
        """An activation behind the layer, which lets everything through where a bias is large."""
        kept, self.best = self.best, None
        own = [way for way in self._ways(apart=False) if kept and alike(way[0], kept[1].plan)]
        for plan, layout in chain(own, islice(self._ways(apart=False), MOST_OTHERS)):
            self._try(plan, layout, RECTIFIED)
            if self._given_up or self.lost >= MOST_LOST or (self.best is not None and self.best[0].by_forward):
                break
        self.best = self.best if self.best is not None and self.best[0].by_forward else kept

    def _others(self) -> None:
        """Another layer than the told one, where everything is right for it."""
        if self.best is not None and (self.best[0].right or self.best[1].plan.forward):
            ways: Iterator[tuple[Plan, Layout]] = iter([(self.best[1].plan, self.best[1].layout)])
        else:
            ways = islice(self._ways(apart=False), MOST_OTHERS)
        kept = self.best
        for plan, layout in list(ways):
            for meaning in possible(plan.roles):
                if self.lost >= MOST_LOST or self._given_up:
                    self.best = kept
                    return
                self.best = None
                self._try(plan, layout, meaning)
                if self.best is not None and self.best[0].whole:
                    return
        self.best = kept

    def _ways(self, *, apart: bool = True) -> Iterator[tuple[Plan, Layout]]:
        """Usual plans before unusual ones, each in every usual layout; then, or at once, in the others."""
        name = self.asking.plans[0].target if self.asking.plans else ""
        usual, others = (self.asking.layouts, ()) if self.asking.layouts else self._in_order(name)
        for layouts in (usual, others) if apart else ((*usual, *others),):
            for plan in self.asking.plans:
                fixed = plan.framework != "numpy" or plan.engine
                for framework in [plan.framework] if fixed else self.asking.frameworks:
                    for own in framed(plan, framework):
                        yield from ((own, layout) for layout in layouts)

    def _in_order(self, name: str) -> tuple[tuple[Layout, ...], tuple[Layout, ...]]:
        """The usual layouts behind those in which an object keeps its filter."""
        usual, others = in_order(name)
        if self._kept is None:
            self._kept = keeping(self.runner, self.asking.plans, self._probing, usual)
        return (*self._kept, *usual), tuple(one for one in others if one not in self._kept)

    def _try(self, plan: Plan, layout: Layout, meaning: Meaning) -> None:
        for dtype in ("float64", "float32", "int64"):
            failed = self._placed(replace(plan, dtype=dtype), layout, meaning)
            if failed is None or failed.fatal or not OF_TYPES.search(failed.text):
                return

    def _placed(self, plan: Plan, layout: Layout, meaning: Meaning) -> Failure | None:
        """With the places of a class filled in, where it is not handed its weight."""
        bare = Reading(plan=plan, layout=layout, results={}, meaning=meaning)
        if plan.construct is None or "w" in plan.roles:
            return self._asked(bare)
        held = self._located(bare)
        if held is None:
            return None
        ways, told = held
        if not ways:
            ways = Failure(kind="other", text="no array of the weight's size is found in it; tell with --set")
        if isinstance(ways, Failure):
            return self._failed(ways, bare, told)
        failed = None
        for way in adding(self.runner, bare, told, ways):
            sets = {**plan.sets, **way.sets}
            own = replace(bare, plan=replace(plan, sets=sets), layout=way.layout, meaning=way.meaning)
            failed = self._asked(own)
            if failed is None:
                return None
        return failed

    def _located(self, bare: Reading) -> tuple[list[Filled] | Failure, ConvSpec] | None:
        """The places of an object, and the layer it was built for: the first that the code does not refuse."""
        plan = bare.plan
        built = (plan.construct, plan.prepare, plan.framework, plan.dtype)
        key = repr((*built, bare.layout, bare.meaning))
        if key not in self.places:
            for told in self._probing.expressible(bare)[:MOST_REFUSED]:
                self.places[key] = located(self.runner, bare, told, self.asking.shown), told
                if not refused(self.places[key][0]):
                    break
        return self.places.get(key)

    def _failed(self, failure: Failure, reading: Reading, told: ConvSpec) -> Failure:
        if self.first is None or telling(failure) > telling(self.first[0]):
            self.first = failure, reading, told
        self.lost += LOST.get(failure.kind, 1)
        return failure

    def _asked(self, bare: Reading) -> Failure | None:
        """One form on the probes; why it did not come back, where nothing did."""
        if bare.meaning.rectified and not (bare.plan.forward and "b" in bare.plan.roles):
            return None
        if bare.plan.forward:
            bare = replace(bare, meaning=self._meant(bare))
        probes = self._probing.expressible(bare)
        score, reading, failed = self._probed(bare, probes)
        if reading is not None and (self.best is None or score > self.best[0]):
            self.best = score, reading
        if failed is not None and reading is None and self.single is None and behind(self.runner, bare, probes, failed):
            score, reading, _ = self._probed(bare, self._probing.simplest(bare))
            self.single = (score, reading) if reading is not None and score.right and score.by_forward else None
            return failed
        return failed if reading is None else None

    def _probed(self, bare: Reading, layers: Sequence[ConvSpec]) -> tuple[Score, Reading | None, Failure | None]:
        """How well a form fits on these layers, and how its results are read; the first failure."""
        score, reading, raised = Score(), None, 0
        failed: Failure | None = None
        for told in layers:
            if reading is not None and reading.why_not(told, self.asking.given):
                continue
            asked = Asked(runner=self.runner, reading=reading or bare, told=told)
            point = numbers(asked)
            (outcome,) = asked.ask([point])
            score = replace(score, probed=score.probed + (getattr(outcome, "kind", "") != "refused"))
            if isinstance(outcome, Failure):
                failed = failed or self._failed(outcome, bare, told)
                score = replace(score, spared=score.spared + spared(outcome, bare.plan))
                raised += 1
                if outcome.fatal or (reading is None and raised == MOST_RAISED):
                    break
                continue
            if reading is None:
                reading = self._read(asked, outcome)
                if reading is None and len(set(told.input_size)) < 2:
                    break
                if reading is None:  # what is for square images alone shows on these
                    score = replace(score, spared=score.spared + 1)
                    continue
            score = added(score, replace(asked, reading=reading), outcome, point)
        return score, reading, failed

    def _meant(self, bare: Reading) -> Meaning:
        """The layer that its forward pass computes; many forms differ in what their backward pass is given alone."""
        key = repr((replace(bare.plan, arguments=(), results={}), bare.layout, bare.meaning))
        if key not in self._meanings:
            self._meanings[key] = by_forward(self.runner, bare, self._probing.expressible(bare))
        return self._meanings[key]

    def _read(self, asked: Asked, outcome: Returned) -> Reading | None:
        layout, shapes = asked.reading.layout, asked.shapes()
        wanted = {name: layout.shape(role, shapes[role]) for name, role in ROLE_OF.items()}
        ahead = next((leaf.shape for path, leaf in outcome.leaves.items() if path.startswith("forward")), ())
        if len(ahead) == len(wanted[OUTPUT]) > 1 and ahead != wanted[OUTPUT]:
            text = f"its forward pass gives {sized(ahead)} where the layer has {sized(wanted[OUTPUT])}"
            self._failed(Failure(kind="other", text=text), asked.reading, asked.told)
            return None
        found = results(outcome.leaves, self.asking.shown, self.asking.returns, asked.reading.plan, wanted)
        if not found.keys() - {OUTPUT}:
            return None
        kernel = asked.told.kernel_size if asked.reading.makes_kernel else None
        return replace(asked.reading, results=found, kernel=kernel)
