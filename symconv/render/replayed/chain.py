"""One derivation as a Rocq file: its side conditions, its steps, the chain of both ends, and that it starts at O."""

from collections.abc import Iterator

from symconv.proof.theorem.conditions import Side
from symconv.proof.theorem.indices import Letter
from symconv.proof.theorem.statement import Statement
from symconv.proof.theorem.terms import Term, free
from symconv.render.replayed.exchanged import exchanged
from symconv.render.replayed.starts import arrays, concluded, counted, layer, ranges, sizes
from symconv.render.replayed.steps import script
from symconv.render.replayed.terms import claim, definition, letter, term

HEAD = """From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry Layer Rules Starts Replay.
Import ListNotations.
Open Scope Z_scope."""

TRANSPOSED = "From Convolution Require Import Transposed."

SETTING = """(* A layer, and what is known of its sizes and of the entry that is derived. *)
Section Chain.
Context {K : Type} {CR : CommutativeRing K}.
Add Ring entries_ring : ring_laws."""


def source(statement: Statement, name: str, *, transposed: bool = False) -> str:
    """The file; ``Theorem name`` says that the first term equals the last, ``name_is_right`` what of O that is.

    ``name_transposed`` says what it is of the layer with input and output exchanged.
    """
    derivation, conditions = statement.derivation, Sides()
    steps, before = [], derivation.start
    for number, step in enumerate(derivation.steps, 1):
        tactics = tuple(map(conditions.proof, step.sides))
        steps.append(_lemma(step.rule, number, before, step.term, script(before, step, tactics)))
        before = step.term
    given = dict.fromkeys((*map(claim, derivation.ground.given), *ranges(statement)))
    starts = [layer(statement.setting)] if statement.left else []
    ends = [concluded(statement, name)] if statement.left else []
    ends += [exchanged(statement, name)] if transposed and statement.left else []
    last = f"{name}{'_transposed' if transposed else '_is_right'}" if statement.left else name
    head = f"{HEAD}\n{TRANSPOSED}" if transposed else HEAD
    parts = [
        f"(* {statement.name}, for every size: each step is an equation, by the rule named before it. *)\n{head}",
        "(* What the steps ask of integers. *)",
        *conditions.lemmas(),
        SETTING,
        f"Variables {' '.join(sorted(map(letter, _everything(statement))))} : Z.",
        *(f"Hypothesis given_{number} : {told}." for number, told in enumerate(given)),
        arrays(statement.setting),
        *map(definition, statement.definitions),
        *steps,
        _joined(name, derivation.start, before, len(derivation.steps)),
        *starts,
        *ends,
        "End Chain.",
        f"Print Assumptions {last}.",
    ]
    return "\n\n".join(parts) + "\n"


def _everything(statement: Statement) -> frozenset[Letter]:
    """The letters that are not bound: of the layer, and of the entry that is derived."""
    derivation = statement.derivation
    found = free(derivation.start).union(*(condition.letters for condition in derivation.ground.given))
    return found.union(counted(statement), *(size.letters for size in sizes(statement.setting)))


def _lemma(rule: str, number: int, before: Term, after: Term, tactics: str) -> str:
    return f"(* {rule} *)\nLemma step_{number} :\n  {term(before)}\n  = {term(after)}.\nProof.\n  {tactics}\nQed."


def _joined(name: str, start: Term, end: Term, many: int) -> str:
    proof = "eq_refl" if not many else "step_1"
    for number in range(2, many + 1):
        proof = f"eq_trans ({proof}) step_{number}" if number > 2 else f"eq_trans step_1 step_{number}"
    return f"Theorem {name} :\n  {term(start)}\n  = {term(end)}.\nProof. exact ({proof}). Qed."


class Sides:
    """The side conditions of a derivation, each stated and proven once."""

    def __init__(self) -> None:
        self._known: dict[Side, int] = {}

    def proof(self, side: Side) -> str:
        """The tactic that uses a side condition where what it is given stands among the hypotheses."""
        number = self._known.setdefault(side, len(self._known))
        return f"follows (side_{number}{''.join(f' {letter(name)}' for name in _letters(side))})"

    def lemmas(self) -> Iterator[str]:
        """All of them."""
        for side, number in self._known.items():
            names = " ".join(map(letter, _letters(side)))
            told = " -> ".join([*map(claim, side.given), claim(side.claim)])
            quantified = f"forall {names}, " if names else ""
            yield f"Lemma side_{number} : {quantified}{told}.\nProof. arithmetic. Qed."


def _letters(side: Side) -> list[Letter]:
    found = side.claim.letters.union(*(condition.letters for condition in side.given))
    return sorted(found, key=letter)
