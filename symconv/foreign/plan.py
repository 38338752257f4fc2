"""A call form: how arguments are made and where results lie, as data that travels between processes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import SimpleNamespace
from typing import Any, Self

from symconv.foreign.context import Neighbour

Tree = str | list["Tree"] | dict[str, "Tree"]
"""A value to be handed over: the name of a role, a tuple of values, or a dictionary of values.

A role may say in which form it comes, as ``stride:pair``; a dictionary with the one key ``@object`` is a namespace, one
with ``@layer`` a layer beside the one that is asked.
"""

OBJECT, LAYER = "@object", "@layer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a call.

    Attributes:
        name: the parameter's name.
        tree: what is handed over.
        keyword: whether it is handed over by name.
        star: ``*`` where the tuple, ``**`` where the dictionary is spread over the call.
    """

    name: str
    tree: Tree
    keyword: bool = False
    star: str = ""

    def to_json(self) -> dict[str, Any]:
        """The argument as plain data."""
        return {"name": self.name, "tree": self.tree, "keyword": self.keyword, "star": self.star}


Arguments = tuple[Argument, ...]
LISTS = ("arguments", "construct", "prepare_arguments", "forward_arguments")
"""The fields of a plan that are arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How gradients are asked for.

    A function is called with ``arguments``. Where ``forward`` is named, it runs first, and the last thing it returns
    is the role ``cache``. A class is built with ``construct``; where it makes its weights only when it is told to,
    ``prepare`` comes next; its attributes ``sets`` are filled in, its methods ``forward`` and ``backward`` run. With an
    ``engine`` there is no backward pass of its own: the forward pass runs, and the engine sends ∂L/∂O back through it.

    Attributes:
        target: the function or the class; ``Class.method`` for a method that needs no object.
        arguments: what the function or the method ``backward`` is given.
        construct: what the class is given; None for a function.
        prepare: the method of a class that makes its weights; empty for none.
        prepare_arguments: what it is given.
        forward: the function or method that runs first; empty for none.
        forward_arguments: what it is given.
        backward: the method of a class.
        sets: ``attribute``, ``attribute['key']``, ``inner.attribute`` → role; where a learning ``rate`` is handed
            over, what the step takes off these is a gradient, too.
        framework: what arrays are: ``numpy``, ``torch``, ``jax``, or the name of a class of tensors.
        dtype: the type of their entries.
        engine: ``torch``, ``jax``, ``autograd``, or the name of a class of tensors; empty for none.
        ahead: whether the forward pass alone is run.
        results: gradient → the expression that reaches it, as far as that is known beforehand.
    """

    target: str
    arguments: Arguments = ()
    construct: Arguments | None = None
    prepare: str = ""
    prepare_arguments: Arguments = ()
    forward: str = ""
    forward_arguments: Arguments = ()
    backward: str = "backward"
    sets: Mapping[str, str] = field(default_factory=dict)
    framework: str = "numpy"
    dtype: str = "float64"
    engine: str = ""
    ahead: bool = False
    results: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain data."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        for name in LISTS:
            told[name] = told[name] and [each.to_json() for each in told[name]]
        return told

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The plan that :meth:`to_json` wrote."""
        arguments = {
            name: None if data[name] is None else tuple(Argument(**each) for each in data[name]) for name in LISTS
        }
        return cls(**{**data, **arguments})

    @property
    def tokens(self) -> frozenset[str]:
        """Every role that is handed over, in the form in which it comes."""
        trees = [each.tree for name in LISTS for each in getattr(self, name) or ()]
        behind = ("dout",) if self.engine else ()
        return frozenset({*(role for tree in trees for role in leaves(tree)), *self.sets.values(), *behind})

    @property
    def roles(self) -> frozenset[str]:
        """Every role that is handed over, in whatever form."""
        return frozenset(role.partition(":")[0] for role in self.tokens)


def leaves(tree: Tree) -> Iterator[str]:
    """The roles in a tree, in order."""
    if isinstance(tree, str):
        yield tree
        return
    for part in tree.values() if isinstance(tree, dict) else tree:
        yield from leaves(part)


def built(tree: Tree, values: Mapping[str, Any]) -> Any:
    """The value of a tree; lists become tuples."""
    if isinstance(tree, str):
        return values[tree]
    if isinstance(tree, dict):
        if set(tree) == {OBJECT}:
            return SimpleNamespace(**built(tree[OBJECT], values))
        if set(tree) == {LAYER}:
            return Neighbour(built(tree[LAYER], values))
        return {key: built(part, values) for key, part in tree.items()}
    return tuple(built(part, values) for part in tree)
