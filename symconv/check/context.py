"""What all statements of a text share: letters, layer, index base, the meaning of sizes and signs."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from symconv.check.arithmetic import Arithmetic, Budget, Sizes, Unknown, counted, key
from symconv.check.binding import Binding, Reference
from symconv.check.claims import Claim, is_map, references
from symconv.check.compare import Comparison, compare
from symconv.check.evaluate import Evaluator
from symconv.check.layers import Scope, axes_of, candidates
from symconv.check.layout import CHANNELS, PLAIN, best
from symconv.check.letters import letter_ranges
from symconv.check.maps import CONVOLUTION, CORRELATION, Reading
from symconv.check.names import size_meaning
from symconv.check.places import Places
from symconv.check.truth import truth
from symconv.errors import SpecError
from symconv.notation.tree import Apply, BigSum, Infix, Limits, Matrix, Node, Number, Symbol
from symconv.notation.walk import walk
from symconv.spec import ConvSpec

MOST_LAYERS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The common ground of a text.

    Attributes:
        binding: letter → tensor.
        scope: what the prose says about layers.
        spec: the layer, where one is given.
        given: what is given of a layer that is not given whole.
        written_out: without a layer, the one that the entries written out belong to.
        base: the number of first entries, where it is known.
        layers: the layers to judge on.
        sizes: letters whose meaning the forward definition fixes.
        star: what ``∗`` does, where the forward definition tells.
        weight_upper: the order of channels above a filter, ``oi`` or ``io``.
        data: tensors given as numbers.
        einstein: whether repeated letters are summed.
        budget: steps that are left for the text.
        assumptions: what was assumed for the whole text.
    """

    binding: Binding
    scope: Scope
    spec: ConvSpec | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    written_out: ConvSpec | None = None
    base: int | None = None
    layers: tuple[ConvSpec, ...] = ()
    sizes: Sizes = field(default_factory=dict)
    star: str | None = None
    weight_upper: str = "oi"
    data: Mapping[str, Mapping[tuple[int, ...], int]] = field(default_factory=dict)
    einstein: bool = False
    budget: Budget = field(default_factory=Budget)
    assumptions: tuple[str, ...] = ()

    def axes(self, found: Claim) -> int:
        """Spatial axes: the layer's, or as many as the indices tell."""
        if self.spec is not None:
            return len(self.spec.input_size)
        return axes_of(self.given) or _axes_of(all_references(found, self.binding))


def all_references(found: Claim, binding: Binding) -> list[Reference]:
    """Every tensor in a claim, its target first."""
    known = [found.target, *([found.output] if found.output else [])]
    if isinstance(found.left, Matrix):
        known += references(found.left, binding)
    return [*known, *(part for side in found.sides for part in references(side, binding))]


def _axes_of(known: list[Reference]) -> int:
    counts = {PLAIN[part.tensor]: len(part.index) for part in known if part.index}
    weight, image = counts.get("weight"), counts.get("input") or counts.get("output")
    if weight is not None:
        return 1 if weight == 1 or (weight == 3 and (image or 0) <= 2) else 2
    return 1 if image == 1 else 2


def has_channels(found: Claim, binding: Binding, axes: int) -> tuple[bool, bool]:
    """Whether a claim's indices count channels, and images."""
    channels = batch = False
    for part in all_references(found, binding):
        plain, count = PLAIN[part.tensor], len(part.index)
        if plain == "bias":
            channels = channels or count == 1
        elif plain == "weight":
            channels = channels or count > axes or (0 < count < axes) or (count == axes and _small(part, found))
        else:
            channels = channels or count > axes or (0 < count < axes)
            batch = batch or count == axes + 2
    return channels, batch


def _small(part: Reference, found: Claim) -> bool:
    """``F_{c_o, c_i}`` in a formula of whole maps: its indices are channels."""
    return any(is_map(side) for side in found.sides) and all(
        isinstance(node, Symbol) and (node.index or node.name in "oc") for node in part.index
    )


def _upper_counts(part: Reference) -> bool:
    """Whether what stands above counts channels rather than layers of the network."""
    names = {node.name for above in part.upper for node in walk(above) if isinstance(node, Symbol)}
    return bool(part.upper) and not names & {"l", "L", "ℓ", "prev", "T", "′", "*"} and not (names and part.index == ())


