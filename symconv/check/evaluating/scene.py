"""One claim on one layer: the order of its indices, the run of its letters, and the comparison."""

from collections.abc import Sequence
from functools import lru_cache

from symconv.check.asking import Log, Subject
from symconv.check.evaluating.arithmetic import Arithmetic
from symconv.check.evaluating.compare import compare
from symconv.check.evaluating.differences import Comparison
from symconv.check.evaluating.evaluate import Evaluator
from symconv.check.evaluating.kinds import INPUTS, folds, pools, window_ranges
from symconv.check.evaluating.letters import letter_ranges
from symconv.check.evaluating.places import Orders, Places
from symconv.check.evaluating.pooled_truth import NOT_POOLED, pooled_truth
from symconv.check.evaluating.questions import AROUND, EDGES, ENTRIES, GENERAL, ORDER, TURNED, size
from symconv.check.evaluating.starts import TAPS, starts, tells_channels
from symconv.check.evaluating.sums import Sums
from symconv.check.evaluating.truth import Truth, truth
from symconv.check.evaluating.unknown import NOT_FOLDED, NOT_JUDGED, Unknown
from symconv.check.pooled import PooledForm
from symconv.check.told import Spec, of_one_channel
from symconv.check.understanding.above import may_count_channels
from symconv.check.understanding.binding import Binding, Reference
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.layout import CHANNELS, PLAIN, best
from symconv.check.understanding.tabled import is_grid
from symconv.folded import FoldedSpec
from symconv.notation.tree import Infix, Node, Number, Partial, Sum, Symbol
from symconv.transposed import TransposedSpec

LOOKING = 100
"""Steps that it costs to look at a claim on a layer at all."""

IMAGED = ("input", "output")
"""Tensors of which every image has its own: ``x^{(n, c)}``."""


def evaluator_of(found: Claim, context: Context, spec: Spec, log: Log) -> Evaluator:
    """What evaluates a claim on one layer, its indices in the most coherent order."""
    known = found.known
    axes = len(spec.input_size)
    channels, batch = has_channels(found, context, axes)
    raised = [part for part in known if may_count_channels(part)]
    imaged = any(PLAIN[part.tensor] in IMAGED and len(part.upper) == 2 for part in raised)
    above = bool(raised) and ((spec.in_channels, spec.out_channels) != (1, 1) or (imaged and spec.batch > 1))
    channels, batch = channels or above, batch or (above and imaged)
    reduced = not channels and (spec.in_channels, spec.out_channels, spec.groups) != (1, 1, 1)
    if reduced:
        spec = of_one_channel(spec)
    spec = _accepted(found, context.binding, spec if batch else spec.with_batch_size(1))
    orders = next(iter(_ordered(known, axes, frozenset(context.orders.items()))), {})
    places = Places(
        truth=_truth(spec, context, log),
        arithmetic=Arithmetic(spec=spec, meaning=lambda letter: log.ask(size(letter))),
        orders=orders,
        upper_orders=_upper_orders(known, log) if above else {},
        base=log.ask(ENTRIES if found.concrete else GENERAL),
        budget=context.budget,
        told=tells_channels(known, context),
        starts=starts(found, orders),
    )
    if reduced:
        places.assumed.add("read for one channel of many")
    if places.starts.get("f", places.base) != places.base:
        places.assumed.add(TAPS.format(places.starts["f"]))
    return Evaluator(
        truth=places.truth,
        binding=context.binding,
        places=places,
        sums=Sums(places=places, ranges=_ranges(known, places)),
        data=context.data,
        log=log,
        edges=_edges(found, spec),
    )


def _ranges(known: tuple[Reference, ...], places: Places) -> dict[str, range]:
    """How far letters run without limits; of a pooling those within its windows, too."""
    within = window_ranges(known, places) if isinstance(places.truth.spec, PooledForm) else {}
    return letter_ranges(known, places) | within


def _truth(spec: Spec, context: Context, log: Log) -> Truth:
    """The truth about the layer; a max takes the numbers that the text gives of X."""
    if isinstance(spec, PooledForm):
        return pooled_truth(spec, tuple(sorted(context.data.get("input", {}).items())))
    return truth(spec, convolved=bool(log.ask(TURNED)))


