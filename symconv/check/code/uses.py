"""What a function does with its names, as far as that tells what they are: attributes, entries, comparisons."""

import ast
from collections.abc import Iterator

_NAMES = """
get items keys values append pop copy shape T dtype ndim size sum transpose reshape dot mean max min flatten ravel
astype tolist squeeze clone detach view permute contiguous device unfold backward grad data requires_grad new_zeros
expand repeat swapaxes strides fill numpy to nonzero any all conj real flat at matmul unsqueeze zeros
"""
_METHODS = frozenset(_NAMES.split())
"""What arrays and dictionaries have."""


def attributes(tree: ast.AST) -> dict[str, tuple[str, ...]]:
    """``cache.x``: name → attributes that are read from it, but for those that arrays and dictionaries have."""
    found: dict[str, dict[str, None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr not in _METHODS:
            found.setdefault(node.value.id, {})[node.attr] = None
    return {name: tuple(names) for name, names in found.items()}


def indexed(tree: ast.AST) -> frozenset[str]:
    """``stride[0]`` and ``sh, sw = stride``: what is taken for a pair."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found |= {_last(node.value)} if isinstance(node.slice.value, int) else set()
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            found.add(_last(node.value))
    return frozenset(found - {""})


def first_only(tree: ast.AST) -> frozenset[str]:
    """Names of which the first entry alone is read, as ``stride[0]`` for both axes."""
    numbers: dict[str, set[object]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _last(node.value):
            number = node.slice.value if isinstance(node.slice, ast.Constant) else None
            numbers.setdefault(_last(node.value), set()).add(number)
    return frozenset(name for name, seen in numbers.items() if seen == {0})


def words(tree: ast.AST) -> dict[str, tuple[str, ...]]:
    """``padding == "same"``: name → strings it is compared with."""
    found: dict[str, dict[str, None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            said = {text: None for side in sides for text in _strings(side)}
            for name in (_last(side) for side in sides):
                if name and said:
                    found.setdefault(name, {}).update(said)
    return {name: tuple(said) for name, said in found.items()}


def is_stub(tree: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether nothing is written there yet: a docstring, ``pass``, ``return None``, ``raise NotImplementedError``."""
    if isinstance(tree, ast.ClassDef):
        backward = [node for node in tree.body if isinstance(node, ast.FunctionDef) and "back" in node.name]
        return bool(backward) and all(map(is_stub, backward))
    return all(map(_says_nothing, tree.body))


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Return):
        return node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node))


def _strings(node: ast.expr) -> Iterator[str]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _last(node: ast.expr) -> str:
    """``stride`` of ``stride`` and of ``self.stride``."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