def evaluators(found: Claim, context: Context, spec: ConvSpec, base: int, sizes: Sizes) -> Iterator[Evaluator]:
    """Ways to read the order of a claim's indices on one layer, the most coherent first."""
    known = all_references(found, context.binding)
    axes = len(spec.input_size)
    channels, batch = has_channels(found, context.binding, axes)
    above = (spec.in_channels, spec.out_channels) != (1, 1) and any(map(_upper_counts, known))
    channels = channels or above
    reduced = not channels and (spec.in_channels, spec.out_channels, spec.groups) != (1, 1, 1)
    if reduced:
        spec = replace(spec, in_channels=1, out_channels=1, groups=1)
    if not batch and spec.batch_size != 1:
        spec = replace(spec, batch_size=1)
    upper = _upper_orders(known, context) if above else {}
    orders = best(known, axes)
    for order in orders[:1] if orders else [{}]:
        places = Places(
            truth=truth(spec),
            arithmetic=Arithmetic(spec=spec, sizes=sizes),
            orders=order,
            upper_orders=upper,
            base=base,
            budget=context.budget,
        )
        evaluator = Evaluator(
            truth=places.truth,
            binding=context.binding,
            places=places,
            ranges=letter_ranges(known, places),
            data=context.data,
        )
        if reduced:
            places.assumed.add("read for one channel of many")
        yield evaluator


def _upper_orders(known: list[Reference], context: Context) -> dict[tuple[str, int], str]:
    found = {}
    for part in known:
        if _upper_counts(part):
            plain, count = PLAIN[part.tensor], len(part.upper)
            if plain == "weight" and count == 2:
                found[part.tensor, count] = context.weight_upper
            elif count == 1:
                found[part.tensor, count] = CHANNELS[plain][-1] if plain != "weight" else "o"
            elif count == 2:
                found[part.tensor, count] = f"n{CHANNELS[plain]}"
    return found


def on(
    found: Claim, context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes, *, first: bool = False
) -> Comparison:
    """The claim on one layer.

    Raises:
        Unknown: it has no value there.
    """
    problem: Unknown | None = None
    for evaluator in evaluators(found, context, spec, base, sizes):
        try:
            return compare(found, evaluator, reading, einstein=context.einstein, first=first)
        except Unknown as error:
            problem = problem or error
    raise problem or Unknown("its indices cannot be told apart")


def size_letters(found: Claim, context: Context) -> list[Node]:
    """Letters of a claim that are neither indices nor tensors: its sizes."""
    spec = context.spec or next(candidates(context.axes(found), channels=True, batch=True, given=context.given))
    indices = set[str]()
    for evaluator in evaluators(found, context, spec, 0, {}):
        indices |= set(evaluator.ranges)
    summed = {
        key(part.letter if isinstance(part, Limits) else part)
        for side in found.sides
        for node in walk(side)
        if isinstance(node, BigSum)
        for part in node.over
        if isinstance(part, Limits | Symbol)
    }
    seen: dict[Node, None] = {}
    for tree in (*found.sides, found.left):
        for node in _index_nodes(tree, context.binding):
            for name, letter in counted(node).items():
                if name not in indices and name not in summed:
                    seen[letter] = None
    return list(seen)


def _index_nodes(tree: Node, binding: Binding) -> Iterator[Node]:
    """Everything that is arithmetic on indices: indices of tensors, limits, conditions."""
    for part in references(tree, binding):
        yield from part.index
    for node in walk(tree):
        if isinstance(node, BigSum):
            for over in node.over:
                if isinstance(over, Limits):
                    yield from (limit for limit in (over.first, over.last) if limit is not None)
                elif not isinstance(over, Symbol):
                    yield over


def meanings(letters: list[Node], axes: int) -> Iterator[Sizes]:
    """What unknown letters may mean, the usual first; at most a few hundred choices."""
    places: list[tuple[str, int | None]] = [
        (quantity, axis) for quantity in ("kernel", "input", "output") for axis in range(axes)
    ]
    places += [
        ("stride", None),
        ("padding", None),
        ("dilation", None),
        ("kernel", None),
        ("input", None),
        ("output", None),
    ]
    for choice in product(places, repeat=len(letters)) if len(letters) <= 3 else ():
        yield dict(zip(letters, choice, strict=True))


