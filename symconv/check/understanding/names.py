"""Names that people give: to tensors, and to sizes."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from unicodedata import combining

from symconv.check.told import Spec
from symconv.notation.tree import Node, Number, Symbol


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFERRED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "input": _words("x a i v inp input inputs image img in a_prev a_slice x_pad a_prev_pad u"),
        "weight": _words("w f k kernel kernels ker filter filters weight weights h θ ω"),
        "output": _words("y z o u out output r s conv net"),
        "bias": _words("b bias biases β"),
        "grad_output": _words("δ g grad_out grad_output grads upstream"),
        "loss": _words("l e c j loss ℓ cost"),
    }
)
"""Role → names, in lower case, that usually play it."""


def is_known(name: str) -> bool:
    """Whether a name usually plays some role."""
    return any(name.lower() in preferred for preferred in PREFERRED.values())


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """A name without arrows and primes."""
    return name.lstrip("⇶→⃗").rstrip("′")


def is_dressed(name: str) -> bool:
    """``w′``, ``w̃``: a letter with a prime or an accent, which may be another one's."""
    return name[1:2] == "′" or any(map(combining, name))


def undressed(name: str) -> str:
    """A letter without its accents."""
    return "".join(sign for sign in name if not combining(sign))


QUANTITIES: Mapping[str, Callable[[Spec, int], int]] = MappingProxyType(
    {
        "stride": lambda spec, axis: spec.stride[axis],
        "padding": lambda spec, axis: spec.padding[axis][0],
        "padding_before": lambda spec, axis: spec.padding[axis][0],
        "padding_after": lambda spec, axis: spec.padding[axis][1],
        "dilation": lambda spec, axis: spec.dilation[axis],
        "kernel": lambda spec, axis: spec.kernel_size[axis],
        "reach": lambda spec, axis: spec.axes[axis].effective_kernel,
        "input": lambda spec, axis: spec.input_size[axis],
        "output": lambda spec, axis: spec.output_size[axis],
        "padded": lambda spec, axis: spec.input_size[axis] + sum(spec.padding[axis]),
        "inserted": lambda spec, axis: spec.stride[axis] * (spec.output_size[axis] - 1) + 1,
        "remainder": lambda spec, axis: spec.axes[axis].remainder,
        "in_channels": lambda spec, axis: spec.in_channels,
        "out_channels": lambda spec, axis: spec.out_channels,
        "batch": lambda spec, axis: spec.batch,
    }
)
"""What a letter for a size may stand for: ``quantity(spec, axis)``."""

SIZES: Mapping[str, tuple[str, int | None]] = MappingProxyType(
    {
        **dict.fromkeys(("s", "S", "stride", "strides"), ("stride", None)),
        **dict.fromkeys(("p", "P", "pad", "padding"), ("padding", None)),
        "p₋": ("padding_before", None),
        "p₊": ("padding_after", None),
        **dict.fromkeys(("d", "D", "dilation", "dil", "dilate"), ("dilation", None)),
        **dict.fromkeys(("k", "K", "f", "F", "kernel_size", "ksize", "kernel"), ("kernel", None)),
        **dict.fromkeys(("e", "K_eff", "k_eff", "eff"), ("reach", None)),
        **dict.fromkeys(("H", "H_in", "h", "H_i", "height", "n_H_prev"), ("input", 0)),
        **dict.fromkeys(("W", "W_in", "w", "W_i", "width", "n_W_prev"), ("input", 1)),
        **dict.fromkeys(("H_out", "H_o", "H′", "h_out", "oh", "OH", "n_H", "out_h", "Ho", "H_y"), ("output", 0)),
        **dict.fromkeys(("W_out", "W_o", "W′", "w_out", "ow", "OW", "n_W", "out_w", "Wo", "W_y"), ("output", 1)),
        **dict.fromkeys(("N", "N_in", "L", "L_in", "T", "n_in"), ("input", None)),
        **dict.fromkeys(("M", "N_out", "L_out", "T_out", "n_out", "N_o"), ("output", None)),
        **dict.fromkeys(("C_in", "c_in", "C", "Cin", "C_i", "in_channels", "I"), ("in_channels", None)),
        **dict.fromkeys(("C_out", "c_out", "Cout", "C_o", "out_channels", "O"), ("out_channels", None)),
        **dict.fromkeys(("B", "batch", "batch_size"), ("batch", None)),
        **dict.fromkeys(("r", "R"), ("remainder", None)),
        **{f"{base}{axis}": ("kernel", 0) for base in "kKfF" for axis in ("h", "H", "_h", "_H", "_y")},
        **{f"{base}{axis}": ("kernel", 1) for base in "kKfF" for axis in ("w", "W", "_w", "_W", "_x")},
    }
)
"""Letter → the size it usually means and, where the letter tells, its axis."""

FIRST, SECOND = frozenset("1hHyr"), frozenset("2wWxc")


def size_meaning(letter: Node) -> tuple[str, int | None] | None:
    """What a letter for a size usually means: ``s``, ``k_1``, ``H_{out}``; None where it is not known."""
    if not isinstance(letter, Symbol):
        return None
    if not letter.index:
        return SIZES.get(letter.name)
    suffix = "".join(
        str(below.value) if isinstance(below, Number) else below.name if isinstance(below, Symbol) else "?"
        for below in letter.index
    )
    if f"{letter.name}_{suffix}" in SIZES:
        return SIZES[f"{letter.name}_{suffix}"]
    known = SIZES.get(letter.name)
    axis = 0 if suffix in FIRST else 1 if suffix in SECOND else None
    return None if known is None or axis is None else (known[0], axis)
