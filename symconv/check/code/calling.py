"""A call form in words of Python, and what was made up in it."""

from collections.abc import Iterator, Mapping, Sequence

from symconv.check.code.source import Part
from symconv.check.code.vocabulary import roles
from symconv.foreign.plan import LAYER, OBJECT, Argument, Arguments, Plan, Tree

SHOWN = {"none": "None", "xp": "padded x", "zero": "0", "one": "1", "true": "True", "false": "False", "rate": "1.0",
         "linear": "'linear'", "anything": "an object", "filled": "a function that makes zeros",
         "same": "a function that changes nothing", "kept": "what its forward pass returns"}  # fmt: skip
FORMS = {
    "plain": "{0}",
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
    left = ", ".join(f".{place} = {shown(role)}" for place, role in plan.sets.items() if role in ("x", "dout"))
    made = f"{plan.target}({_given(plan.construct)})" + (f" with {left}; " if left else "")
    return f"{made}.{plan.backward}({_given(plan.arguments)})"


def assumed(plan: Plan, unpacked: Mapping[str, Sequence[Part]]) -> list[str]:
    """What nobody told: ``reg=0`` where a parameter is no part of a layer, and an input that must come padded.

    Args:
        plan: how the function is called.
        unpacked: name → the parts it is taken apart into.
    """
    listed = (*plan.arguments, *(plan.construct or ()), *plan.forward_arguments)
    made = [f"{each.name}={shown(each.tree)}" for each in listed if _made_up(each)]
    held = [pair for each in listed for pair in _leaves(each.name, each.tree, unpacked.get(each.name, ()))]
    padded = [f"{name} is handed over padded" for name, role in held if role == "xp" and "xp" not in roles(name)]
    return list(dict.fromkeys([*made, *padded]))


def _made_up(each: Argument) -> bool:
    """Whether nobody told it, or it is a bias that is not handed over."""
    left_out = each.tree == "none" and roles(each.name)[:1] == ("b",)
    return each.tree in MADE_UP or left_out or (isinstance(each.tree, str) and each.tree.startswith("said:"))


def _leaves(name: str, tree: Tree, parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Every value in what is handed over, with the name that the code has for it."""
    if isinstance(tree, str):
        yield name, tree
    elif isinstance(tree, dict):
        for key, part in tree.items():
            yield from _leaves(name if key in (OBJECT, LAYER) else key, part, ())
    else:
        for number, part in enumerate(tree):
            own = parts[number] if number < len(parts) else ""
            plain = own.removeprefix("self.") if isinstance(own, str) else ""
            yield from _leaves(plain or f"{name}[{number}]", part, own if isinstance(own, list) else ())


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
        if role == "said":
            return repr(form)
        return FORMS[form].format(role) if form in FORMS else SHOWN.get(role, role) + (f"[{form}]" if form else "")
    if isinstance(tree, dict):
        if set(tree) == {LAYER}:
            return "a layer before it"
        if set(tree) == {OBJECT} and isinstance(tree[OBJECT], dict):
            return "an object with " + ", ".join(_parts(tree[OBJECT], " "))  # type: ignore[arg-type]
        return "{" + ", ".join(_parts(tree, ": ")) + "}"
    return "(" + ", ".join(map(shown, tree)) + ("," if len(tree) == 1 else "") + ")"


def _parts(tree: dict[str, Tree], sign: str) -> Iterator[str]:
    yield from (f"{key!r}{sign}{shown(part)}" if sign != " " else f".{key} {shown(part)}" for key, part in tree.items())
