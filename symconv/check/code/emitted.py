"""The smallest failing case as a pytest file: the call that was made, in plain Python, unless it costs the process."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from symconv.check.code.asking import OUTPUT, ROLE_OF, Asked, Reading
from symconv.check.code.failing import Case
from symconv.check.code.layers import told as layer_told
from symconv.check.code.layout import Array
from symconv.check.code.vocabulary import SHORT
from symconv.foreign.plan import LAYER, OBJECT, PLAIN, Arguments, Plan, Tree

ARRAYS = ("dout", "x", "xp", "w", "b")
MADE = frozenset({"ctx", "anything", "filled", "same"})
"""Roles for which symconv hands over an object of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How a test reaches what was checked.

    Attributes:
        file: its file.
        name: its name there.
        module: the dotted name under which it is imported.
        root: the folder from which it is imported.
        adapter: the file of an adapter that stands between; empty for none.
    """

    file: str
    name: str
    module: str = ""
    root: str = ""
    adapter: str = ""


def emitted(case: Case, asked: Asked, target: Target, at: str) -> str:
    """The text of a test file to be written to ``at``."""
    head = [
        f"# {target.name} on {layer_told(case.spec)}: {case.why}",
        "# Written by symconv check --emit-test; fails until it is right.",
    ]
    plan = asked.reading.plan
    left = case.fatal or bool(target.adapter) or target.file.endswith(".ipynb")
    own = (
        plan.engine not in ("", "torch")
        or plan.framework not in ("numpy", "torch", "jax")
        or plan.ahead
        or bool(MADE & plan.roles)
        or LAYER in repr(plan)
        or case.name == OUTPUT
    )
    own = own or asked.reading.results.get(case.name, "").startswith("optimizer")
    body = _guarded(case, target, at) if left or own else _plain(case, asked, target, at)
    return "\n".join([*head, "", *body, ""])


def _guarded(case: Case, target: Target, at: str) -> Iterator[str]:
    """A call that costs the process, or needs an engine or an adapter, is left to symconv."""
    layer = ", ".join(f"{key}={value!r}" for key, value in case.told.to_json().items())
    yield from ("from pathlib import Path", "", "import symconv")
    yield from ("from symconv.check.code import Options",) if target.adapter else ()
    yield from ("", "HERE = Path(__file__).parent", "", "", f"def test_{_identifier(target.name or 'gradients')}():")
    yield f"    spec = symconv.ConvSpec.of({layer})"
    given = [f"HERE / {_beside(target.file, at)!r}", repr(target.name), "spec"]
    given += [f"Options(adapter=str(HERE / {_beside(target.adapter, at)!r}))"] if target.adapter else []
    yield f"    report = symconv.check_file({', '.join(given)})"
    yield "    assert report.exit_code == 0, report.to_json()"


def _beside(file: str, at: str) -> str:
    """The way from the folder of a test to a file."""
    return os.path.relpath(Path(file).resolve(), Path(at).resolve().parent)


def _plain(case: Case, asked: Asked, target: Target, at: str) -> Iterator[str]:
    plan = asked.reading.plan
    folder = Path(target.root) if target.root else Path(target.file).resolve().parent
    module = target.module if "." in target.module else Path(target.file).stem
    yield from ("import importlib", "import sys", "from pathlib import Path")
    yield from ("from types import SimpleNamespace",) if OBJECT in repr(plan) else ()
    yield from ("", "import numpy as np")
    library = {"torch": "import torch", "jax": "import jax.numpy"}.get(plan.framework)
    yield from [library] if library else []
    root = os.path.relpath(folder, Path(at).resolve().parent)
    yield from ("", f"ROOT = Path(__file__).parent / {root!r}", "", "", f"def test_{_identifier(target.name)}():")
    yield from ("    sys.path.insert(0, str(ROOT))", f"    sys.modules.pop({module!r}, None)")
    yield f"    theirs = importlib.import_module({module!r})"
    handed = asked.handed(case.point)
    for role, array in handed.items():
        yield f"    {role} = {_wrapped(_literal(array, plan.dtype), plan.framework)}"
    yield from (f"    {role}_before = {_copied(role, plan.framework)}" for role in case.changed if role in handed)
    yield from (f"    {line}" for line in _call(plan, asked.setting()))
    yield from (f"    {line}" for line in _asserted(case, asked, handed))


def _asserted(case: Case, asked: Asked, handed: Mapping[str, Array]) -> Iterator[str]:
    names = [case.name] if case.name else list(asked.reading.gradients) if not case.changed else []
    for name in names:
        true = asked.reading.layout.theirs(ROLE_OF[name], asked.true(name, case.point))
        yield f"{SHORT[name]} = {_literal(true)}"
        got = f"np.asarray({_expression(asked.reading, name)})"
        same = f"np.squeeze({got}), np.squeeze({SHORT[name]})"
        yield f"np.testing.assert_allclose({same}, rtol=1e-9, atol=1e-9)"
    yield from (f"np.testing.assert_array_equal({role}, {role}_before)" for role in case.changed if role in handed)


def _expression(reading: Reading, name: str) -> str:
    path = reading.results[name]
    return f"{path}.detach()" if reading.plan.framework == "torch" else path


def _call(plan: Plan, setting: Mapping[str, Any]) -> Iterator[str]:
    target = f"theirs.{plan.target}"
    if plan.engine and plan.construct is None:
        yield from (f"{role}.requires_grad_()" for role in ("x", "w", "b") if role in plan.roles)
        yield f"{target}({_given(plan.forward_arguments, setting)}).backward(dout)"
        return
    if plan.construct is not None:
        yield f"layer = {target}({_given(plan.construct, setting)})"
        yield from (f"layer.{step.method}({_given(step.arguments, setting)})" for step in plan.prepare)
        yield from (f"layer.{place} = {role}" for place, role in plan.sets.items())
        if plan.forward:
            yield f"made = layer.{plan.forward}({_given(plan.forward_arguments, setting)})"
        yield f"returned = layer.{plan.backward}({_given(plan.arguments, setting)})"
        return
    if plan.forward and {"cache", "kept"} & plan.roles:
        yield f"made = theirs.{plan.forward}({_given(plan.forward_arguments, setting)})"
    yield f"returned = {target}({_given(plan.arguments, setting)})"


def _given(arguments: Arguments, setting: Mapping[str, Any]) -> str:
    parts = ((each, _value(each.tree, setting)) for each in arguments)
    return ", ".join(
        f"{each.star}{value}" if each.star else f"{each.name}={value}" if each.keyword else value
        for each, value in parts
    )


def _value(tree: Tree, setting: Mapping[str, Any]) -> str:
    if isinstance(tree, str):
        made = {"cache": "made[-1]"}.get(tree, f"made[{tree.partition(':')[2]}]" if tree.startswith("kept:") else "")
        return made or (tree.partition(":")[0] if tree in (*ARRAYS, PLAIN) else repr(setting[tree]))
    if isinstance(tree, dict):
        if set(tree) == {OBJECT}:
            return f"SimpleNamespace(**{_value(tree[OBJECT], setting)})"
        return "{" + ", ".join(f"{key!r}: {_value(part, setting)}" for key, part in tree.items()) + "}"
    return "(" + "".join(f"{_value(part, setting)}, " for part in tree).rstrip() + ")"


def _literal(array: Array, dtype: str = "float64") -> str:
    typed = "" if dtype == "float64" else f", dtype={dtype!r}"
    return f"np.array({(np.asarray(array) + 0.0).tolist()!r}{typed})"


def _wrapped(literal: str, framework: str) -> str:
    calls = {"torch": f"torch.from_numpy({literal})", "jax": f"jax.numpy.asarray({literal})"}
    return calls.get(framework, literal)


def _copied(role: str, framework: str) -> str:
    return f"{role}.clone()" if framework == "torch" else f"{role}.copy()"


def _identifier(name: str) -> str:
    return name.replace(".", "_").lower()
