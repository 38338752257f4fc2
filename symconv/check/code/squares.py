"""Code that reads one size for both axes: it is for square filters, or for square images, and says so."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from symconv.check.code.compounds import kinds_of
from symconv.check.code.vocabulary import roles


def square(tree: ast.AST) -> bool:
    """``(f, f, n_C_prev, n_C) = W.shape`` or ``n, c, f, _ = filt.shape``: one name for both sizes."""
    for holder, names in _taken(tree):
        if _both(names):
            continue
        named = [name for name in names if name not in ("", "_")]
        if len(set(named)) < len(named) or ("w" in roles(holder) and names[-1] == "_"):
            return True
    return False


def square_image(tree: ast.AST) -> bool:
    """``n_c, size, _ = image.shape`` or ``(l, w, w) = image.shape``, and the other size of it is read nowhere."""
    seen = [names for holder, names in _taken(tree) if roles(holder)[:1] in (("x",), ("xp",))]
    return bool(seen) and not _numbered(tree) and all(map(_one_size, seen))


def _one_size(names: list[str]) -> bool:
    """Whether the last two, both sizes of an image, are one name, or one name and nothing."""
    high, wide = names[-2:]
    return len(names) > 2 and high not in ("", "_") and wide in ("_", high) and not _both(names)


def _both(names: list[str]) -> bool:
    """Whether both sizes have names of their own, as in ``n, high, wide, _ = x.shape``: the last one is no size."""
    pairs = [(one.lower(), other.lower()) for one, other in pairwise(names)]
    alike = any(one.endswith("h") and other == f"{one[:-1]}w" for one, other in pairs)  # kh, kw
    return alike or any("high" in kinds_of(one) and "wide" in kinds_of(other) for one, other in pairwise(names))


def _numbered(tree: ast.AST) -> bool:
    """Whether one size of an array is read by its number: ``x.shape[3]``."""
    return any(
        isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
        for node in ast.walk(tree)
    )


def _taken(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """``n, c, h, w = x.shape`` as ``x`` and the names; ``""`` for what is no name."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)):
            continue
        value, names = node.value, [getattr(each, "id", "") for each in node.targets[0].elts]
        if isinstance(value, ast.Attribute) and value.attr == "shape":
            yield _last(value.value), names


def _last(node: ast.expr) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")
