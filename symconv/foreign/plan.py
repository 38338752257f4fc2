"""How a function is called: which values go where, as data that travels between processes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A value to be handed over: the name of a role, a tuple of values, or a dictionary of values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a call.

    Attributes:
        name: the parameter's name.
        tree: what is handed over.
        keyword: whether it is handed over by name.
    """

    name: str
    tree: Tree
    keyword: bool = False


Arguments = tuple[Argument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How gradients are asked for.

    A function is called with ``arguments``. Where ``forward`` is named, it runs first, and the last thing it returns
    is the role ``cache``. A class is built with ``construct``, its attributes ``sets`` are filled in, its methods
    ``forward`` and ``backward`` run.

    Attributes:
        target: the function or the class.
        arguments: what the function or the method ``backward`` is given.
        construct: what the class is given; None for a function.
        forward: the function or method that runs first; empty for none.
        forward_arguments: what it is given.
        backward: the method of a class.
        sets: ``attribute`` or ``attribute['key']`` → role; where a learning ``rate`` is handed over, what the step
            takes off these is a gradient, too.
        framework: what arrays are: ``numpy``, ``torch`` or ``jax``.
        autograd: whether the class is one of PyTorch's functions: ``arguments`` are applied, then the result goes back.
    """

    target: str
    arguments: Arguments
    construct: Arguments | None = None
    forward: str = ""
    forward_arguments: Arguments = ()
    backward: str = "backward"
    sets: Mapping[str, str] = field(default_factory=dict)
    framework: str = "numpy"
    autograd: bool = False

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The plan that :meth:`to_json` wrote."""
        lists = ("arguments", "construct", "forward_arguments")
        arguments = {
            name: None if data[name] is None else tuple(Argument(**each) for each in data[name]) for name in lists
        }
        return cls(**{**data, **arguments})

    @property
    def roles(self) -> frozenset[str]:
        """Every role that is handed over."""
        trees = [each.tree for each in (*self.arguments, *(self.construct or ()), *self.forward_arguments)]
        behind = ("dout",) if self.autograd else ()
        return frozenset({*(role for tree in trees for role in leaves(tree)), *self.sets.values(), *behind})


def leaves(tree: Tree) -> list[str]:
    """The roles in a tree, in order."""
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree
    return [role for part in inner for role in leaves(part)]


def built(tree: Tree, values: Mapping[str, Any]) -> Any:
    """The value of a tree; lists become tuples."""
    if isinstance(tree, str):
        return values[tree]
    if isinstance(tree, dict):
        return {key: built(part, values) for key, part in tree.items()}
    return tuple(built(part, values) for part in tree)
