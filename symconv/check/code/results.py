"""What comes back → which gradient it is: by what was stated, by names, by shape."""

import re
from collections.abc import Iterator, Mapping, Sequence

from symconv.check.code.layout import Layout
from symconv.check.code.source import Shown
from symconv.check.code.vocabulary import GRADIENTS, gradient
from symconv.foreign.outcome import Leaf
from symconv.spec import ConvSpec


def results(
    leaves: Mapping[str, Leaf],
    shown: Shown,
    stated: Sequence[str | None] | None,
    layout: Layout,
    spec: ConvSpec,
) -> dict[str, str]:
    """Gradient → the expression that reaches it; those that are not found are left out."""
    returned = [path for path in leaves if path.startswith("returned")]
    if stated is not None:
        pairs = zip(stated, returned, strict=False)
        return {name: path for name, path in pairs if name is not None}
    found: dict[str, str] = {}
    for name, path in (*_by_return(returned, shown), *_by_key(leaves), *_by_shape(leaves, returned, layout, spec)):
        if name not in found and path not in found.values():
            found[name] = path
    others = [path for path in returned if path not in found.values()]
    found |= zip([name for name in GRADIENTS if name not in found], others, strict=False)
    return {name: found[name] for name in GRADIENTS if name in found}


def _by_return(returned: Sequence[str], shown: Shown) -> Iterator[tuple[str, str]]:
    for names in reversed(shown.returned):
        if len(names) == len(returned):
            for name, path in zip(names, returned, strict=True):
                meant = gradient(name.removeprefix("self.")) if name else None
                if meant:
                    yield meant, path
            return


def _by_key(leaves: Mapping[str, Leaf]) -> Iterator[tuple[str, str]]:
    """``layer.dW``, ``returned['dw']``, ``layer.grads['W']``."""
    for path in leaves:
        before = re.match(r"(w|b)(?:\.grad| - )", path)
        if before or path == "x.grad":
            yield gradient(f"d{path[0]}") or "", path
            continue
        words = re.findall(r"\w+", path)[1:]
        if not words or words[-1].isdigit():
            continue
        holder = any("grad" in word for word in words[:-1])
        meant = gradient(words[-1]) or (gradient(f"grad_{words[-1]}") if holder else None)
        if meant:
            yield meant, path


def _by_shape(
    leaves: Mapping[str, Leaf], returned: Sequence[str], layout: Layout, spec: ConvSpec
) -> Iterator[tuple[str, str]]:
    shapes = {"grad_input": ("x", spec.input_shape), "grad_weight": ("w", spec.weight_shape)}
    wanted = {name: _core(layout.shape(role, shape)) for name, (role, shape) in shapes.items()}
    wanted["grad_bias"] = _core((spec.out_channels,))
    for path in returned:
        fitting = [name for name, shape in wanted.items() if _core(leaves[path].shape) == shape]
        if len(fitting) == 1:
            yield fitting[0], path


def _core(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)
