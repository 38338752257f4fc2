"""The derivations of a theorem as Rocq files, one for each."""

from symconv.proof.theorem.theorem import Proven
from symconv.render.project import project
from symconv.render.replayed.chain import source


def replayed_files(found: Proven, *, transposed: bool = False) -> dict[str, str]:
    """File name → text: the library, its rules, and each derivation, in the order of compilation.

    Of a ``transposed`` layer each derivation ends in what it says of that layer.
    """
    named = {statement.name: statement for statement in (*found.statements, *found.phases)}
    if found.recipe:
        named["recipe"] = found.recipe
    own = {
        f"{_module(name)}.v": source(statement, _theorem(name), transposed=transposed)
        for name, statement in named.items()
    }
    return project(own)


def _theorem(name: str) -> str:
    """``dilate-pad-flip`` is ``dilate_pad_flip``, ``phase 0,1`` is ``phase_0_1``."""
    return name.replace("-", "_").replace(" ", "_").replace(",", "_")


def _module(name: str) -> str:
    """``dilate-pad-flip`` is in ``DilatePadFlip.v``."""
    return "".join(part.capitalize() for part in name.split("-")).replace(" ", "_").replace(",", "_")
