"""Names that the text says have their padding in them: ``a tilde marks the padded input``, ``X̂ is a padded image``."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from symconv.axis import FOLDS
from symconv.check.facts.lexicon import one_of
from symconv.check.regex import regex
from symconv.check.sources import Source
from symconv.check.understanding.binding import Binding, differentiated
from symconv.notation.reader.signs import ACCENTS
from symconv.notation.tree import Apply, Equation, Node, Symbol
from symconv.notation.walk import walk

_PADDED = rf"{one_of('padded')}|padding included"
_ACCENTS = {
    "tilde": "\u0303",
    "hat": "\u0302",
    "bar": "\u0304",
    "check": "\u030c",
    "Dach": "\u0302",
    "chapeau": "\u0302",
}
_MARKED = regex(
    rf"\b(?P<accent>{'|'.join(_ACCENTS)})s?\b[^.\n]{{0,60}}(?:{_PADDED})"
    rf"|(?:{_PADDED})[^.\n]{{0,40}}\b(?:a|an|the|with|ein|un|une)\s+(?P<behind>{'|'.join(_ACCENTS)})\b",
    re.IGNORECASE,
)
_COMMAND = r"\\(?P<{0}>hat|widehat|tilde|widetilde|bar|overline|check)\s*\{{?\s*(?P<{1}>[A-Za-z])(?![A-Za-z])\s*\}}?"
_NAMED = regex(
    rf"{_COMMAND.format('over', 'letter')}[\s$}}]{{0,4}}[^.=$\\\n]{{0,30}}"
    rf"(?:\\text\{{)?[^.=$\\\n]{{0,30}}(?:{_PADDED})"
    rf"|\b(?:{_PADDED})\s+(?:\w+\s+){{0,2}}[\s$]{{0,3}}{_COMMAND.format('above', 'base')}"
)
_DENIED = regex(r"\b(?:not|no|never|nicht|pas|sin|without)\b", re.IGNORECASE)
_SHAPED = regex(
    rf"`(?P<name>\w{{1,24}})`[^.\n]{{0,80}}\b(?:shape|size|forma|forme|Form|Größe|taille)\b[^.\n]{{0,30}}(?:{_PADDED})"
)


def padded_names(found: Source, trees: Iterable[Node], binding: Binding) -> frozenset[str]:
    """The names of inputs that stand for padded maps.

    Args:
        found: the text.
        trees: all that was read.
        binding: letter → tensor.
    """
    marked = [said for said in _MARKED.finditer(found.prose) if not _DENIED.search(said.group())]
    accents = {_ACCENTS[word] for said in marked for word in said.groups() if word in _ACCENTS}
    named = {_dressed(said) for said in _NAMED.finditer(found.text) if not _DENIED.search(said.group())}
    shaped = any(binding.role(differentiated(said["name"])) == "input" for said in _SHAPED.finditer(found.text))
    used = {node.name for tree in trees for node in walk(tree) if isinstance(node, Symbol)}
    bare = {differentiated(name) or name for name in used}
    return frozenset(
        name
        for name in bare
        if name in named or any(accent in name for accent in accents) or (shaped and binding.role(name) == "input")
    )


def with_extended(trees: Iterable[Node], binding: Binding) -> Binding:
    """With the names that a text on folded padding defines: ``Y = reflect(X)``, or ``pad(X)``."""
    roles, padded = dict(binding.roles), set(binding.padded)
    for tree in trees:
        sides = tree.sides if isinstance(tree, Equation) else ()
        for left, right in pairwise(sides):
            inner = _inside(right)
            if not (isinstance(left, Symbol) and isinstance(inner, Symbol)) or left.name == inner.name:
                continue
            if not (left.index or inner.index):
                roles |= {name: "input" for one in (left, inner) for name in (one.name, one.name.swapcase())}
                padded |= {left.name, left.name.swapcase()}
    return replace(binding, roles=roles, padded=frozenset(padded))


def _inside(side: Node) -> Node | None:
    """What is padded in ``pad(X)`` or ``reflect(X)``; None for other sides."""
    if isinstance(side, Apply):
        return side.arguments[0] if side.operator == "pad" and len(side.arguments) == 1 else None
    named = isinstance(side, Symbol) and side.name in FOLDS and len(side.index) == 1
    return side.index[0] if isinstance(side, Symbol) and named else None


def _dressed(said: re.Match[str]) -> str:
    command, letter = (said["over"], said["letter"]) if said["letter"] else (said["above"], said["base"])
    return letter + ACCENTS[f"\\{command}"]
