"""Indices, conditions and terms of a derivation as Rocq writes them.

Every index, product and sum stands in parentheses of its own, so that nothing depends on how strongly a sign binds.
"""

from collections.abc import Iterable

from symconv.proof.theorem.conditions import Condition
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.indices import Atom, Index, Letter
from symconv.proof.theorem.terms import Bracket, Entry, Plus, Product, Sum, Term

ASCII = {"p₋": "p", "p₊": "p'", "φ": "phase"}
"""Letters by the names they have in Rocq, where those are others."""


def letter(name: Letter) -> str:
    """``s_0``: a letter along an axis."""
    return f"{ASCII.get(name.name, name.name)}_{name.axis}"


def index(value: Index) -> str:
    """``(s_0 * m_0 + d_0 * a_0 - p_0)``."""
    written = ""
    for atoms, coefficient in value.terms:
        factors = [str(abs(coefficient))] if abs(coefficient) != 1 or not atoms else []
        product = " * ".join([*factors, *map(_atom, atoms)])
        sign = "-" if coefficient < 0 else "+"
        written += f" {sign} {product}" if written else f"{'- ' if coefficient < 0 else ''}{product}"
    return f"({written or '0'})"


def _atom(atom: Atom) -> str:
    return letter(atom) if isinstance(atom, Letter) else f"({index(atom.over)} / {index(atom.under)})"


def listed(values: Iterable[Index]) -> str:
    """``[z_0; m_0]``: an index of an array, image and channel first."""
    return f"[{'; '.join(map(index, values))}]"


def test(condition: Condition) -> str:
    """A condition as something that is true or false."""
    left, right = index(condition.left), index(condition.right)
    told = {
        "equal": f"({left} =? {right})",
        "within": f"(within {left} {right})",
        "divides": f"({left} mod {right} =? 0)",
    }
    return told[condition.kind]


def claim(condition: Condition) -> str:
    """A condition as a statement."""
    left, right = index(condition.left), index(condition.right)
    told = {"equal": f"{left} = {right}", "within": f"0 <= {left} < {right}", "divides": f"{left} mod {right} = 0"}
    return told[condition.kind]


def term(value: Term) -> str:
    """A term."""
    match value:
        case Entry(array, at, upper):
            return f"({array} {listed((*upper, *at))})"
        case Product(factors):
            return f"({' ⊗ '.join(map(term, factors))})"
        case Plus(terms):
            return f"({' ⊕ '.join(map(term, terms))})" if terms else "zero"
        case Bracket(condition, body):
            return f"(⟦{test(condition)}⟧ {term(body)})"
        case Sum(running, size, body):
            return f"(sum {index(size)} {function(running, body)})"


def function(running: Letter, body: Term) -> str:
    """``(fun v => E)``."""
    return f"(fun {letter(running)} => {term(body)})"


def definition(given: Definition) -> str:
    """A named array: what its entry at an index is."""
    names = "; ".join(map(letter, (*given.upper, *given.index)))
    return (
        f"Definition {given.array} (at_ : index) : K :=\n"
        f"  match at_ with [{names}] => {term(given.term)} | _ => zero end."
    )
