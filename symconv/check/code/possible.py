"""What one parameter may be: by its name, its default, its annotation, and what the source does with it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from symconv.check.code.parameter import Parameter
from symconv.check.code.source import Part, Shown
from symconv.check.code.vocabulary import PARAMETERS, USUAL_CACHES, USUAL_PARAMETERS, roles
from symconv.foreign.plan import LAYER, OBJECT, Tree

UNKNOWN = ("dout", "x", "w", "b", "stride", "pad", "kernel_size")
"""What a parameter may be whose name says nothing."""

EXTRA = ("zero", "none", "one")
"""What else it may be: a number that is not the layer's, such as a regularisation."""

OF_OBJECTS = ("none", "false", "out_channels", "in_channels", "kernel_size", "one", "zero")
"""What a parameter of a class may be whose name says nothing."""

OF_CALLS = frozenset({"dout", "x", "xp", "cache", "ctx"})
"""What a class is not given when it is built."""

_SHAPES = """
output_shape out_shape outputs_shape shape output_size out_size output_dim output_dims out_dim output_dimensions
"""
_COUNTS = ("out_channels", "n_filters", "depth")


def _before(shape: str) -> Tree:
    """A layer that stands before another one, which asks it for what its own input is."""
    told: dict[str, Tree] = dict.fromkeys(_SHAPES.split(), shape)
    return {LAYER: told | dict.fromkeys(_COUNTS, "in_channels")}


BEFORE = (_before("x_shape:image"), _before("x_shape"))
"""Without a batch, or with it."""

SIZES = frozenset({"stride", "pad", "dilation", "kernel_size", "output_padding"})


def known(parameter: Parameter, shown: Shown) -> bool:
    """Whether a name, or what the source does with it, says what it is."""
    name = parameter.name
    if parameter.kind.startswith("*") or name in shown.made:
        return name in shown.keys or name in shown.unpacked or name in shown.made
    named = bool(roles(name)) or name.lower() in PARAMETERS or (parameter.flag and parameter.optional)
    return named or name in shown.keys or name in shown.unpacked or _is_object(name, shown)


def options(parameter: Parameter, shown: Shown, *, forward: bool, building: bool = False) -> list[Tree]:
    """What one parameter may be, the most usual first.

    Args:
        parameter: which.
        shown: what the source tells of it.
        forward: whether a cache can be had from the code's own forward pass.
        building: whether a class is built with it, before there are any data.
    """
    if building and "activ" in parameter.name.lower():
        return _activations(parameter, shown)
    found = list(_distinct(_found(parameter, shown, forward=forward)))
    if building and isinstance(parameter.value, int) and found[:1] == ["w"]:
        found = ["kernel_size", "kernel_size:pair"]  # ``kernel=5``
    if building:
        found = [tree for tree in found if not (isinstance(tree, str) and tree in OF_CALLS)]
        found += ["w_shape"] if ("w" in found or "kernel_size" in found) and "w_shape" not in found else []
    if parameter.kind.startswith("*"):
        return found
    if parameter.flag:
        return ["false", "true"] if "false" in roles(parameter.name) else ["true", "false"]
    if found:
        return found
    if building:
        return [*OF_OBJECTS]
    return ["none"] if parameter.unread else [*UNKNOWN, *EXTRA]


def _activations(parameter: Parameter, shown: Shown) -> list[Tree]:
    """None, one that changes nothing, or, where the source knows no such word, the rectifier by the word it has."""
    words = shown.words.get(parameter.name, ())
    rectifiers: list[Tree] = [f"said:{word}" for word in words if word.lower() == "relu"]
    named = isinstance(parameter.value, str) or bool(words)
    usual: list[Tree] = ["linear", "none", "same"] if named else ["none", "same", "linear"]
    return [*usual[:1], *rectifiers, *usual[1:]]


def _is_object(name: str, shown: Shown) -> bool:
    """Whether several attributes are read from it, and some of them are parts of a layer."""
    read = shown.attributes.get(name, ())
    return len(read) > 1 and any(map(roles, read))


def _found(parameter: Parameter, shown: Shown, *, forward: bool) -> list[Tree]:
    name = parameter.name
    found: list[Tree] = []
    meant = roles(name)
    if "before" in meant:
        return [*BEFORE, "none"]
    if set(meant) & {"x_shape", "w_shape"}:
        parts = len(shown.unpacked.get(name, ()))
        found += [token for role in meant for token in _shapes(role, parts) or _forms(role, parameter, shown)]
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
    found += ["none"] if meant[:1] == ("b",) and parameter.default == "None" else []
    if forward and name in shown.made:
        found = [f"kept:{shown.made[name]}", *found]
    return [*found, "xp"] if "x" in found else found


def _distinct(trees: Sequence[Tree]) -> Iterator[Tree]:
    seen: list[Tree] = []
    for tree in trees:
        if tree not in seen:
            seen.append(tree)
            yield tree


def _shapes(role: str, parts: int) -> list[str]:
    """In which forms a shape may come; one that is taken apart into three is that of an image."""
    forms = {"x_shape": ["x_shape", "x_shape:image", "x_shape:size"], "w_shape": ["w_shape", "w_shape:filter"]}
    return sorted(forms.get(role, []), key=lambda form: form != "x_shape:image") if parts == 3 else forms.get(role, [])


def _forms(role: str, parameter: Parameter, shown: Shown) -> list[str]:
    """In which forms a size may come: by its default, its annotation, and what the source does with it."""
    if role not in SIZES:
        return [role]
    default, annotation, name = parameter.value, parameter.annotation.lower(), parameter.name
    pair, both = f"{role}:pair", "int" in re.sub(r"\[.*?\]", "", annotation)  # int | tuple[int, int], not tuple[int]
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
    yield from _ranked([_part(part, shown) for part in parts])


def _ranked(choices: Sequence[Sequence[Tree]]) -> Iterator[list[Tree]]:
    """One of each, the most usual first."""
    some = islice(product(*map(enumerate, choices)), 500)
    for choice in sorted(some, key=lambda choice: sum(rank for rank, _ in choice)):
        yield [tree for _, tree in choice]


def _part(part: Part, shown: Shown) -> list[Tree]:
    if isinstance(part, list):
        return list(islice(_tuples(part, shown), 8))
    plain = Parameter(name=part.removeprefix("self."))
    found = options(plain, shown, forward=False) if known(plain, shown) else ["none"]
    return [tree for tree in found if tree != "cache"] or ["none"]


def _mappings(keys: Sequence[str]) -> list[Tree]:
    """Dictionaries with these keys; one whose key says nothing holds None there."""
    choices = [roles(key) or (("stride", "pad") if key.lower() in PARAMETERS else ("none",)) for key in keys]
    wider = [(*choice, "xp") if "x" in choice else choice for choice in choices]
    return [dict(zip(keys, choice, strict=True)) for choice in islice(_ranked(wider), 12)]


def _usual(cache: Sequence[str]) -> Tree:
    made: list[Tree] = [{"stride": "stride", "pad": "pad"} if part == "conv_param" else part for part in cache]
    return made
