"""What the source of a function tells without being run: what it unpacks, which keys it asks for, what it returns."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from symconv.check.code.squares import square, square_image
from symconv.check.code.uses import attributes, first_only, indexed, is_stub, words

BACK = re.compile(r"back|bprop|bwd|grad", re.IGNORECASE)
"""Names of methods that send a gradient back."""

Part = str | list["Part"]
"""A name, or a tuple of parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the source of one function shows.

    Attributes:
        line: where it begins.
        column: in which column, from 1.
        source: its first line.
        unpacked: name → the parts it is taken apart into.
        keys: name → the keys it is asked for.
        returned: the names in each ``return``.
        square: whether the filter is read as if it were square.
        square_image: whether the input is.
        stored: the attributes it sets on ``self``, without those of other objects.
        attributes: name → the attributes that are read from it.
        indexed: names of which an entry is taken by its number, as of pairs.
        words: name → the strings it is compared with.
        first_only: names of which only the first entry is read.
        stub: whether nothing but ``pass`` or a refusal stands there.
        made: name → its place in what the forward pass before it returns.
    """

    line: int = 1
    column: int = 1
    source: str = ""
    unpacked: Mapping[str, list[Part]] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    returned: tuple[tuple[str, ...], ...] = ()
    square: bool = False
    square_image: bool = False
    stored: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indexed: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_only: frozenset[str] = frozenset()
    stub: bool = False
    made: Mapping[str, int] = field(default_factory=dict)

    def after(self, forward: "Shown") -> "Shown":
        """The same behind its forward pass: what this returns beside its output, under names of its own."""
        returned = max(forward.returned, key=len, default=())
        made = {name.removeprefix("self."): place for place, name in enumerate(returned) if place and name}
        return replace(self, made=made)


def shown(text: str, name: str, near: int = 1) -> Shown:
    """What the source of ``name`` (``function``, ``Class`` or ``Class.method``) shows; little where it is not found.

    Args:
        text: the source of the whole file.
        name: the function or class.
        near: the line it stands near, where several have that name.
    """
    try:
        tree: ast.AST | None = ast.parse(text)
    except (SyntaxError, ValueError):
        return Shown()
    for part in name.split("."):
        named = [node for node in ast.walk(tree) if getattr(node, "name", None) == part] if tree else []
        tree = min(named, key=lambda node: abs(getattr(node, "lineno", 0) - near), default=None)
    if not isinstance(tree, ast.FunctionDef | ast.ClassDef):
        return Shown()
    lines = text.splitlines()
    return Shown(
        line=tree.lineno,
        column=tree.col_offset + 1,
        source=lines[tree.lineno - 1].strip() if tree.lineno <= len(lines) else "",
        unpacked=_unpacked(tree),
        keys=_keys(tree),
        returned=tuple(_returned(tree)),
        square=square(tree),
        square_image=square_image(tree),
        stored=tuple(_stored(tree)),
        attributes=attributes(tree),
        indexed=indexed(tree),
        words=words(tree),
        first_only=first_only(tree),
        stub=is_stub(tree),
    )


def _unpacked(tree: ast.AST) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            found.setdefault(_named(node.value), [_part(each) for each in node.targets[0].elts])
    found |= {name: parts for name, parts in _numbered(tree).items() if name not in found}
    return {name: parts for name, parts in found.items() if name}


def _numbered(tree: ast.AST) -> dict[str, list[Part]]:
    """``x = cache[0]``: what is taken out by number."""
    taken: dict[str, dict[int, Part]] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)):
            continue
        place = node.value.slice
        if isinstance(place, ast.Constant) and isinstance(place.value, int) and isinstance(node.value.value, ast.Name):
            taken.setdefault(node.value.value.id, {})[place.value] = _part(node.targets[0])
    return {
        name: [parts.get(number, "") for number in range(max(parts) + 1)]
        for name, parts in taken.items()
        if min(parts) >= 0
    }


def _part(node: ast.expr) -> Part:
    if isinstance(node, ast.Tuple | ast.List):
        return [_part(each) for each in node.elts]
    return _named(node)


def _named(node: ast.expr | None) -> str:
    """``x`` for a name, ``self.x`` for an attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _named(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def _keys(tree: ast.AST) -> dict[str, tuple[str, ...]]:
    """``param["stride"]`` and ``param.get("pad", 0)``."""
    found: dict[str, dict[str, None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            holder, key = node.value, node.slice
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and node.args
        ):
            holder, key = node.func.value, node.args[0]
        else:
            continue
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and _named(holder):
            found.setdefault(_named(holder), {})[key.value] = None
    return {name: tuple(keys) for name, keys in found.items()}


def _returned(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """The names in each ``return``; of a class, in those of its backward pass, where it has one."""
    inside = [node for node in getattr(tree, "body", ()) if isinstance(node, ast.FunctionDef)]
    like = [node for node in inside if BACK.search(node.name) and not _read_only(node)]
    passes: list[ast.AST] = []
    if isinstance(tree, ast.ClassDef):  # ``get_gradient_weights`` is none, where there is a ``backward``
        passes += [node for node in like if "back" in node.name.lower()] or like
    for node in (node for part in passes or [tree] for node in ast.walk(part)):
        if isinstance(node, ast.Return) and node.value is not None:
            parts = node.value.elts if isinstance(node.value, ast.Tuple | ast.List) else [node.value]
            yield tuple(_named(_less(part)) for part in parts)


def _read_only(node: ast.FunctionDef) -> bool:
    """Whether it is a property, such as the list of all gradients."""
    return any(_named(each) in ("property", "cached_property") for each in node.decorator_list)


def _less(node: ast.expr) -> ast.expr:
    """``weight`` of ``weight - rate * dw``: what is lessened in a step."""
    return node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) else node


def _stored(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _named(node.value) == "self":
            yield node.attr
