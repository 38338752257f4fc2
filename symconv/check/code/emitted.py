"""The smallest failing case as a pytest file: plain NumPy, no symconv, unless the call costs the process."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from symconv.check.code.asking import ROLE_OF, Asked, Point, Reading
from symconv.check.code.layers import told
from symconv.check.code.layout import Array
from symconv.check.code.truths import true_at
from symconv.check.code.trying import Tried
from symconv.check.code.vocabulary import SHORT
from symconv.foreign.plan import Arguments, Plan, Tree
from symconv.spec import ConvSpec

ARRAYS = ("dout", "x", "xp", "w", "b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that fails.

    Attributes:
        spec: the layer.
        point: the arrays.
        name: the gradient that is wrong; empty for a call that does not come back or changes its arguments.
        changed: arguments that are changed.
        fatal: whether the process is lost.
        why: what is wrong, in one sentence.
    """

    spec: ConvSpec
    point: Point
    name: str = ""
    changed: tuple[str, ...] = ()
    fatal: bool = False
    why: str = ""


def smallest(tried: Sequence[Tried], messages: Mapping[str, str]) -> Case | None:
    """The first case that fails, on the smallest layer; ``messages`` are by gradient, and ``call`` for the others."""
    for one in tried:
        for name, found in one.found.items():
            if found.case is not None and name in messages:
                return Case(spec=one.spec, point=found.case, name=name, why=messages[name])
        if one.case is not None and (one.failure or one.changed):
            fatal = one.failure is not None and (one.failure.fatal or one.failure.kind == "memory")
            why = messages.get("call", "")
            return Case(spec=one.spec, point=one.case, changed=one.changed, fatal=fatal, why=why)
    return None


def emitted(case: Case, asked: Asked, file: str, name: str, at: str) -> str:
    """The text of a test file to be written to ``at``, for a function ``name`` in ``file``."""
    where = os.path.relpath(Path(file).resolve(), Path(at).resolve().parent)
    head = [
        f"# {name} on {told(case.spec)}: {case.why}",
        "# Written by symconv check --emit-test; fails until it is right.",
    ]
    body = _guarded(case, name, where) if case.fatal else _plain(case, asked, name, where)
    return "\n".join([*head, "", *body, ""])


def _guarded(case: Case, name: str, where: str) -> Iterator[str]:
    """A call that costs the process is left to symconv."""
    layer = ", ".join(f"{key}={value!r}" for key, value in case.spec.to_json().items())
    yield from ("from pathlib import Path", "", "import symconv", "", "", f"def test_{_identifier(name)}():")
    yield f"    spec = symconv.ConvSpec.of({layer})"
    yield f"    report = symconv.check_file(Path(__file__).parent / {where!r}, {name!r}, spec)"
    yield "    assert report.exit_code == 0, report.to_json()"


def _plain(case: Case, asked: Asked, name: str, where: str) -> Iterator[str]:
    plan = asked.reading.plan
    yield from ("import runpy", "import sys", "from pathlib import Path", "", "import numpy as np")
    library = {"torch": "import torch", "jax": "import jax.numpy"}.get(plan.framework)
    yield from [library] if library else []
    yield from ("", f"FILE = Path(__file__).parent / {where!r}", "", "", f"def test_{_identifier(name)}():")
    yield "    sys.path.insert(0, str(FILE.parent))"
    yield "    names = runpy.run_path(str(FILE))"
    handed = asked.handed(case.point)
    for role, array in handed.items():
        yield f"    {role} = {_wrapped(_literal(array), plan.framework)}"
    yield from (f"    {role}_before = {_copied(role, plan.framework)}" for role in case.changed if role in handed)
    yield from (f"    {line}" for line in _call(plan, asked.setting()))
    yield from (f"    {line}" for line in _asserted(case, asked, handed))


def _asserted(case: Case, asked: Asked, handed: Mapping[str, Array]) -> Iterator[str]:
    names = [case.name] if case.name else list(asked.reading.results) if not case.changed else []
    for name in names:
        true = asked.reading.layout.theirs(ROLE_OF[name], true_at(case.spec, name, case.point))
        yield f"{SHORT[name]} = {_literal(true)}"
        got = f"np.asarray({_expression(asked.reading, name)})"
        same = f"np.squeeze({got}), np.squeeze({SHORT[name]})"
        yield f"np.testing.assert_allclose({same}, rtol=1e-9, atol=1e-9)"
    yield from (f"np.testing.assert_array_equal({role}, {role}_before)" for role in case.changed if role in handed)


def _expression(reading: Reading, name: str) -> str:
    path = reading.results[name]
    return f"{path}.detach()" if reading.plan.framework == "torch" else path


def _call(plan: Plan, setting: Mapping[str, Any]) -> Iterator[str]:
    target = f"names[{plan.target!r}]"
    if plan.autograd:
        yield from (f"{role}.requires_grad_()" for role in ("x", "w", "b") if role in plan.roles)
        yield f"{target}.apply({_given(plan.arguments, setting)}).backward(dout)"
        return
    if plan.construct is not None:
        yield f"layer = {target}({_given(plan.construct, setting)})"
        yield from (f"layer.{attribute} = {role}" for attribute, role in plan.sets.items())
        if plan.forward:
            yield f"layer.{plan.forward}({_given(plan.forward_arguments, setting)})"
        yield f"returned = layer.{plan.backward}({_given(plan.arguments, setting)})"
        return
    if plan.forward:
        yield f"cache = names[{plan.forward!r}]({_given(plan.forward_arguments, setting)})[-1]"
    yield f"returned = {target}({_given(plan.arguments, setting)})"


def _given(arguments: Arguments, setting: Mapping[str, Any]) -> str:
    parts = ((each, _value(each.tree, setting)) for each in arguments)
    return ", ".join(f"{each.name}={value}" if each.keyword else value for each, value in parts)


def _value(tree: Tree, setting: Mapping[str, Any]) -> str:
    if isinstance(tree, str):
        return tree if tree in (*ARRAYS, "cache") else repr(setting[tree])
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key!r}: {_value(part, setting)}" for key, part in tree.items()) + "}"
    return "(" + "".join(f"{_value(part, setting)}, " for part in tree).rstrip() + ")"


def _literal(array: Array) -> str:
    return f"np.array({(np.asarray(array) + 0.0).tolist()!r})"


def _wrapped(literal: str, framework: str) -> str:
    calls = {"torch": f"torch.from_numpy({literal})", "jax": f"jax.numpy.asarray({literal})"}
    return calls.get(framework, literal)


def _copied(role: str, framework: str) -> str:
    return f"{role}.clone()" if framework == "torch" else f"{role}.copy()"


def _identifier(name: str) -> str:
    return name.replace(".", "_").lower()