def _accepted(found: Claim, binding: Binding, spec: Spec) -> Spec:
    """The layer; what is not understood of a transposed one, or of folded padding, is left out.

    Raises:
        Unknown: the claim counts channels or images by letters, holds for some sizes alone, has padding in its names,
            or does not tell how the layer spreads X, or which of its letters is X.
    """
    signs = [node for node in found.nodes if isinstance(node, Infix)]
    bare = all(map(_is_bare, found.nodes)) and not all(sign.parameter for sign in signs)
    if isinstance(spec, FoldedSpec) and not folds(found, binding):
        raise Unknown(NOT_FOLDED)
    if isinstance(spec, PooledForm) and not (pools(found, binding) and (spec.plain or found.concrete)):
        raise Unknown(NOT_POOLED)
    if isinstance(spec, TransposedSpec) and (
        ((spec.weight_shape[:2] != (1, 1) or spec.batch > 1) and not found.concrete)
        or found.where.sizes
        or found.each_axis
        or any(part.padded for part in found.known)
        or (found.kind == "forward" and bare)
        or _may_be_exchanged(found)
    ):
        raise Unknown(NOT_JUDGED)
    return spec


def _may_be_exchanged(found: Claim) -> bool:
    """Whether X and F may be each other's: in ``o_i = Σ_m x_m f_{i−sm}`` it is F that is read at moving places."""
    weights = {part.name[:1].lower() for part in found.known if part.tensor == "weight"}
    inputs = {part.name[:1].lower() for part in found.known if part.tensor == "input"}
    return not (weights <= set(_FILTERS) and inputs <= set(INPUTS))


_FILTERS = "fwkhgθ"
"""Letters by which filters are called, so that no input is one of them."""


@lru_cache(maxsize=512)
def _ordered(known: tuple[Reference, ...], axes: int, fixed: frozenset[tuple[str, str]]) -> Sequence[Orders]:
    """The most coherent orders of indices; a claim is asked on many layers."""
    return best(known, axes, dict(fixed))


def _edges(found: Claim, spec: Spec) -> Subject:
    """The question where signs start and end; a bare one may be the layer, or what takes a transposed one back."""
    back = isinstance(spec, TransposedSpec) and found.output is None and found.target.tensor == "grad_input"
    return AROUND if (back or found.kind == "forward") and all(map(_is_bare, found.nodes)) else EDGES


def _is_bare(node: Node) -> bool:
    """Whether a node leaves the layer's padding, stride and dilation unsaid: a map, or a sign between maps."""
    if isinstance(node, Infix):
        return node.sign in "∗⋆⊛" and all(
            isinstance(one, Symbol | Partial) or is_grid(one) for one in (node.left, node.right)
        )
    return isinstance(node, Sum | Symbol | Partial | Number) or is_grid(node)


def _upper_orders(known: Sequence[Reference], log: Log) -> dict[tuple[str, int], str]:
    found = {}
    for part in known:
        if may_count_channels(part):
            plain, count = PLAIN[part.tensor], len(part.upper)
            if plain == "weight" and count == 2:
                found[part.tensor, count] = log.ask(ORDER)
            elif count == 1:
                found[part.tensor, count] = CHANNELS[plain][-1] if plain != "weight" else "o"
            elif count == 2:
                found[part.tensor, count] = f"n{CHANNELS[plain]}"
    return found


def has_channels(found: Claim, context: Context, axes: int) -> tuple[bool, bool]:
    """Whether a claim's indices count channels, and images."""
    channels = batch = False
    maps = any(found.maps)
    widths = {len(part.index) for part in found.known if PLAIN[part.tensor] == "weight"}
    beside = {(PLAIN[part.tensor], part.index[0]) for part in found.known if len(part.index) == axes + 1}
    images = widths == {axes} and len(beside) == 2 and len({letter for _, letter in beside}) == 1
    for part in found.known:
        channels = channels or (context.channels_above and may_count_channels(part))
        plain, count = PLAIN[part.tensor], len(part.index)
        if plain == "bias":
            channels = channels or count == 1
        elif plain == "weight":
            channels = channels or count > axes or (0 < count < axes) or (count == axes and (maps and _small(part)))
        else:
            channels = channels or (count > axes and not images) or (0 < count < axes)
            batch = batch or count == axes + 2 or (images and count > axes)
    return channels, batch


def _small(part: Reference) -> bool:
    """``F_{c_o, c_i}`` in a formula of whole maps: its indices are channels."""
    return all(isinstance(node, Symbol) and (node.index or node.name in "oc") for node in part.index)


def on(found: Claim, context: Context, spec: Spec, log: Log, *, first: bool = False) -> Comparison:
    """The claim on one layer.

    Raises:
        Unknown: it has no value there.
    """
    context.budget.spend(LOOKING)
    evaluator = evaluator_of(found, context, spec, log)
    return compare(found, evaluator, einstein=context.einstein, first=first)
