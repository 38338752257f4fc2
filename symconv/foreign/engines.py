"""Forward passes that somebody else's engine differentiates: PyTorch, JAX, autograd, and classes of tensors."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from itertools import chain, count
from typing import Any

import numpy as np

from symconv.foreign.compiling import compiled
from symconv.foreign.tensors import tensor, tensors

LEAVES = ("x", "w", "b")
Run = Callable[[Mapping[str, Any]], Any]
"""Role → value in, the forward pass's result out."""


def wrapped(values: Mapping[str, Any], engine: str, roles: frozenset[str], namespace: Mapping[str, Any]) -> Any:
    """The values with those that gradients are asked of as the engine's own."""
    own = dict(values)
    for role in LEAVES if engine not in ("jax", "autograd") else ():
        if role in roles:
            own[role] = values[role].requires_grad_() if engine == "torch" else tensor(namespace[engine], values[role])
    return own


def differentiated(
    run: Run,
    values: dict[str, Any],
    engine: str,
    roles: frozenset[str],
    namespace: Mapping[str, Any],
    *,
    ahead: bool,
    form: tuple[str, str] = ("", ""),
) -> Iterator[tuple[str, Any]]:
    """The forward pass's result, then the gradients that the engine sends back.

    Args:
        run: the forward pass.
        values: role → value.
        engine: which.
        roles: those that are handed over.
        namespace: the names of the module.
        ahead: whether the forward pass alone is run.
        form: texts for the form of a call and for its layer (see :mod:`compiling`); empty where there are none.
    """
    asked = [role for role in LEAVES if role in roles]
    if engine in ("jax", "autograd"):
        yield from _transposed(run, values, engine, asked, ahead=ahead, form=form)
        return
    kind = namespace.get(engine)
    made = _own(first(run(values)), kind)
    yield "forward", made
    if ahead:
        return
    if engine == "torch":
        made.backward(values["dout"])
    else:
        passed = chain([made], (_own(first(run(values)), kind) for _ in count()))
        _sent_back(lambda: next(passed), values, asked, kind)
    yield from ((f"{role}.grad", values[role].grad) for role in asked)


def _transposed(
    run: Run, values: dict[str, Any], engine: str, asked: list[str], *, ahead: bool, form: tuple[str, str]
) -> Iterator[tuple[str, Any]]:
    """JAX and autograd send ∂L/∂O back through a function of all that gradients are asked of."""
    vjp = sys.modules["jax"].vjp if engine == "jax" else _autograd

    def of(*given: Any) -> Any:
        return run({**values, **dict(zip(asked, given, strict=True))})

    def both(arrays: dict[str, Any]) -> Any:
        given = [arrays[role] for role in asked]
        if ahead:
            return of(*given), ()
        made, back = vjp(of, *given)
        return made, back(arrays["dout"])

    arrays = {role: values[role] for role in (*asked, "dout")}
    made, found = compiled(f"{form[0]} {ahead}", form[1], both, arrays) if engine == "jax" and form[0] else both(arrays)
    yield "forward", made
    yield from ((f"{role}.grad", value) for role, value in zip(asked, found, strict=False))


def first(made: Any) -> Any:
    """The output, where a cache or more is returned with it."""
    return made[0] if isinstance(made, tuple) and made else made


def _own(made: Any, kind: Any) -> Any:
    """The engine's tensor in a result that wraps it, an object or a dictionary that holds the output."""
    if not isinstance(kind, type) or isinstance(made, kind):
        return made
    held = made if isinstance(made, dict) else getattr(made, "__dict__", {})
    return next((part for part in held.values() if isinstance(part, kind)), made)


def _autograd(of: Any, *given: Any) -> Any:
    """``autograd.make_vjp`` takes one argument at a time; a tuple counts as one."""
    from autograd import make_vjp  # type: ignore[import-not-found]

    back, made = make_vjp(lambda given: of(*given))(given)
    return made, back


def _sent_back(again: Callable[[], Any], values: dict[str, Any], asked: list[str], kind: Any) -> None:
    """∂L/∂O as a tensor or an array; else through a product and a sum; else put there beforehand.

    Each way begins anew, with a forward pass and gradients as they were: what another one left does not count.
    """
    dout, began = values["dout"], {role: deepcopy(getattr(values[role], "grad", None)) for role in asked}
    problems: list[Exception] = []
    made = again()
    given = (lambda made: made.backward(tensor(kind, dout)), lambda made: made.backward(dout))
    for way in (
        *(given if _takes_it(made.backward) else ()),
        lambda made: _summed(made, tensor(kind, dout)),
        lambda made: _put(made, dout),
    ):
        try:
            way(made)
            return
        except Exception as error:  # the engine wants it otherwise
            problems.append(error)
        for role, grad in began.items():
            with suppress(Exception):  # whatever theirs raises where it is put otherwise
                values[role].grad = deepcopy(grad)
        made = again()
    raise problems[min(1, len(problems) - 1)]  # that of the usual way, with ∂L/∂O as an array


def _summed(made: Any, dout: Any) -> None:
    (made * dout).sum().backward()


def _put(made: Any, dout: Any) -> None:
    """Engines in the manner of micrograd begin with whatever gradient is there."""
    made.grad = dout.copy()
    made.backward()
    if not np.array_equal(made.grad, dout):
        raise ValueError("its backward pass begins with a gradient of its own")


_SWITCHES = re.compile(r"retain|create|graph|free|keep|clear|verbose|debug", re.IGNORECASE)


def _takes_it(backward: Any) -> bool:
    """Whether a ``backward`` is handed a gradient, and not only switches such as ``retain_grad=False``."""
    try:
        first_one = next(iter(inspect.signature(backward).parameters.values()), None)
    except (TypeError, ValueError):
        return True
    return first_one is not None and not isinstance(first_one.default, bool) and not _SWITCHES.search(first_one.name)


def engines(namespace: Mapping[str, Any]) -> list[str]:
    """What may differentiate here: loaded frameworks, and the code's own classes of tensors."""
    loaded = [name for name in ("torch", "jax", "autograd") if name in sys.modules]
    return loaded + list(tensors(namespace))
