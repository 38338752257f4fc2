"""The last resort: a file of ten lines that makes the call, written as far as it is known."""

from collections.abc import Iterator, Mapping, Sequence

from symconv.check.code.vocabulary import SHORT
from symconv.foreign.plan import LAYER, OBJECT, Argument, Arguments, Plan, Tree

ROLES = ("dout", "x", "w", "b", "layer")
TOLD = {
    "stride": "layer.stride",
    "pad": "layer.padding",
    "dilation": "layer.dilation",
    "kernel_size": "layer.kernel_size",
    "in_channels": "layer.in_channels",
    "out_channels": "layer.out_channels",
    "groups": "layer.groups",
    "cache": "made[-1]",
    "none": "None",
    "zero": "0",
    "one": "1",
    "true": "True",
    "false": "False",
    "rate": "1.0",
    "x_shape": "x.shape",
    "w_shape": "w.shape",
}
"""Role → how an adapter says it; ``layer`` holds a number for each axis."""


def adapted(read: Sequence[str]) -> Plan:
    """How an adapter is called: ``gradients(dout, x, w, b, layer)``, arrays as PyTorch has them, a dictionary back.

    Args:
        read: the attributes of ``layer`` that it reads; what it does not read, such as dilation, it is not asked for.
    """
    fields: dict[str, Tree] = {
        "stride": "stride:pair",
        "padding": "pad:pair",
        "dilation": "dilation:pair",
        "kernel_size": "kernel_size:pair",
        "in_channels": "in_channels",
        "out_channels": "out_channels",
        "groups": "groups",
    }
    fields = {name: role for name, role in fields.items() if name in read}
    trees: list[Tree] = ["dout", "x", "w", "b", {OBJECT: fields} if fields else "none"]
    return Plan(
        target="gradients",
        arguments=tuple(Argument(name=name, tree=tree) for name, tree in zip(ROLES, trees, strict=True)),
    )


def stub(file: str, name: str, plan: Plan | None, results: Mapping[str, str]) -> str:
    """The text of an adapter for ``name`` in ``file``; what is missing stands there as ``...``."""
    target = name.partition(".")[0]
    lines = [
        f'"""How symconv calls {file}:{name}. Put in what is missing, then',
        "",
        f"    symconv check {file}:{name} --adapter THIS_FILE",
        "",
        "dout [N, F, *out], x [N, C, *in], w [F, C/groups, *kernel] and b [F] are NumPy arrays; layer.stride,",
        ".padding, .dilation and .kernel_size have one number for each axis; submission is the file that is checked.",
        '"""',
        "",
        f"from submission import {target}",
        "",
        "",
        "def gradients(dout, x, w, b, layer):",
        *(f"    {line}" for line in _body(target, plan, results)),
    ]
    return "\n".join([*lines, ""])


def _body(target: str, plan: Plan | None, results: Mapping[str, str]) -> Iterator[str]:
    if plan is None:
        yield f"{target}  # call it here"
        yield 'return {"dx": ..., "dw": ..., "db": ...}'
        return
    if plan.construct is not None:
        yield f"layer_ = {target}({_arguments(plan.construct)})"
        yield from (f"layer_.{step.method}({_arguments(step.arguments)})" for step in plan.prepare)
        yield from (f"layer_.{place} = {role}" for place, role in plan.sets.items())
        if "w" not in plan.roles:
            yield "...  # fill w and b in where it holds them: layer_.weight = w"
        if plan.forward:
            yield f"made = layer_.{plan.forward}({_arguments(plan.forward_arguments)})"
        yield f"returned = layer_.{plan.backward}({_arguments(plan.arguments)})"
    else:
        if {"cache", "kept"} & plan.roles:
            yield f"made = {plan.forward}({_arguments(plan.forward_arguments)})"
        yield f"returned = {target}({_arguments(plan.arguments)})"
    found = {short: results.get(long, "...").replace("layer.", "layer_.", 1) for long, short in SHORT.items()}
    yield "return {" + ", ".join(f'"{short}": {path}' for short, path in found.items()) + "}"


def _arguments(arguments: Arguments) -> str:
    return ", ".join(f"{each.star or each.name + '='}{_value(each.tree)}" for each in arguments)


def _value(tree: Tree) -> str:
    if isinstance(tree, str):
        role, _, form = tree.partition(":")
        told = f"made[{form}]" if role == "kept" else TOLD.get(role, role if role in ROLES else "...")
        return f"{told}[0]" if told.startswith("layer.") and role in ("stride", "pad", "dilation", "kernel_size") and (
            form not in ("pair", "pairs")
        ) else told  # fmt: skip
    if isinstance(tree, dict) and LAYER in tree:
        return "..."
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key!r}: {_value(part)}" for key, part in tree.items() if key != OBJECT) + "}"
    return "(" + "".join(f"{_value(part)}, " for part in tree).rstrip() + ")"
