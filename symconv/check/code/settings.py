"""Role → what is handed over for it on a layer, in the form that was asked for; and which layers a form can tell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from symconv.check.code.layout import Layout
from symconv.spec import ConvSpec

CONSTANTS: Mapping[str, Any] = MappingProxyType(
    {
        "none": None,
        "zero": 0,
        "one": 1,
        "true": True,
        "false": False,
        "rate": 1.0,
        "linear": "linear",
        "anything": None,
        "filled": None,
        "same": None,
        "ctx": None,
    }
)
"""Roles that are the same on every layer."""


def setting(
    told: ConvSpec, shapes: Mapping[str, tuple[int, ...]], layout: Layout, tokens: Iterable[str]
) -> dict[str, Any]:
    """Role → value, for what is no array.

    Args:
        told: the layer.
        shapes: role → full shape of each array.
        layout: the order of axes.
        tokens: the roles, in the form in which they are wanted.
    """
    named = {"x_shape": "x", "w_shape": "w", "out_shape": "dout"}
    values: dict[str, Any] = {name: layout.shape(role, shapes[role]) for name, role in named.items()}
    values |= {"in_channels": shapes["x"][1], "out_channels": shapes["dout"][1]}
    values |= {"groups": told.groups, "batch": shapes["x"][0]}
    found: dict[str, Any] = {}
    for token in tokens:
        role, _, form = token.partition(":")
        if form == "filter":
            sizes = dict(zip(f"FC{layout.axes}", shapes["w"], strict=True))
            found[token] = tuple(sizes[letter] for letter in layout.weight if letter in sizes and letter != "F")
        elif role == "said":
            found[token] = form
        elif role in CONSTANTS:
            found[token] = CONSTANTS[role]
        elif role == "x_shape" and form:
            found[token] = tuple(
                n for n, letter in zip(values["x_shape"], layout.input, strict=True) if letter in _KEPT[form]
            )
        elif role in values:
            found[token] = values[role]
        elif role in GEOMETRY:
            found[token] = _formed(list(GEOMETRY[role](told)), form)
    return found


_KEPT = {"image": "CDHW", "size": "DHW"}
GEOMETRY: Mapping[str, Callable[[ConvSpec], Sequence[Any]]] = MappingProxyType(
    {
        "stride": lambda spec: spec.stride,
        "pad": lambda spec: spec.padding,
        "output_padding": lambda spec: tuple(axis.remainder for axis in spec.axes),
        "dilation": lambda spec: spec.dilation,
        "kernel_size": lambda spec: spec.kernel_size,
        "input_size": lambda spec: spec.input_size,
        "output_size": lambda spec: spec.output_size,
    }
)


def _formed(values: list[Any], form: str) -> Any:
    """``stride`` → 2, ``stride:pair`` → (2, 2), ``pad:pairs`` → ((1, 1), (1, 1)), ``stride:0`` → of the first axis.

    ``dilation:less`` counts the places between taps instead of the steps from one to the next.
    """
    if form == "pairs":
        return tuple(tuple(value) for value in values)
    if form in ("word", "WORD"):
        word = "same" if any(map(sum, values)) else "valid"
        return word.upper() if form == "WORD" else word
    if form.startswith("less"):
        return tuple(value - 1 for value in values) if form == "lesspair" else values[0] - 1
    plain = [value[0] if isinstance(value, tuple) else value for value in values]
    if form == "pair":
        return tuple(plain)
    return plain[min(int(form), len(plain) - 1)] if form.isdigit() else plain[0]


def why_not(spec: ConvSpec, tokens: Iterable[str], fixed: Iterable[str]) -> str:
    """Why a call form cannot tell a layer; empty where it can.

    Args:
        spec: the layer.
        tokens: the roles that are handed over.
        fixed: layer options that somebody stated, for code that has them built in.
    """
    said = _untold(spec, set(tokens), set(fixed))
    return said or next(filter(None, (_inexpressible(spec, token) for token in sorted(tokens))), "")


def _untold(spec: ConvSpec, tokens: set[str], fixed: set[str]) -> str:
    told = {token.partition(":")[0] for token in tokens}
    usual = {"stride": 1, "pad": (0, 0), "dilation": 1}
    for role, value in usual.items():
        name = {"pad": "padding"}.get(role, role)
        if role not in told and name not in fixed and set(GEOMETRY[role](spec)) != {value}:
            return f"its arguments do not tell the {name}"
    if "groups" not in told and "groups" not in fixed and spec.groups != 1:
        return "its arguments do not tell the groups"
    return ""


def _inexpressible(spec: ConvSpec, token: str) -> str:
    role, _, form = token.partition(":")
    if role not in ("stride", "pad", "dilation", "kernel_size", "output_padding") or form == "pairs":
        return ""
    values = GEOMETRY[role](spec)
    name = {"pad": "padding", "kernel_size": "kernel's size", "output_padding": "output padding"}.get(role, role)
    if role == "pad":
        if any(before != after for before, after in spec.padding):
            return "one number does not tell the padding before and after"
        if form in ("word", "WORD") and not _said_by_a_word(spec):
            return "'same' and 'valid' do not tell this padding"
    if form in ("", "less") and len(set(values)) > 1:
        return f"one number does not tell the {name} of each axis"
    return ""


def _said_by_a_word(spec: ConvSpec) -> bool:
    pads = [before for before, _ in spec.padding]
    same = all(
        2 * pad == axis.effective_kernel - 1 and axis.stride == 1 for pad, axis in zip(pads, spec.axes, strict=True)
    )
    return same or not any(pads)
