"""Parameters → what may be handed over for them, the most usual first."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from symconv.check.code.settings import CONSTANTS
from symconv.check.code.source import Part, Shown
from symconv.check.code.vocabulary import PARAMETERS, USUAL_CACHES, USUAL_PARAMETERS, roles
from symconv.foreign.plan import OBJECT, Argument, Arguments, Tree, leaves

UNKNOWN = ("dout", "x", "w", "b", "stride", "pad", "kernel_size")
"""What a parameter may be whose name says nothing."""

EXTRA = ("zero", "none", "one")
"""What else it may be: a number that is not the layer's, such as a regularisation."""

MOST = 160
"""Combinations that are tried for one function."""

ONCE = frozenset({"dout", "x", "xp", "w", "b", "stride", "pad", "in_channels", "out_channels", "kernel_size"})
SIZES = frozenset({"stride", "pad", "dilation", "kernel_size"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter.

    Attributes:
        name: its name.
        kind: ``keyword`` where it is given by name only, ``*`` and ``**`` for those that take the rest.
        optional: whether it can be left out.
        default: as Python writes it; empty for none.
        annotation: as Python writes it; empty for none.
    """

    name: str
    kind: str = ""
    optional: bool = False
    default: str = ""
    annotation: str = ""

    @property
    def value(self) -> Any:
        """The default, where it is a plain value."""
        try:
            return ast.literal_eval(self.default) if self.default else None
        except (ValueError, SyntaxError):
            return None


def parameters(listed: Sequence[Mapping[str, Any]]) -> list[Parameter]:
    """The parameters that ``foreign.described.parameters`` told."""
    return [Parameter(**each) for each in listed]


def arguments(listed: Sequence[Parameter], shown: Shown, *, upstream: bool, forward: bool = False) -> list[Arguments]:
    """What may be handed over, the most usual first.

    Args:
        listed: the parameters.
        shown: what the source tells of them.
        upstream: whether ∂L/∂O must be among them.
        forward: whether a cache can be had from the code's own forward pass.
    """
    kept = [each for each in listed if not each.optional or (known(each, shown) and not _beside(each))]
    options = [_options(each, shown, forward=forward) for each in kept]
    taken = {trees[0] for each, trees in zip(kept, options, strict=True) if known(each, shown) if trees[0] in UNKNOWN}
    for each, trees in zip(kept, options, strict=True):
        if {"x", "w"} <= taken and not known(each, shown):
            trees[:] = [*EXTRA[:2], *(role for role in UNKNOWN if role not in taken), *EXTRA[2:]]
    ranked = sorted(
        islice(product(*map(enumerate, options)), 20_000), key=lambda choice: sum(rank for rank, _ in choice)
    )
    found = []
    for choice in ranked:
        trees = [tree for _, tree in choice]
        held = [role.partition(":")[0] for tree in trees for role in leaves(tree)]
        twice = any(held.count(role) > 1 and _plain_twice(trees, role) for role in ONCE & set(held))
        if twice or (upstream and "dout" not in held):
            continue
        made = []
        by_name = len(kept) < len(listed)
        for each, tree in zip(kept, trees, strict=True):
            star = each.kind if each.kind.startswith("*") else ""
            made.append(
                Argument(
                    name=each.name,
                    tree=tree,
                    keyword=not star and (each.kind == "keyword" or (by_name and each.optional)),
                    star=star,
                )
            )
        found.append(tuple(made))
        if len(found) == MOST:
            break
    return found


def _beside(parameter: Parameter) -> bool:
    """Whether its name says that it is no part of a layer: an optimizer, a flag; a default of such is left alone."""
    meant = roles(parameter.name)
    return bool(meant) and all(role in CONSTANTS for role in meant)


def _plain_twice(trees: Sequence[Tree], role: str) -> bool:
    """Whether one role is handed over twice as a whole; height and width of a kernel are two parts of one."""
    return [token for tree in trees for token in leaves(tree) if token.partition(":")[0] == role and _whole(token)][
        1:
    ] != []


def _whole(token: str) -> bool:
    return not token.rpartition(":")[2].isdigit()


def known(parameter: Parameter, shown: Shown) -> bool:
    """Whether a name, or what the source does with it, says what it is."""
    name = parameter.name
    if parameter.kind.startswith("*"):
        return name in shown.keys or name in shown.unpacked
    named = bool(roles(name)) or name.lower() in PARAMETERS
    return named or name in shown.keys or name in shown.unpacked or _is_object(name, shown)


def _is_object(name: str, shown: Shown) -> bool:
    """Whether several attributes are read from it, and some of them are parts of a layer."""
    read = shown.attributes.get(name, ())
    return len(read) > 1 and any(map(roles, read))


def _options(parameter: Parameter, shown: Shown, *, forward: bool) -> list[Tree]:
    """What one parameter may be."""
    name = parameter.name
    found: list[Tree] = []
    meant = roles(name)
    if set(meant) & {"x_shape", "w_shape"}:
        found += [token for role in meant for token in _shapes(role) or _forms(role, parameter, shown)]
    elif name in shown.unpacked and not set(meant) & SIZES:
        found += list(islice(_tuples(shown.unpacked[name], shown), 24))
    elif name in shown.keys:
        found += _mappings(shown.keys[name])
    elif _is_object(name, shown) and not (set(meant) - {"cache"}):
        found += [{OBJECT: tree} for tree in _mappings(shown.attributes[name])]
    elif name.lower() in PARAMETERS:
        found += [dict(zip(keys, ("stride", "pad"), strict=True)) for keys in USUAL_PARAMETERS]
    if parameter.kind.startswith("*"):
        return found
    if "cache" in meant:
        found = (["cache"] if forward else []) + found
        found += [_usual(cache) for cache in USUAL_CACHES] if name not in shown.unpacked else []
    found += [token for role in meant if role != "cache" for token in _forms(role, parameter, shown)]
    if "x" in found:
        found.append("xp")
    if "bool" in parameter.annotation and not meant:
        return ["true", "false"]
    return list(_distinct(found)) or [*UNKNOWN, *EXTRA]


def _distinct(trees: Sequence[Tree]) -> Iterator[Tree]:
    seen: list[Tree] = []
    for tree in trees:
        if tree not in seen:
            seen.append(tree)
            yield tree


def _shapes(role: str) -> list[str]:
    return {"x_shape": ["x_shape", "x_shape:image", "x_shape:size"], "w_shape": ["w_shape", "w_shape:filter"]}.get(
        role, []
    )


def _forms(role: str, parameter: Parameter, shown: Shown) -> list[str]:
    """In which forms a size may come: by its default, its annotation, and what the source does with it."""
    if role not in SIZES:
        return [role]
    default, annotation, name = parameter.value, parameter.annotation.lower(), parameter.name
    pair, both = f"{role}:pair", "int" in annotation
    if role == "dilation" and default in (0, (0, 0), [0, 0]) and not isinstance(default, bool):
        return ["dilation:less", role] if default == 0 else ["dilation:lesspair", pair]
    if role == "pad" and (isinstance(default, str) or shown.words.get(name) or annotation.strip("'") == "str"):
        said = default if isinstance(default, str) else next(iter(shown.words.get(name, ("valid",))))
        word = f"{role}:{'WORD' if said.isupper() else 'word'}"
        return [word, role, pair] if isinstance(default, str) or annotation.strip("'") == "str" else [role, word, pair]
    if isinstance(default, tuple | list):
        nested = any(isinstance(part, tuple | list) for part in default)
        return [f"{role}:pairs", pair, role] if nested else [pair, role]
    if (any(word in annotation for word in ("tuple", "sequence", "list", "size_2")) and not both) or (
        name in shown.indexed and not isinstance(default, int)
    ):
        return [pair, role]
    return [role, pair, *(["pad:pairs"] if role == "pad" and default is None else [])]


def _tuples(parts: Sequence[Part], shown: Shown) -> Iterator[Tree]:
    options = [_part(part, shown) for part in parts]
    ranked = sorted(islice(product(*map(enumerate, options)), 500), key=lambda choice: sum(rank for rank, _ in choice))
    for choice in ranked:
        yield [tree for _, tree in choice]


def _part(part: Part, shown: Shown) -> list[Tree]:
    if isinstance(part, list):
        return list(islice(_tuples(part, shown), 8))
    plain = Parameter(name=part.removeprefix("self."))
    found = _options(plain, shown, forward=False) if known(plain, shown) else ["none"]
    return [tree for tree in found if tree != "cache"] or ["none"]


def _mappings(keys: Sequence[str]) -> list[Tree]:
    """Dictionaries with these keys; one whose key says nothing holds None there."""
    options = [roles(key) or (("stride", "pad") if key.lower() in PARAMETERS else ("none",)) for key in keys]
    return [dict(zip(keys, choice, strict=True)) for choice in islice(product(*options), 12)]


def _usual(cache: Sequence[str]) -> Tree:
    made: list[Tree] = [{"stride": "stride", "pad": "pad"} if part == "conv_param" else part for part in cache]
    return made
