"""A call form: how arguments are made and where results lie, as data that travels between processes."""

from collections.abc import Iterator, Mapping, Sequence
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
WORD = "word"
"""The role of a word that notes what it is compared with (see :mod:`heard`)."""

PLAIN = "dout:plain"
"""∂L/∂O as an array, whatever the other arrays are."""


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
LISTS = ("arguments", "construct", "forward_arguments")
"""The fields of a plan that are arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One method that makes an object ready, and what it is given."""

    method: str
    arguments: Arguments = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How gradients are asked for.

    A function is called with ``arguments``. Where ``forward`` is named, it runs first, and the last thing it returns
    is the role ``cache``. A class is built with ``construct``; where it learns its sizes or makes its weights only when
    it is told to, the steps of ``prepare`` come next; its attributes ``sets`` are filled in, its methods ``forward``
    and ``backward`` run. With an ``engine`` there is no backward pass of its own: the forward pass runs, and the engine
    sends ∂L/∂O back through it.

    Attributes:
        target: the function or the class; ``Class.method`` for a method that needs no object.
        arguments: what the function or the method ``backward`` is given.
        construct: what the class is given; None for a function.
        prepare: the methods that make an object ready, in order.
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
    prepare: tuple[Step, ...] = ()
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
            told[name] = told[name] and _told(told[name])
        return told | {"prepare": [{"method": one.method, "arguments": _told(one.arguments)} for one in self.prepare]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The plan that :meth:`to_json` wrote."""
        listed = {name: None if data[name] is None else _arguments(data[name]) for name in LISTS}
        steps = (Step(method=each["method"], arguments=_arguments(each["arguments"])) for each in data["prepare"])
        return cls(**{**data, **listed, "prepare": tuple(steps)})

    @property
    def tokens(self) -> frozenset[str]:
        """Every role that is handed over, in the form in which it comes."""
        listed = [*(getattr(self, name) or () for name in LISTS), *(step.arguments for step in self.prepare)]
        trees = [each.tree for arguments in listed for each in arguments]
        behind = ("dout",) if self.engine else ()
        return frozenset({*(role for tree in trees for role in leaves(tree)), *self.sets.values(), *behind})

    @property
    def roles(self) -> frozenset[str]:
        """Every role that is handed over, in whatever form."""
        return frozenset(role.partition(":")[0] for role in self.tokens)


def _told(arguments: Arguments) -> list[dict[str, Any]]:
    return [each.to_json() for each in arguments]


def _arguments(told: Sequence[Mapping[str, Any]]) -> Arguments:
    return tuple(Argument(**each) for each in told)


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
