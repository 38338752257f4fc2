"""How a pooling is called: the form and the order of axes in which its forward pass gives what a pooling gives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import process_time
from typing import Any

from symconv.check.code.asking import OUTPUT, Asked, Reading
from symconv.check.code.framing import framed
from symconv.check.code.known import Asking
from symconv.check.code.layout import Layout
from symconv.check.code.layouts import in_order
from symconv.check.code.pools.layers import KINDS, Layer, layers
from symconv.check.code.pools.pooled import FAILS, OTHER, Pooled, gradients
from symconv.check.code.pools.pooled import kinds as kinds_of
from symconv.check.code.recognise import OF_TYPES
from symconv.check.code.results import results
from symconv.check.code.settings import why_not
from symconv.foreign.outcome import Failure, Outcome, Returned
from symconv.foreign.plan import LISTS, Argument, Plan, Tree
from symconv.foreign.runner import Runner

MOST_PLANS = 60
MOST_FATAL = 2
"""Calls that may cost the process before it is given up."""
PATIENCE = 20.0
"""Seconds of processor time for all ways of calling."""
BUILT_IN = ("stride", "dilation", "groups")
"""What no argument needs to tell: the forward pass shows whether the layer is the one that is meant."""


@dataclass(slots=True, kw_only=True)
class PooledSearch:
    """Tries forms of the call until the forward pass of one is a pooling.

    Attributes:
        runner: what runs the code.
        asking: what is known of it.
        named: whether its name says that it is a pooling: then what is called a kernel is a size.
        came: whether some forward pass came back.
    """

    runner: Runner
    asking: Asking
    named: bool
    came: bool = False
    fatal: int = 0

    def found(self) -> Iterator[Pooled]:
        """Every form that fits, the most usual first."""
        began = process_time() + self.runner.spent
        for plan, layout in ways(self.asking, _pools, named=self.named):
            if self.fatal >= MOST_FATAL or process_time() + self.runner.spent - began > PATIENCE:
                return
            for dtype in ("float64", "float32"):
                one = self._on_layers(Reading(plan=replace(plan, dtype=dtype), layout=layout, results={}))
                if isinstance(one, Pooled):
                    yield one
                if not isinstance(one, Failure) or not OF_TYPES.search(one.text):
                    break

    def _on_layers(self, bare: Reading) -> Pooled | Failure | None:
        """What comes back; the failure, where nothing does."""
        letters = bare.layout.input
        there: list[tuple[Layer, Reading, list[Outcome], str]] = []
        failed: Failure | None = None
        others = []
        for layer in layers(len(bare.layout.axes), self.asking.given, channels="C" in letters, images="N" in letters):
            asked = Asked(runner=self.runner, reading=bare, told=layer.told)
            if len(asked.shapes()["x"]) != len(bare.layout.axes) + 2:
                continue
            flat = "its output has one place alone" if bare.layout.why_not(asked.shapes()) else ""
            if why := flat or why_not(layer.told, bare.plan.tokens, BUILT_IN):
                others.append((layer, why))
                continue
            outcomes = asked.ask(layer.points)
            failure = next((one for one in outcomes if isinstance(one, Failure)), None)
            if failure is not None:
                failed, self.fatal = failed or failure, self.fatal + failure.fatal
                if failure.fatal or (not there and len(others) > len(KINDS)):
                    return failed
                others.append((layer, f"{FAILS}{failure.text}"))
                continue
            reading = self._read(asked, outcomes[0])
            kinds = kinds_of(replace(asked, reading=reading), layer, outcomes) if reading else []
            if reading is None or not kinds:
                others.append((layer, OTHER))
            there += [(layer, reading, outcomes, kind) for kind in kinds if reading is not None]
        return self._of_one_kind(there, others) if there else failed

    def _read(self, asked: Asked, outcome: Outcome) -> Reading | None:
        """With the places of output and gradient; None where no output of that size came back."""
        if not isinstance(outcome, Returned):
            return None
        shapes, layout = asked.shapes(), asked.reading.layout
        wanted = {"grad_input": layout.shape("x", shapes["x"]), OUTPUT: layout.shape("dout", shapes["dout"])}
        nowhere = {"grad_weight": (-1,), "grad_bias": (-1,)}
        shown = self.asking.shown
        found = results(outcome.leaves, shown, self.asking.returns, asked.reading.plan, wanted | nowhere)
        self.came = self.came or any(path.startswith("forward") for path in outcome.leaves)
        kept = {name: path for name, path in found.items() if name in wanted}
        return replace(asked.reading, results=kept) if OUTPUT in kept else None

    def _of_one_kind(
        self, there: Sequence[tuple[Layer, Reading, list[Outcome], str]], others: Sequence[tuple[Layer, str]]
    ) -> Pooled:
        counts = [sum(kind == one for *_, kind in there) for one in KINDS]
        kind = list(KINDS)[counts.index(max(counts))]
        own = [(layer, reading, outcomes) for layer, reading, outcomes, one in there if one == kind]
        reading = own[0][1]
        found = [
            (layer, gradients(Asked(runner=self.runner, reading=reading, told=layer.told), outcomes))
            for layer, _, outcomes in own
        ]
        left = {id(layer): layer for layer, *_, one in there if all(layer is not part[0] for part in own)}
        also = [(layer, OTHER) for layer in left.values()]
        return Pooled(reading=reading, kind=kind, by="", there=found, others=[*others, *also])


def ways(asking: Asking, fits: Callable[[Plan], bool], *, named: bool) -> Iterator[tuple[Plan, Layout]]:
    """The ways of calling that may be a pooling's, with the orders of axes; what is called a kernel may be a size."""
    name = asking.plans[0].target if asking.plans else ""
    usual = asking.layouts or [layout for part in in_order(name) for layout in part]
    orders: dict[str, Layout] = {}
    for layout in filter(_alike, usual):
        orders.setdefault(layout.input, layout)
    vectors = [replace(layout, output="NF") for letters, layout in orders.items() if {"N", "C"} <= set(letters)]
    plans = map(_sized, asking.plans) if named else asking.plans
    for plan in islice(filter(fits, plans), MOST_PLANS):
        for framework in [plan.framework] if plan.framework != "numpy" else asking.frameworks:
            for own in framed(plan, framework):
                yield from ((own, layout) for layout in [*orders.values(), *vectors])


def _sized(plan: Plan) -> Plan:
    """With the size of a window where a filter would be handed over."""
    if plan.roles & {"kernel_size"}:
        return plan
    sized: dict[str, Any] = {name: tuple(map(_size, getattr(plan, name))) for name in LISTS if getattr(plan, name)}
    return replace(plan, **sized)


def _size(each: Argument) -> Argument:
    return replace(each, tree=_without_filter(each.tree))


def _without_filter(tree: Tree) -> Tree:
    """The same with the size of a window where a filter stands, in dictionaries and tuples, too."""
    if isinstance(tree, str):
        return "kernel_size" if tree == "w" else tree
    if isinstance(tree, dict):
        return {key: _without_filter(part) for key, part in tree.items()}
    return [_without_filter(part) for part in tree]


def _pools(plan: Plan) -> bool:
    """Whether a form has a forward pass of its own, of an input alone."""
    return bool(plan.forward) and not plan.engine and "x" in plan.roles and not {"w", "b", "xp"} & plan.roles


def _alike(layout: Layout) -> bool:
    """Whether the output has the axes of the input."""
    return layout.output.replace("F", "C") == layout.input
