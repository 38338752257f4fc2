"""What the forward definitions of a text decide: index base, sizes, the order of channels, what ∗ does, the layers."""

from dataclasses import replace
from itertools import product

from symconv.check.evaluating.arithmetic import Sizes
from symconv.check.evaluating.reading import Reading
from symconv.check.evaluating.remembered import holds, overruns
from symconv.check.evaluating.stars import CONVOLUTION, CORRELATION
from symconv.check.grounding.choice import pool, spread
from symconv.check.grounding.sizing import meanings, size_letters
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.context import Context
from symconv.check.understanding.convolved import CONVOLVED, convolves
from symconv.check.understanding.full import is_full
from symconv.check.understanding.layout import PLAIN, best
from symconv.check.understanding.names import size_meaning
from symconv.notation.tree import BigSum, Limits, Node
from symconv.notation.walk import walk
from symconv.spec import ConvSpec


def fixed(context: Context, forwards: list[Claim]) -> Context:
    """The context with all that the text's own forward definitions decide, if need be beyond what is usual."""
    found = _bound(context, forwards)
    if (found.layers and not found.unbound) or not forwards:
        return found
    wider = _bound(replace(context, scope=context.scope.widened()), forwards)
    if wider.layers and not wider.unbound:
        return wider
    if not (found.unbound or all(one.concrete for one in forwards)):
        return found
    for scope in (context.scope, context.scope.widened()):
        turned = _bound(replace(context, scope=scope, convolved=True), forwards)
        if turned.layers and not turned.unbound:
            return replace(turned, assumptions=(*turned.assumptions, CONVOLVED))
    return found


def _bound(context: Context, forwards: list[Claim]) -> Context:
    """The context with what the definitions decide on the layers of its scope."""
    if not forwards:
        return _laid_out(context, [])
    bases = (0, 1) if context.base is None else (context.base,)
    layers = [context.spec] if context.spec else pool(context, forwards)
    tried: list[tuple[int, int, Context]] = []
    choices = product(_fits(context, forwards), bases, _upper(context, forwards), _stars(forwards))
    for number, (sizes, base, order, star) in enumerate(choices):
        held = _held(replace(context, weight_upper=order), forwards, layers, base, star, sizes)
        if held:
            found = replace(context, base=base, weight_upper=order, sizes=sizes, star=star, layers=held)
            tried.append((len(held), -number, found))
        if sizes and tried and not held and tried[0][0] > 2:
            break
    if not tried:
        return _laid_out(replace(context, unbound=convolves(forwards, context.binding)), forwards)
    chosen = max(tried, key=lambda entry: entry[:2])[2]
    if context.base is None and len({entry[2].base for entry in tried if entry[0] == len(chosen.layers)}) > 1:
        chosen = replace(chosen, base=None)
    if all(is_full(spec) and any(map(sum, spec.padding)) for spec in chosen.layers):
        chosen = replace(chosen, scope=replace(chosen.scope, full=True))
    chosen = replace(chosen, orders=_orders(chosen, forwards))
    if context.spec is not None:
        return replace(chosen, layers=(context.spec,))
    return replace(chosen, layers=spread(chosen.layers))


def _orders(context: Context, forwards: list[Claim]) -> dict[str, str]:
    """The order of a filter's channels and places in the definitions, where they have both."""
    raised = any(part.tensor == "weight" and len(part.upper) == 2 for one in forwards for part in one.known)
    found: dict[str, str] = {"weight^2": context.weight_upper} if raised else {}
    for forward in forwards:
        axes = context.axes(forward)
        for order in best(forward.known, axes)[:1]:
            found |= {
                f"{PLAIN[tensor]}{count}": axis
                for (tensor, count), axis in order.items()
                if PLAIN[tensor] == "weight" and (count == axes + 2 or axis.isalpha())
            }
    return found


def _upper(context: Context, forwards: list[Claim]) -> tuple[str, ...]:
    """Orders of two channels above a filter, where there are any."""
    known = (part for found in forwards for part in found.known)
    return ("oi", "io") if any(part.tensor == "weight" and len(part.upper) == 2 for part in known) else ("oi",)


def _stars(forwards: list[Claim]) -> tuple[str | None, ...]:
    """What ``∗`` may do, where a definition uses it."""
    return (CORRELATION, CONVOLUTION) if any(found.open_star for found in forwards) else (None,)


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
    context: Context, forwards: list[Claim], layers: list[ConvSpec], base: int, star: str | None, sizes: Sizes
) -> tuple[ConvSpec, ...]:
    """The layers on which every forward definition that can be evaluated holds."""
    reading = Reading(star=star or CORRELATION)
    if sizes and not any(_all_hold(forwards, context, spec, base, reading, sizes) for spec in layers[:6]):
        return ()
    held = tuple(spec for spec in layers if _all_hold(forwards, context, spec, base, reading, sizes))
    inside = [spec for spec in held if not any(overruns(one, context, spec, base, reading, sizes) for one in forwards)]
    return tuple(inside) or held


def _all_hold(
    forwards: list[Claim], context: Context, spec: ConvSpec, base: int, reading: Reading, sizes: Sizes
) -> bool:
    return all(holds(found, context, spec, base, reading, sizes) for found in forwards)


def _laid_out(context: Context, claims: list[Claim]) -> Context:
    if context.spec is not None:
        return replace(context, layers=(context.spec,))
    return replace(context, layers=())
