"""What the matrices of an unfolded convolution are called: ``cols``, ``W_{row}``, ``Y_f``, ``dWr``."""

import re
from dataclasses import dataclass

from symconv.check.regex import regex
from symconv.check.statements import Statement
from symconv.check.understanding.binding import Binding, differentiated, is_loss
from symconv.check.understanding.names import PREFERRED, undressed
from symconv.notation.tree import Apply, Equation, Node, Partial, Power, Product, Sum, Symbol
from symconv.notation.walk import walk

_KINDS = {"weight": "filters", "output": "outputs", "bias": "bias", "input": "input"}
_OTHERS = ("weight", "output", "grad_output")
"""What is no matrix of windows, whatever stands below its letter: ``K_col``."""
LONGEST = 40
"""Letters of a name that may be that of a gradient, ``ddY``."""
_WINDOWS = regex(r"cols?|.*(?:_cols?|_unf\w*)|patches|windows", re.IGNORECASE)


def names_of(known: list[Statement], binding: Binding) -> "MatrixNames":
    """What the matrices of a text are."""
    return MatrixNames(binding, _windows(known, binding))


@dataclass(frozen=True, slots=True)
class MatrixNames:
    """What the matrices of a text are."""

    binding: Binding
    windows: frozenset[str]

    def kind(self, node: Node) -> str:
        """``windows``, ``filters``, ``outputs``, ``bias`` or ``input``, of a matrix or of its gradient; else empty."""
        if isinstance(node, Partial):
            return self.kind(node.by) if isinstance(node.of, Symbol) and is_loss(node.of) else ""
        if isinstance(node, Apply) and node.operator == "im2col":
            return "windows"
        if not isinstance(node, Symbol) or any(not isinstance(part, Symbol) for part in node.index):
            return ""
        if _label(node) in self.windows or (_WINDOWS.fullmatch(_label(node)) and self.role(node.name) not in _OTHERS):
            return "windows"
        if node.name in ("D", "∇") and len(node.index) == 1:
            return self.kind(node.index[0])
        if (bare := undressed(node.name)) != node.name and self.role(bare) == "input":
            return "windows"  # X̃, an input that is written in another way
        inner = differentiated(node.name) if len(node.name) <= LONGEST else ""
        if inner and (kind := self.kind(Symbol(inner, node.index))):
            return kind
        return "outputs" if self.role(node.name) == "grad_output" else _KINDS.get(self.role(node.name), "")

    def role(self, name: str) -> str:
        """What a name is: what the text shows, else what it usually is."""
        name = undressed(name)
        if name.lower() in PREFERRED["grad_output"]:
            return "grad_output"
        told = self.binding.role(name)
        usual = (role for part in (name, name[:1]) for role in PREFERRED if part.lower() in PREFERRED[role])
        return told or next(usual, "")


def _label(node: Symbol) -> str:
    """``W_col`` of ``W_{col}``, whatever its letters are taken for."""
    below = "".join(part.name for part in node.index if isinstance(part, Symbol))
    return f"{node.name}_{below}" if below else node.name


def _windows(known: list[Statement], binding: Binding) -> frozenset[str]:
    """The names of matrices of windows: ``C = im2col(x)``, or what makes the outputs together with the filters."""
    found: set[str] = set()
    plain = MatrixNames(binding, frozenset())
    for one in known:
        for node in walk(one.tree) if one.tree is not None else ():
            if isinstance(node, Symbol) and plain.kind(node) == "windows":
                found.add(_label(node))
        left, right = sides_of(one)
        if isinstance(left, Symbol) and isinstance(right, Apply) and right.operator == "im2col":
            found.add(_label(left))
        factors = [untransposed(factor) for factor in factors_of(right)]
        kinds = [plain.kind(factor) for factor in factors]
        turned = any(isinstance(factor, Power) for factor in factors_of(right))
        if (
            turned
            and left is not None
            and plain.kind(left) == "outputs"
            and kinds.count("filters") == 1 == kinds.count("")
        ):
            found |= {
                _label(part) for part, kind in zip(factors, kinds, strict=True) if not kind and isinstance(part, Symbol)
            }
    return frozenset(found)


def sides_of(statement: Statement) -> tuple[Node | None, Node | None]:
    """Both sides of an equation; nothing where there are others."""
    tree = statement.tree
    return (tree.sides[0], tree.sides[1]) if isinstance(tree, Equation) and len(tree.sides) == 2 else (None, None)


def factors_of(node: Node | None) -> tuple[Node, ...]:
    """Two matrices that are multiplied, perhaps with a bias added, or reshaped."""
    if isinstance(node, Apply) and node.operator == "reshape" and node.arguments:
        node = node.arguments[0]
    if isinstance(node, Sum) and len(node.terms) == 2 and isinstance(node.terms[1], Symbol):
        node = node.terms[0]
    return node.factors if isinstance(node, Product) and len(node.factors) == 2 else ()


def untransposed(factor: Node) -> Node:
    """The matrix whose transpose is written."""
    return factor.base if isinstance(factor, Power) and factor.exponent == Symbol("T") else factor
