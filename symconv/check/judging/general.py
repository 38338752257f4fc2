"""A general formula that held on every layer tried, for every size: proven, refuted, or left as it was.

Without a solver nothing is added, nor where the text means a true convolution: its layers differ in where it starts and
ends. A layer the solver proposes refutes a formula only where the text may be about that layer, and the formula itself,
evaluated exactly on it, differs from the truth.
"""

from dataclasses import replace

from symconv.check.evaluating.questions import EDGES, FULL, TURNED, size
from symconv.check.evaluating.starts import TAPS
from symconv.check.evaluating.unknown import Unknown
from symconv.check.judging.formal import formal
from symconv.check.judging.integers import NotUnderstoodError
from symconv.check.judging.outcome import Outcome
from symconv.check.judging.verdict import Verdict
from symconv.check.readings.defined import holds
from symconv.check.readings.domain import LAYERS, Domain
from symconv.check.readings.trial import tried_on
from symconv.errors import SpecError
from symconv.proof.theorem.indices import Letter, alone
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.pairs import Asked, asked
from symconv.proof.theorem.solver import Solver, installed, smallest
from symconv.spec import ConvSpec

PATIENCE = 1_000
MOST_CLAIMS = 24
"""Formulas of one text for which a proof is sought."""

KNOWN = ("s", "d", "p₋", "p₊", "k")
SOUGHT = ("p₋", "p₊", "d", "s", "k", "N")


def for_every_size(outcomes: dict[int, Outcome]) -> dict[int, Outcome]:
    """The outcomes, those of general formulas with what a proof says of them."""
    general = [start for start, outcome in outcomes.items() if _is_general(outcome)][:MOST_CLAIMS]
    if not general or not installed():
        return outcomes
    solver = Solver(patience=PATIENCE)
    return outcomes | {start: replace(outcomes[start], verdict=_proven(outcomes[start], solver)) for start in general}


def _is_general(outcome: Outcome) -> bool:
    verdict = outcome.verdict
    right = verdict.word in ("right", "right under an assumption") and not verdict.message
    return right and outcome.ground.spec is None and verdict.layers > 1 and outcome.claim.output is None


def _proven(outcome: Outcome, solver: Solver) -> Verdict:
    verdict = outcome.verdict
    layers = tuple(part.truth.spec.form for part in verdict.trial.comparisons)
    layer = layer_of(layers)
    try:
        conditions = _conditions(outcome, layer)
    except (NotUnderstoodError, Unknown):
        return verdict
    failing = [part for part in conditions if not solver.passes(*part)]
    if not failing:
        return replace(verdict, message=f"proven for every size{_told(layer)}")
    return _refuted(outcome, layer, failing) or verdict


def _conditions(outcome: Outcome, layer: OpenLayer) -> list[Asked]:
    """What has to be shown for all sides.

    Raises:
        NotUnderstoodError: a side is no sum of pairs.
    """
    found, trial, ground = outcome.claim, outcome.verdict.trial, outcome.ground
    conditions: list[Asked] = []
    if (
        found.relation != "="
        or found.divided
        or ground.context.orders
        or trial.used.get(EDGES) == FULL
        or trial.used.get(TURNED)
        or any(TAPS.format(number) in trial.assumed for number in (0, 1))
    ):
        raise NotUnderstoodError("more than a sum")
    log = ground.under(trial.used)
    for side in found.sides:
        pairs = formal(found, side, ground.context.binding, lambda letter: log.ask(size(letter)), trial.base, layer)
        needed = () if pairs is None else asked(pairs, layer)
        if needed is None:
            raise NotUnderstoodError("a sum whose letters cannot be solved for")
        conditions += needed
    if not conditions:
        raise NotUnderstoodError("the chain rule alone")
    return conditions


def layer_of(layers: tuple[ConvSpec, ...]) -> OpenLayer:
    """The kind of layer that was tried: what all have in common is known, the rest are letters."""
    axes = range(len(layers[0].input_size))
    sizes = [[_sizes(spec, axis) for axis in axes] for spec in layers]
    known = [
        {name: sizes[0][axis][name] for name in KNOWN if len({each[axis][name] for each in sizes}) == 1}
        for axis in axes
    ]
    alike = frozenset(name for name in KNOWN if all(len({size[name] for size in each}) == 1 for each in sizes))
    return OpenLayer(axes=len(axes), known=tuple(known), alike=alike)


def _sizes(spec: ConvSpec, axis: int) -> dict[str, int]:
    (before, after), one = spec.padding[axis], spec.axes[axis]
    return {"s": one.stride, "d": one.dilation, "p₋": before, "p₊": after, "k": one.kernel_size}


WORDS = {"s": "stride", "d": "dilation", "k": "kernel"}


def _told(layer: OpenLayer) -> str:
    """``, at stride 1, dilation 1, no padding``."""
    told = []
    for name, word in WORDS.items():
        numbers = [known[name] for known in layer.known if name in known]
        if len(numbers) == layer.axes:
            told.append(f"{word} {'x'.join(map(str, numbers)) if len(set(numbers)) > 1 else numbers[0]}")
    pads = [known[name] for known in layer.known for name in ("p₋", "p₊") if name in known]
    if len(pads) == 2 * layer.axes:
        told.append(
            "no padding" if not any(pads) else f"padding {max(pads)}" if len(set(pads)) == 1 else "this padding"
        )
    return f" at {', '.join(told)}" if told else ""


def _refuted(outcome: Outcome, layer: OpenLayer, failing: list[Asked]) -> Verdict | None:
    """The formula on the smallest layer at which the solver sees something fail, if it is wrong there."""
    letters = (alone(size) for name in SOUGHT for size in layer.size(name))
    open_letters = tuple(dict.fromkeys(letter for letter in letters if letter is not None))
    ground = outcome.ground
    for part, given in failing:
        sizes = smallest((part,), (*layer.given, *given), open_letters)
        spec = None if sizes is None else _spec(layer, sizes)
        if spec is None or not ground.scope.holds(spec, ground.given):
            continue
        verdict = outcome.verdict
        log = ground.under(verdict.trial.used)
        if not all(holds(one, ground, spec, log) for one in ground.definitions):
            continue
        trial = replace(
            tried_on(Domain(layers=(spec,), origin=LAYERS), outcome.claim, ground, log), used=verdict.trial.used
        )
        if trial.first_difference():
            return Verdict(word="wrong", trial=trial, assumptions=verdict.assumptions, layers=1)
    return None


def _spec(layer: OpenLayer, found: dict[Letter, int]) -> ConvSpec | None:
    """The layer that the solver proposes."""
    sizes = {name: [size.value(found) for size in layer.size(name)] for name in SOUGHT}
    padding = list(zip(sizes["p₋"], sizes["p₊"], strict=True))
    try:
        return ConvSpec.of(
            input_size=sizes["N"], kernel_size=sizes["k"], stride=sizes["s"], dilation=sizes["d"], padding=padding
        )
    except SpecError:
        return None
