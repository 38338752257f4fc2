"""A call form in words of Python, and what was made up in it."""

from collections.abc import Iterator

from symconv.foreign.plan import OBJECT, Argument, Arguments, Plan, Tree

SHOWN = {"none": "None", "xp": "padded x", "zero": "0", "one": "1", "true": "True", "false": "False", "rate": "1.0",
         "linear": "'linear'", "anything": "an object", "filled": "a function that makes zeros",
         "same": "a function that changes nothing"}  # fmt: skip
FORMS = {
    "pair": "({0}, {0})",
    "pairs": "(({0}, {0}), ({0}, {0}))",
    "word": "'{0}'",
    "WORD": "'{0}'",
    "less": "{0} - 1",
    "lesspair": "({0} - 1, {0} - 1)",
}
MADE_UP = ("zero", "one", "true", "false", "linear", "same", "anything")


def call(plan: Plan) -> str:
    """How a function is called."""
    if plan.engine:
        run = f"{plan.target}({_given(plan.forward_arguments)})"
        if plan.construct is not None:
            run = f"{plan.target}({_given(plan.construct)}).{plan.forward}({_given(plan.forward_arguments)})"
        return f"{run}, differentiated by {plan.engine}"
    if plan.construct is None:
        return f"{plan.target}({_given(plan.arguments)})"
    return f"{plan.target}({_given(plan.construct)}).{plan.backward}({_given(plan.arguments)})"


def assumed(plan: Plan) -> list[str]:
    """What was handed over for parameters that are no part of a layer: ``reg=0``."""
    listed = (*plan.arguments, *(plan.construct or ()), *plan.forward_arguments)
    made = [f"{each.name}={shown(each.tree)}" for each in listed if each.tree in MADE_UP]
    return list(dict.fromkeys(made))


def _given(arguments: Arguments) -> str:
    return ", ".join(map(_argument, arguments))


def _argument(each: Argument) -> str:
    if each.star:
        return f"{each.star}{shown(each.tree)}"
    return f"{each.name}={shown(each.tree)}"


def shown(tree: Tree) -> str:
    """A value that is handed over."""
    if isinstance(tree, str):
        role, _, form = tree.partition(":")
        return FORMS[form].format(role) if form in FORMS else SHOWN.get(role, role) + (f"[{form}]" if form else "")
    if isinstance(tree, dict):
        if set(tree) == {OBJECT} and isinstance(tree[OBJECT], dict):
            return "an object with " + ", ".join(_parts(tree[OBJECT], " "))  # type: ignore[arg-type]
        return "{" + ", ".join(_parts(tree, ": ")) + "}"
    return "(" + ", ".join(map(shown, tree)) + ("," if len(tree) == 1 else "") + ")"


def _parts(tree: dict[str, Tree], sign: str) -> Iterator[str]:
    yield from (f"{key!r}{sign}{shown(part)}" if sign != " " else f".{key} {shown(part)}" for key, part in tree.items())
