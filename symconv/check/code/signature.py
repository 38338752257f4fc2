"""Parameters → what may be handed over for them, the most usual first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from symconv.check.code.source import Part, Shown
from symconv.check.code.vocabulary import PARAMETERS, USUAL_CACHES, USUAL_PARAMETERS, roles
from symconv.foreign.plan import Argument, Arguments, Tree, leaves

UNKNOWN = ("dout", "x", "w", "b", "stride", "pad", "kernel_size")
"""What a parameter may be whose name says nothing."""

MOST = 120
"""Combinations that are tried for one function."""

ONCE = frozenset({"dout", "x", "xp", "w", "b", "stride", "pad"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter.

    Attributes:
        name: its name.
        keyword: whether it is given by name only.
        optional: whether it has a default.
    """

    name: str
    keyword: bool
    optional: bool


def parameters(listed: Sequence[Sequence[object]]) -> list[Parameter]:
    """The parameters that ``foreign.module.parameters`` told."""
    return [Parameter(name=str(name), keyword=bool(k), optional=bool(o)) for name, k, o in listed]


def arguments(listed: Sequence[Parameter], shown: Shown, *, upstream: bool, forward: bool = False) -> list[Arguments]:
    """What may be handed over, the most usual first.

    Args:
        listed: the parameters.
        shown: what the source tells of them.
        upstream: whether ∂L/∂O must be among them.
        forward: whether a cache can be had from the code's own forward pass.
    """
    kept = [each for each in listed if not (each.optional and not known(each.name, shown))]
    options = [_options(each.name, shown, forward=forward) for each in kept]
    ranked = sorted(
        islice(product(*map(enumerate, options)), 20_000), key=lambda choice: sum(rank for rank, _ in choice)
    )
    found = []
    by_name = False
    for choice in ranked:
        trees = [tree for _, tree in choice]
        held = [role for tree in trees for role in leaves(tree)]
        if any(held.count(role) > 1 for role in ONCE & set(held)) or (upstream and "dout" not in held):
            continue
        made = []
        by_name = len(kept) < len(listed)
        for each, tree in zip(kept, trees, strict=True):
            made.append(Argument(name=each.name, tree=tree, keyword=each.keyword or (by_name and each.optional)))
        found.append(tuple(made))
        if len(found) == MOST:
            break
    return found


def known(name: str, shown: Shown) -> bool:
    """Whether a name, or what the source does with it, says what it is."""
    return bool(roles(name)) or name.lower() in PARAMETERS or name in shown.keys or name in shown.unpacked


def _options(name: str, shown: Shown, *, forward: bool) -> list[Tree]:
    """What one parameter may be."""
    found: list[Tree] = []
    if set(roles(name)) & {"x_shape", "w_shape"}:
        found += roles(name)
    elif name in shown.unpacked:
        found += list(islice(_tuples(shown.unpacked[name], shown), 24))
    elif name in shown.keys:
        found += _mappings(shown.keys[name])
    elif name.lower() in PARAMETERS:
        found += [dict(zip(keys, ("stride", "pad"), strict=True)) for keys in USUAL_PARAMETERS]
    if "cache" in roles(name):
        found += ["cache"] if forward else []
        found += [_usual(cache) for cache in USUAL_CACHES] if name not in shown.unpacked else []
    found += [role for role in roles(name) if role != "cache" and role not in found]
    if "x" in found:
        found.append("xp")
    return found or list(UNKNOWN)


def _tuples(parts: Sequence[Part], shown: Shown) -> Iterator[Tree]:
    options = [_part(part, shown) for part in parts]
    ranked = sorted(islice(product(*map(enumerate, options)), 500), key=lambda choice: sum(rank for rank, _ in choice))
    for choice in ranked:
        yield [tree for _, tree in choice]


def _part(part: Part, shown: Shown) -> list[Tree]:
    if isinstance(part, list):
        return list(islice(_tuples(part, shown), 8))
    plain = part.removeprefix("self.")
    found = _options(plain, shown, forward=False) if known(plain, shown) else ["none"]
    return [tree for tree in found if tree != "cache"] or ["none"]


def _mappings(keys: Sequence[str]) -> list[Tree]:
    """Dictionaries with these keys; one whose key says nothing holds None there."""
    options = [roles(key) or (("stride", "pad") if key.lower() in PARAMETERS else ("none",)) for key in keys]
    return [dict(zip(keys, choice, strict=True)) for choice in islice(product(*options), 12)]


def _usual(cache: Sequence[str]) -> Tree:
    made: list[Tree] = [{"stride": "stride", "pad": "pad"} if part == "conv_param" else part for part in cache]
    return made


def weights(shown: Shown) -> Iterator[Mapping[str, str]]:
    """Where a class may hold its weight and its bias: attributes, or entries of a dictionary; a bias may be none."""
    entries = [
        f"{holder.removeprefix('self.')}['{key}']"
        for holder, keys in shown.keys.items()
        if holder.startswith("self.") and "grad" not in holder and "cache" not in holder
        for key in keys
    ]
    held: dict[str, list[str]] = {}
    for place in (*shown.stored, *entries):
        for role in roles(place.rpartition("[")[2].strip("']"))[:1]:
            held.setdefault(role, []).append(place)
    for weight in held.get("w", [])[:3]:
        for bias in (*held.get("b", [])[:1], None):
            yield {weight: "w"} | ({bias: "b"} if bias else {})