def holds(found: Claim, context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes) -> bool:
    """Whether a claim is true on a layer."""
    try:
        return not on(found, context, spec, base, reading, sizes, first=True).differences
    except Unknown:
        return False


def fixed(context: Context, forwards: list[Claim]) -> Context:
    """The context with all that the text's own forward definitions decide."""
    if not forwards:
        return _laid_out(context, [])
    bases = (0, 1) if context.base is None else (context.base,)
    tried: list[tuple[int, int, Context]] = []
    choices = product(_fits(context, forwards), bases, _upper(context, forwards), _stars(forwards))
    for number, (sizes, base, order, star) in enumerate(choices):
        held = _held(context, forwards, base, order, star, sizes)
        if held:
            found = replace(context, base=base, weight_upper=order, sizes=sizes, star=star, layers=held)
            tried.append((len(held), -number, found))
        if sizes and tried and not held and tried[0][0] > 2:
            break
    if not tried:
        return _laid_out(context, forwards)
    chosen = max(tried, key=lambda entry: entry[:2])[2]
    if context.base is None and len({entry[2].base for entry in tried if entry[0] == len(chosen.layers)}) > 1:
        chosen = replace(chosen, base=None)
    if context.spec is not None:
        return replace(chosen, layers=(context.spec,))
    return replace(chosen, layers=_spread(chosen.layers))


