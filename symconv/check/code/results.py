"""What comes back → which gradient it is: by what was stated, by names, by shape."""

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from symconv.check.code.source import Shown
from symconv.check.code.vocabulary import GRADIENTS, gradient, roles
from symconv.foreign.outcome import Leaf
from symconv.foreign.plan import Plan

Named = list[tuple[str, str]]
"""Gradients, and the expressions that reach them."""


def results(
    leaves: Mapping[str, Leaf],
    shown: Shown,
    stated: Sequence[str | None] | None,
    plan: Plan,
    wanted: Mapping[str, tuple[int, ...]],
) -> dict[str, str]:
    """Gradient → the expression that reaches it; those that are not found are left out.

    Args:
        leaves: what came back.
        shown: what the source shows of the function.
        stated: the order of the results, where it was stated.
        plan: the call form; what it knows of the results goes first.
        wanted: gradient, and ``output``, → the shape that it must have.
    """
    made = (path for path in leaves if path.startswith("forward"))
    output = next((path for path in made if _core(leaves[path].shape) == _core(wanted["output"])), None)
    ahead = {"output": output} if output is not None else {}
    returned = [path for path in leaves if path.startswith("returned") and not _inside(path, leaves)]
    if plan.results:
        known = {_gradient(name): path for name, path in plan.results.items()}
        return {name: path for name, path in known.items() if path in leaves} | ahead
    if plan.engine:
        return dict(_sent_back(leaves, wanted)) | ahead
    if stated is not None:
        pairs = zip(stated, returned, strict=False)
        return {name: path for name, path in pairs if name is not None} | ahead
    found: dict[str, str] = {}
    steps = _by_step(leaves, returned, shown)
    kept = {path.partition(" - ")[2] for path in steps.values()}
    fitting, misfits = _by_key(leaves, wanted)
    told = [pair for pair in misfits if pair[1].startswith("returned")]  # by name, though of another size
    named = (*_by_return(returned, shown), *fitting, *told, *_by_shape(leaves, returned, wanted), *misfits)
    for name, path in (*steps.items(), *named):
        nobodys = name == "grad_bias" and path.startswith("layer") and "b" not in plan.roles
        if nobodys and _core(leaves[path].shape) != _core(wanted[name]):
            continue  # the layer adds no bias that was found, and whose gradient that may be is not known
        if name not in found and path not in (*found.values(), *kept) and not _set_back(name, path, leaves):
            found[name] = path
    returned = [path for path in returned if path not in kept]
    taken = [leaves[path] for path in found.values()]
    others = [path for path in returned if path not in found.values() and not any(map(leaves[path].same, taken))]
    found |= zip([name for name in GRADIENTS if name not in found], others, strict=False)
    return {name: found[name] for name in GRADIENTS if name in found} | ahead


def _inside(path: str, leaves: Mapping[str, Leaf]) -> bool:
    """Whether it is a part of another array that came back."""
    return any(path != other and path.startswith(f"{other}[") for other in leaves)


def _sent_back(leaves: Mapping[str, Leaf], wanted: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, str]]:
    """What an engine leaves at its tensors, as an array or inside another tensor: ``x.grad``, ``x.grad.data``."""
    for name, place in (("grad_input", "x.grad"), ("grad_weight", "w.grad"), ("grad_bias", "b.grad")):
        inside = [path for path in leaves if path == place or path.startswith(f"{place}.")]
        fitting = [path for path in inside if _core(leaves[path].shape) == _core(wanted[name])]
        yield from ((name, path) for path in [*fitting, *inside][:1])


def _gradient(name: str) -> str:
    return name if name in GRADIENTS else gradient(name) or name


def _by_step(leaves: Mapping[str, Leaf], returned: Sequence[str], shown: Shown) -> dict[str, str]:
    """``return kernels`` of a function that is handed ``kernels`` and a learning rate: they have lost the gradient."""
    names = next((each for each in reversed(shown.returned) if len(each) == len(returned)), ())
    stepped = [(role, path) for name, path in zip(names, returned, strict=False) for role in roles(name)[:1]]
    stepped += [("w", "w afterwards"), ("b", "b afterwards")]
    found = {role: f"{role} - {path}" for role, path in reversed(stepped) if f"{role} - {path}" in leaves}
    return {name: found[role] for name, role in (("grad_weight", "w"), ("grad_bias", "b")) if role in found}


def _by_return(returned: Sequence[str], shown: Shown) -> Iterator[tuple[str, str]]:
    for names in reversed(shown.returned):
        if len(names) == len(returned):
            for name, path in zip(names, returned, strict=True):
                meant = gradient(name.removeprefix("self.")) if name else None
                if meant:
                    yield meant, path
            return


def _by_key(leaves: Mapping[str, Leaf], wanted: Mapping[str, tuple[int, ...]]) -> tuple[Named, Named]:
    """``layer.dW``, ``returned['dw']``, ``layer.grads['W']``, ``layer.W['grad']``: of the right size, and of another.

    A number that an object keeps is no gradient of several entries, whatever it is called (``self.d_x, self.h_x``).
    What is 0 in all places goes last, after what a step took off: it was set back after the step.
    """
    fitting: list[tuple[bool, str, str]] = []
    others: list[tuple[bool, str, str]] = []
    for path, leaf in leaves.items():
        name = None if path.startswith("forward") else _keyed(path)
        if name:
            fits = _core(leaf.shape) == _core(wanted[name]) or (name == "grad_bias" and "layer" not in path)
            if fits or leaf.shape or not path.startswith("layer"):
                (fitting if fits else others).append((_empty(leaf), name, path))
    first, last = ([pair for _, *pair in sorted(each, key=itemgetter(0))] for each in (fitting, others))
    return [(name, path) for name, path in first], [(name, path) for name, path in last]


def _empty(leaf: Leaf) -> bool:
    return leaf.values is not None and not leaf.values.any()


def _set_back(name: str, path: str, leaves: Mapping[str, Leaf]) -> bool:
    """Whether an object has taken a step by itself, of which no gradient is left."""
    role = {"grad_weight": "w", "grad_bias": "b"}.get(name, "")
    return path.startswith("layer") and _empty(leaves[path]) and f"stepped.{role}" in leaves


def _keyed(path: str) -> str | None:
    step = re.match(r"([xwb])(?:\.grad| - )", path)
    if step:
        return gradient(f"d{step[1]}")
    words = re.findall(r"\w+", path)[1:]
    if not words or words[-1].isdigit():
        return None
    if words[-1].lower() in ("grad", "gradient", "grads", "d", "delta", "derivative") and words[:-1]:
        return gradient(f"grad_{words[-2]}")
    holder = any("grad" in word.lower() for word in words[:-1])
    return gradient(words[-1]) or (gradient(f"grad_{words[-1]}") if holder else None)


def _by_shape(
    leaves: Mapping[str, Leaf], returned: Sequence[str], wanted: Mapping[str, tuple[int, ...]]
) -> Iterator[tuple[str, str]]:
    for path in returned:
        fitting = [name for name in GRADIENTS if _core(leaves[path].shape) == _core(wanted[name])]
        if len(fitting) == 1:
            yield fitting[0], path


def _core(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)
