"""A pooling's backward pass without a forward pass: which pooling it is, as told, by name, or by what it gives."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import process_time

from symconv.check.code.asking import Asked, Reading
from symconv.check.code.known import Asking
from symconv.check.code.layout import Array
from symconv.check.code.pools.finding import PATIENCE, ways
from symconv.check.code.pools.layers import KINDS, Layer, layers
from symconv.check.code.pools.pooled import FAILS, Pooled, gradients
from symconv.check.code.results import results
from symconv.check.code.settings import why_not
from symconv.foreign.outcome import Failure, Returned
from symconv.foreign.plan import Plan
from symconv.foreign.runner import Runner

NAMES: Mapping[str, re.Pattern[str]] = {
    "max": re.compile(r"max", re.IGNORECASE),
    "average": re.compile(r"av(?:g|e(?:rage)?)?(?![a-z])|average|mean", re.IGNORECASE),
}
"""Pooling → how a name says that it is one."""
AS_TOLD = "as it was told"
GEOMETRY = ("kernel_size", "stride")
"""What arguments must tell; what is built in shows where the gradient is right."""

There = list[tuple[Layer, Reading, list[Array] | str]]
"""Layer → how the function was read there, and the gradients that came back, or why there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneSearch:
    """Tries forms of the call.

    Attributes:
        runner: what runs the code.
        asking: what is known of it.
        name: what it is called.
    """

    runner: Runner
    asking: Asking
    name: str

    def found(self) -> Iterator[Pooled]:
        """Every form in which gradients come back, as every pooling that it may be, the most usual first."""
        began = process_time() + self.runner.spent
        for plan, layout in ways(self.asking, _alone, named=True):
            if process_time() + self.runner.spent - began > PATIENCE:
                return
            reading = Reading(plan=plan, layout=layout, results={})
            there, others = self._on_layers(reading)
            kinds, by = self._kinds()
            for kind in kinds if there else ():
                own = [(layer, values) for layer, _, values in there if kind in layer.kinds]
                yield Pooled(reading=there[0][1], kind=kind, by=by, there=own, others=others)

    def tells(self, pooled: Pooled) -> bool:
        """Whether arguments, or options, tell the window and its stride."""
        return set(GEOMETRY) <= pooled.reading.plan.roles | self.asking.given.keys()

    def _kinds(self) -> tuple[Sequence[str], str]:
        """The poolings that it may be, and how that is known."""
        told = self.asking.given.get("pool")
        said = [pool for pool, pattern in NAMES.items() if pattern.search(self.name)]
        pools = [told] if told else said if len(said) == 1 else list(NAMES)
        by = AS_TOLD if told else "by its name" if len(said) == 1 else "by what it gives"
        return [kind for kind, options in KINDS.items() if options["pool"] in pools], by

    def _on_layers(self, bare: Reading) -> tuple[There, list[tuple[Layer, str]]]:
        """The gradients of each layer, and the layers that could not be asked for; nothing where the call fails."""
        letters = bare.layout.input
        there: There = []
        others: list[tuple[Layer, str]] = []
        for layer in layers(len(bare.layout.axes), self.asking.given, channels="C" in letters, images="N" in letters):
            asked = Asked(runner=self.runner, reading=bare, told=layer.told)
            if len(asked.shapes()["x"]) != len(bare.layout.axes) + 2:
                continue
            fixed = (*self.asking.given, "dilation", "groups", "stride" if "stride" not in bare.plan.roles else "")
            if why := bare.layout.why_not(asked.shapes()) or why_not(layer.told, bare.plan.tokens, fixed):
                others.append((layer, why))
                continue
            outcomes = asked.ask(layer.points)
            failure = next((one for one in outcomes if isinstance(one, Failure)), None)
            if failure is not None:
                others.append((layer, f"{FAILS}{failure.text}"))
                if failure.fatal or not there:
                    return [], others
                continue
            reading = self._read(asked, outcomes[0])
            if reading is None:
                return [], others
            there.append((layer, reading, gradients(replace(asked, reading=reading), outcomes)))
        return there, others

    def _read(self, asked: Asked, outcome: object) -> Reading | None:
        """With the place of the gradient; None where nothing of the input's size came back."""
        if not isinstance(outcome, Returned):
            return None
        layout = asked.reading.layout
        wanted = {"grad_input": layout.shape("x", asked.shapes()["x"])}
        nowhere = {"grad_weight": (-1,), "grad_bias": (-1,)}
        found = results(outcome.leaves, self.asking.shown, self.asking.returns, asked.reading.plan, wanted | nowhere)
        kept = {name: path for name, path in found.items() if name in wanted}
        return replace(asked.reading, results=kept) if kept else None


def _alone(plan: Plan) -> bool:
    """Whether a form has no forward pass, and is given ∂L/∂O with the input, or its size."""
    given = plan.roles
    return (
        not (plan.forward or plan.engine)
        and "dout" in given
        and bool({"x", "x_shape"} & given)
        and not {"w", "b", "xp"} & given
    )