def _spread(layers: tuple[ConvSpec, ...]) -> tuple[ConvSpec, ...]:
    """At most so many layers, from all over the list."""
    if len(layers) <= MOST_LAYERS:
        return layers
    return tuple(layers[n * len(layers) // MOST_LAYERS] for n in range(MOST_LAYERS))


def _upper(context: Context, forwards: list[Claim]) -> tuple[str, ...]:
    """Orders of two channels above a filter, where there are any."""
    known = (part for found in forwards for part in all_references(found, context.binding))
    return ("oi", "io") if any(part.tensor == "weight" and len(part.upper) == 2 for part in known) else ("oi",)


def _stars(forwards: list[Claim]) -> tuple[str | None, ...]:
    """What ``∗`` may do, where a definition uses it."""
    return (CORRELATION, CONVOLUTION) if any(map(has_open_star, forwards)) else (None,)


def has_open_star(found: Claim) -> bool:
    """Whether a sign in the claim may flip its filter or not."""
    nodes = (node for side in found.sides for node in walk(side))
    return any(
        (isinstance(node, Infix) and node.sign in "∗⊛")
        or (isinstance(node, Apply) and node.operator.startswith("conv"))
        for node in nodes
    )


def _fits(context: Context, forwards: list[Claim]) -> list[Sizes]:
    unknown: dict[Node, None] = {}
    for found in forwards:
        for letter in size_letters(found, context):
            if size_meaning(letter) is None or _runs_to(found, letter):
                unknown[letter] = None
    usual = [letter for letter in unknown if size_meaning(letter) is None]
    letters = list(unknown)[:2]
    axes = context.axes(forwards[0])
    return [*([{}] if not usual else []), *(meanings(letters, axes) if letters else ())]


def _runs_to(found: Claim, letter: Node) -> bool:
    """Whether a bare letter is the upper limit of a sum (``u = 1 … p``): then its meaning is open."""
    return any(
        isinstance(part, Limits) and part.last == letter
        for side in found.sides
        for node in walk(side)
        if isinstance(node, BigSum)
        for part in node.over
    )


def _held(
    context: Context, forwards: list[Claim], base: int, order: str, star: str | None, sizes: Sizes
) -> tuple[ConvSpec, ...]:
    """The layers on which every forward definition that can be evaluated holds."""
    trial = replace(context, weight_upper=order)
    reading = Reading(star=star or CORRELATION)
    pool = [context.spec] if context.spec else _pool(context, forwards)
    quick = pool if not sizes else pool[:6]
    if sizes and not any(_all_hold(forwards, trial, spec, base, reading, sizes) for spec in quick):
        return ()
    return tuple(spec for spec in pool if _all_hold(forwards, trial, spec, base, reading, sizes))


def _all_hold(
    forwards: list[Claim], context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes
) -> bool:
    return all(holds(found, context, spec, base, reading, sizes) for found in forwards)


def _pool(context: Context, claims: list[Claim]) -> list[ConvSpec]:
    axes = context.axes(claims[0]) if claims else 2
    flags = [has_channels(found, context.binding, axes) for found in claims]
    channels, batch = (any(flag[n] for flag in flags) for n in (0, 1))
    return [
        spec for spec in candidates(axes, channels, batch, context.given) if context.scope.holds(spec, context.given)
    ]


def _laid_out(context: Context, claims: list[Claim]) -> Context:
    if context.spec is not None:
        return replace(context, layers=(context.spec,))
    return replace(context, layers=())


def silence(found: Claim, context: Context) -> tuple[str, ...]:
    """What is assumed of the layers because neither text nor options say it."""
    if context.spec is not None or context.layers or context.written_out is not None:
        return ()
    said = context.scope.said | frozenset(context.given)
    layers = layers_for(found, context)
    silent = {
        "stride 1": "stride" not in said and all(set(spec.stride) == {1} for spec in layers),
        "no padding": "padding" not in said and all(not any(map(sum, spec.padding)) for spec in layers),
        "dilation 1": "dilation" not in said and all(set(spec.dilation) == {1} for spec in layers),
    }
    return tuple(note for note, holds_ in silent.items() if holds_ and note != "dilation 1")


def layers_for(found: Claim, context: Context) -> tuple[ConvSpec, ...]:
    """The layers to judge one claim on."""
    if context.spec is not None:
        return (context.spec,)
    if (
        context.written_out is not None
        and found.target.index
        and all(isinstance(n, Number) for n in found.target.index)
    ):
        return (context.written_out,)
    axes = context.axes(found)
    channels, batch = has_channels(found, context.binding, axes)
    fitting = [spec for spec in context.layers if len(spec.input_size) == axes]
    if not fitting:
        fitting = list(_spread(tuple(_pool(context, [found]))))
    return tuple(
        replace(spec, in_channels=2 if channels else 1, out_channels=3 if channels else 1, batch_size=2 if batch else 1)
        for spec in fitting
    )


def written_out(claims: list[Claim], context: Context, base: int) -> ConvSpec | None:
    """The layer whose entries are written out: as many taps and outputs as are named, and the inputs they reach."""
    largest: dict[str, list[int]] = {}
    for found in claims:
        for part in all_references(found, context.binding):
            axes = context.axes(found)
            numbers = [node.value for node in part.index[-axes:] if isinstance(node, Number)]
            if len(numbers) == axes:
                known = largest.setdefault(PLAIN[part.tensor], [0] * axes)
                largest[PLAIN[part.tensor]] = [max(a, b + 1 - base) for a, b in zip(known, numbers, strict=False)]
    if not {"weight", "output"} <= largest.keys():
        return None
    layer: dict[str, Any] = {"kernel_size": largest["weight"], **context.given}
    with suppress(SpecError):
        along = ConvSpec.of(**{**layer, "input_size": [99] * len(largest["weight"])}).axes
        needed = [
            axis.stride * (outputs - 1) + axis.effective_kernel - axis.before - axis.after
            for axis, outputs in zip(along, largest["output"], strict=True)
        ]
        sizes = [max(pair) for pair in zip(needed, largest.get("input", needed), strict=True)]
        return ConvSpec.of(**{**layer, "input_size": sizes})
    return None


def numeric_base(claims: list[Claim], context: Context) -> int | None:
    """The index base that explicit numbers tell: a 0 anywhere is base 0, a sum from 1 or a last index base 1."""
    lowest: set[int] = set()
    for found in claims:
        for part in all_references(found, context.binding):
            lowest |= {node.value for node in part.index if isinstance(node, Number)}
    starts = {
        part.first.value
        for found in claims
        for side in found.sides
        for node in walk(side)
        if isinstance(node, BigSum)
        for part in node.over
        if isinstance(part, Limits) and isinstance(part.first, Number)
    }
    if 0 in lowest or 0 in starts:
        return 0
    if 1 in starts or (1 in lowest and _many_numbers(claims, context)):
        return 1
    return None


def _many_numbers(claims: list[Claim], context: Context) -> bool:
    """Whether enough entries are written out that a missing 0 tells something."""
    count = sum(
        1
        for found in claims
        for part in all_references(found, context.binding)
        if part.index and all(isinstance(node, Number) for node in part.index)
    )
    return count >= 6
