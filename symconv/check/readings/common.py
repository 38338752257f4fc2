"""The common ground of each part of a text: what it says there, what it claims, and what earlier parts define."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from symconv.check.facts.conventions import conventions
from symconv.check.facts.declared import unheard
from symconv.check.facts.elsewhere import notation, own
from symconv.check.facts.letters import declared_letters, declared_orders
from symconv.check.facts.parts import LAYER, STEPS, Part
from symconv.check.facts.scope import scope
from symconv.check.readings.defined import pool
from symconv.check.readings.ground import Ground
from symconv.check.sources import Source
from symconv.check.told import Spec, as_far_as_told, spec_of
from symconv.check.understanding.above import counts_channels
from symconv.check.understanding.claims import Claim
from symconv.check.understanding.given import given_sizes
from symconv.check.understanding.layout import PLAIN, best
from symconv.check.understanding.names import size_meaning
from symconv.check.understood import HEADER, READING
from symconv.errors import InputError
from symconv.notation.tree import Limits
from symconv.notation.walk import walk
from symconv.transposed import TransposedSpec


def common_ground(found: Source, parts: Sequence[Part], made: Sequence[Claim], bare: Ground) -> list[Ground]:
    """The common ground of the claims in each part.

    Args:
        found: the text.
        parts: its parts.
        made: what is claimed.
        bare: letters, numbers, layer and conventions, as far as they are given for all parts.

    Raises:
        SpecError: a header line describes no layer.
    """
    remarks = "".join(f"\n{said}" for _, said in found.comments)
    said = conventions(found.text + remarks, found.prose + remarks)
    context = replace(bare.context, channels_above=counts_channels(list(made)), einstein=said.einstein)
    heard = declared_letters(found.text, context.binding)
    whole = replace(
        bare,
        context=context,
        formulas=tuple(made),
        base=said.base if bare.base is None else bare.base,
        star=bare.star or said.star,
        extended=said.extended,
        turned=said.turned,
        same=said.same,
        declared={**{letter: one.meaning for letter, one in heard.items()}, **bare.declared},
        firm=bare.declared,
        said={name: place for name, place in said.said.items() if name != "star" or bare.star in (None, said.star)},
        sized_at={a: one.place for a, one in heard.items() if bare.declared.get(a, one.meaning) == one.meaning},
    )
    return [_ground(number, parts, whole) for number in range(len(parts))]


def _within(found: Claim, part: Part) -> bool:
    return part.start <= found.statement.start < part.end


def _ground(number: int, parts: Sequence[Part], whole: Ground) -> Ground:
    part = parts[number]
    whole = _sized_here(whole, part) if len(parts) > 1 else whole
    definitions = _definitions(number, parts, whole.formulas)
    options = dict(part.options)
    steps = {name: options.pop(name) for name in STEPS if name in options} if not part.headed else {}
    letters = {letter for one in whole.formulas for letter in one.letters}
    lettered = {meaning[0] for letter in letters if (meaning := whole.meaning(letter)) is not None}
    defines = any(one.target.index and not one.concrete and _within(one, part) for one in definitions)
    declares = len(parts) > 1 and (defines or set(LAYER) <= set(part.options))
    nearest = (
        [part.spoken] if declares else [one.spoken for one in (part, *reversed(parts[:number]), *parts[number + 1 :])]
    )
    ground = replace(
        whole,
        part=part,
        claims=tuple(one for one in whole.formulas if _within(one, part)),
        definitions=definitions,
        scope=scope([*map(own, nearest), *map(notation, nearest)], frozenset(lettered) & set(STEPS)),
        sized={**options, **given_sizes(whole.context.data)} if not part.headed else {},
        steps=steps,
        given={**(part.options if part.headed else {}), **whole.given, **part.given},
        base=whole.base if part.base is None else part.base,
        star=part.star or whole.star,
    )
    known = {*ground.steps, *ground.given, *(ground.scope.said - ground.scope.mentioned), *lettered}
    ground = replace(ground, unheard=unheard(part.spoken) - known)
    if part.given:
        ground = replace(ground, spec=_corrected(ground), origin=READING)
    elif ground.spec is None and part.headed:
        ground = replace(ground, spec=as_far_as_told(ground.given), origin=HEADER)
    if part.headed and "transposed" in part.options and not isinstance(ground.spec, TransposedSpec):
        raise InputError("the header line names a transposed layer, and the options another: say --transposed, too")
    ground = replace(ground, context=replace(ground.context, orders=_orders(definitions, ground)))
    return replace(ground, kernel=_stated_kernel(ground))


def _sized_here(whole: Ground, part: Part) -> Ground:
    """What letters for sizes count in a part: what it says itself beats what others say; a reading beats both."""
    own = declared_letters(part.text, whole.context.binding)
    return replace(
        whole,
        declared={**whole.declared, **{letter: one.meaning for letter, one in own.items()}, **whole.firm},
        sized_at={**whole.sized_at, **{letter: one.place + part.start for letter, one in own.items()}},
    )


def _corrected(ground: Ground) -> Spec | None:
    """The layer that a reading gives whole, or of which it gives other parts than the options or a header line."""
    if ground.part.headed and ground.spec is None:
        return as_far_as_told(ground.given)
    whole = ground.spec.to_json() if ground.spec is not None else {}
    firm = {**whole, **ground.given}
    return spec_of({**ground.part.options, **firm}) if set(LAYER) <= set(firm) else None


def _definitions(number: int, parts: Sequence[Part], made: Sequence[Claim]) -> tuple[Claim, ...]:
    """The forward passes that a part defines, or else the nearest that another does, those before it first."""
    for part in (parts[number], *reversed(parts[:number]), *parts[number + 1 :]):
        found = tuple(one for one in made if one.kind == "forward" and _within(one, part))
        if found:
            found = tuple(one for one in found if _is_clear(one)) or found
            return found if part is parts[number] else tuple(one for one in found if not one.concrete)
    return ()


def _is_clear(definition: Claim) -> bool:
    """Whether its letters for sizes end sums or are customary; one with others, ``x(i + m − Δ)``, defines no layer."""
    ends = {node for part in definition.nodes if isinstance(part, Limits) for node in walk(part)}
    meant = {letter: definition.binding.reference(letter) for letter in definition.letters - ends}
    return not any(
        size_meaning(letter) is None if tensor is None else tensor.tensor.startswith("grad_")
        for letter, tensor in meant.items()
    )


def _orders(definitions: tuple[Claim, ...], ground: Ground) -> dict[str, str]:
    """The order of channels and places in the definitions, of every tensor that has both."""
    general = [one for one in definitions if not one.concrete] or definitions
    raised = any(part.tensor == "weight" and len(part.upper) == 2 for one in definitions for part in one.known)
    found: dict[str, str] = {**declared_orders(ground.part.text, ground.context.binding)}
    found |= {"weight^2": "either"} if raised else {}
    for forward in general:
        axes = ground.axes(forward)
        for order in best(forward.known, axes)[:1]:
            found |= {
                f"{PLAIN[tensor]}{count}": axis
                for (tensor, count), axis in order.items()
                if count == axes + 1 or (PLAIN[tensor] == "weight" and (count == axes + 2 or axis.isalpha()))
            }
    return found


def _stated_kernel(ground: Ground) -> dict[str, Any]:
    """The kernel that prose states, where some layer that can be tried has it."""
    made = list(ground.claims)
    if not made or ground.spec is not None or "kernel_size" in ground.given:
        return {}
    if _pointwise(made):
        return {"kernel_size": "1x1"}
    stated = {name: str(value) for name, value in ground.sized.items() if name == "kernel_size"}
    if stated and "x" not in stated["kernel_size"]:  # ``kernel 3`` is 3x3 for maps
        stated = {"kernel_size": "x".join([stated["kernel_size"]] * ground.axes(made[0]))}
    fits = stated and all(ground.axes(one) == stated["kernel_size"].count("x") + 1 for one in made)
    return stated if fits and pool(replace(ground, kernel=stated), made[:1], ground.under({})) else {}


def _pointwise(made: list[Claim]) -> bool:
    """Whether filters have indices for channels alone, as in ``y_oij = Σ_c w_oc x_cij``."""
    counts: dict[str, set[int]] = {"input": set(), "weight": set(), "output": set()}
    for part in (part for one in made for part in one.known if part.index):
        counts.setdefault(PLAIN[part.tensor], set()).add(len(part.index))
    images = counts["input"] | counts["output"]
    return counts["weight"] == {2} and bool(images) and images <= {3, 4}
