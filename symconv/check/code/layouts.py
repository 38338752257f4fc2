"""The layouts that are tried, the most usual first, and those that people state."""

import re

from symconv.check.code.layout import Layout
from symconv.check.code.meaning import TRANSPOSED
from symconv.errors import InputError


def _layouts(*rows: str) -> tuple[Layout, ...]:
    parts = (row.split() for row in rows)
    return tuple(Layout(**dict(zip(("input", "weight", "output", "bias"), part, strict=False))) for part in parts)


KNOWN = _layouts(
    "NCHW FCHW NFHW",
    "NHWC HWCF NHWF 111F",
    "NHWC HWCF NHWF",
    "NHWC FHWC NHWF",
    "HW HW HW",
    "CHW FCHW FHW",
    "HWC HWCF HWF",
    "HWC FHWC HWF",
    "HW FHW FHW",
    "HW FHW HWF",
    "NHW HW NHW",
    "NCHW FHW NFHW",
    "NHWC HWF NHWF",
    "NHW FHW NFHW",
    "NHW FHW NHWF",
    "NCHW CFHW NFHW",
    "NCHW FCHW NFHW 1F11",
    "CHW FCHW FHW F11",
    "CHWN CHWF FHWN",
    "NCHW FCHW NFHW F1",
    "NCW FCW NFW",
    "NCW FCW NFW F1",
    "NWC WCF NWF",
    "CW FCW FW",
    "NW W NW",
    "NW FW NFW",
    "W FW FW",
    "W W W",
    "NCDHW FCDHW NFDHW",
    "NDHWC DHWCF NDHWF",
    "DHW DHW DHW",
    "NCHW F|CHW NFHW",
    "NCHW CHW|F NFHW",
    "NHWC HWC|F NHWF",
    "NHWC F|HWC NHWF",
    "NCHW FCWH NFHW",
    "HW WH HW",
    "NHWC FCHW NHWF",
    "HWC CFHW HWF",
    "HWC FCHW HWF",
    "NHWC CFHW NHWF",
    "NCHW HWCF NFHW",
    "CHW CFHW FHW",
    "CHW HWCF FHW",
    "NHWC HWFC NHWF",
    "NCW CFW NFW",
    "NCDHW CFDHW NFDHW",
)
"""Layouts that are tried, the most usual first."""

EXCHANGED = tuple(one for one in KNOWN if "N" in one.input and ("CF" in one.weight[:2] or "FC" in one.weight[2:]))
"""Layouts in which a filter holds its channels the other way round."""

USUAL = 7
"""So many of them are tried with every way of calling before the others are."""


def in_order(name: str) -> tuple[tuple[Layout, ...], tuple[Layout, ...]]:
    """The usual layouts, then the others; ``Conv1d`` has one axis, whatever is usual."""
    axes = next((n for n in (1, 3) if re.search(f"{n}_?d", name, re.IGNORECASE)), 2)
    first = KNOWN[:USUAL] if axes == 2 else tuple(one for one in KNOWN if len(one.axes) == axes)
    if TRANSPOSED.search(name):  # its filter may name what comes out first
        first += tuple(one for one in EXCHANGED if len(one.axes) == axes and one not in first)
    return first, tuple(one for one in KNOWN if one not in first)


def stated(text: str) -> tuple[Layout, ...]:
    """The layouts that ``NHWC``, ``NHWC,HWIO`` or ``HW,FHW,HWF`` may mean; I and O are C and F of a filter, L is W.

    Raises:
        InputError: it is none.
    """
    parts = [part.strip().upper().replace("L", "W").replace("T", "W") for part in text.split(",")]
    if len(parts) > 1:
        parts[1] = parts[1].replace("O", "F").replace("I", "C")
    if len(parts) > 2:
        parts[2] = parts[2].replace("C", "F")
    names = ("input", "weight", "output")
    fitting = [
        known for known in KNOWN if all(getattr(known, name) == part for name, part in zip(names, parts, strict=False))
    ]
    if fitting or len(parts) < 2:
        if not fitting:
            known = ", ".join(dict.fromkeys(one.input for one in KNOWN))
            raise InputError(f"--layout expects one of {known}, with the filter's after a comma, got {text[:60]!r}")
        return tuple(fitting)
    output = parts[2] if len(parts) > 2 else parts[0].replace("C", "F")
    axes = {letter for letter in parts[0] if letter in "DHW"}
    good = axes and all(axes <= set(part) <= axes | set("NCF") and len(set(part)) == len(part) for part in parts[:3])
    if not good:
        raise InputError(f"--layout expects letters of N, C, F, D, H, W, each once, got {text[:60]!r}")
    return (Layout(input=parts[0], weight=parts[1], output=output),)
