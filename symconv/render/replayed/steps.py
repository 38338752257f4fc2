"""How Rocq is led through a step: down to its place, through its rule, and to its side conditions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from symconv.proof.theorem.derivation import Step
from symconv.proof.theorem.rules import RULES
from symconv.proof.theorem.terms import Bracket, Entry, Place, Plus, Product, Sum, Term, below, brackets
from symconv.render.replayed.terms import function, index, letter, term, test


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A rule where it is used.

    Attributes:
        here: the term before.
        there: the term after.
        told: what the rule was told.
        sides: for each side condition the tactic that proves it.
    """

    here: Any
    there: Any
    told: Mapping[str, Any]
    sides: tuple[str, ...]


def script(before: Term, step: Step, sides: tuple[str, ...]) -> str:
    """The tactics of a step; ``sides`` prove its side conditions, those on divisors before the rule's own."""
    here, there = below(before, step.at), below(step.term, step.at)
    own = len(RULES[step.rule](here, **step.told).sides)
    used = Used(here=here, there=there, told=step.told, sides=sides[len(sides) - own :])
    return "\n  ".join([*_walk(before, step.at), SCRIPTS[step.rule](used)])


def _walk(whole: Term, at: Place) -> list[str]:
    """Down to a place."""
    found = []
    for depth, number in enumerate(at):
        match below(whole, at[:depth]):
            case Sum(running, _, _):
                found.append(f"apply in_sum; intros {letter(running)} ?.")
            case Bracket():
                found.append("apply in_bracket; intros ?; truths.")
            case Product(parts) | Plus(parts) if len(parts) > 1:
                found.append(f"{_part(number, len(parts))}.")
    return found


def _part(number: int, many: int) -> str:
    """To one of many factors or terms: ``(A·B)·C``."""
    to_left = ["apply (f_equal2 _)", "[|reflexivity]"]
    steps = [f"{to_left[0]}; {to_left[1]}"] * (many - 1 - number)
    return "; ".join([*steps, *(["apply (f_equal2 _); [reflexivity|]"] if number else [])])


def _collapse(used: Used) -> str:
    return "etransitivity; [apply rule_collapse | alike]."


def _spread(used: Used) -> str:
    told = used.told
    given = f"{index(told['size'])} {index(told['place'])} {function(told['letter'], told['body'])}"
    return f"etransitivity; [|apply (rule_spread {given}); {used.sides[0]}]; alike."


def _reindex(used: Used) -> str:
    old, new = used.here.letter, used.told["letter"]
    maps = f"(fun {letter(new)} => {index(used.told['to'])}) (fun {letter(old)} => {index(used.told['back'])})"
    names = (new, old, new, old)
    sides = " | ".join(f"intros {letter(name)} ?; {side}" for name, side in zip(names, used.sides, strict=True))
    return f"etransitivity; [apply (rule_reindex {index(used.here.size)} {maps}); [{sides}] | alike]."


def _lengthen(used: Used) -> str:
    cases = (f"intros {letter(used.here.letter)} ? outside; ends; apply outside; {side}" for side in used.sides)
    return f"apply rule_lengthen; [{' | '.join(cases)}]."


def _restate(used: Used) -> str:
    old, new = list(brackets(used.here))[: used.told.get("old", 1)], used.told["new"]
    there, back = used.sides[: len(new)], used.sides[len(new) :]
    cases = " | ".join(f"intros; truths; {_all(sides)}" for sides in (there, back))
    return f"refine (rule_restate {_tests(old)} {_tests(new)} _ _ _); [{cases}]."


def _insert(used: Used) -> str:
    return f"refine (rule_insert {_tests(used.told['new'])} _ _); {_all(used.sides)}."


def _tests(conditions: Any) -> str:
    return f"[{'; '.join(map(test, conditions))}]"


def _all(sides: tuple[str, ...]) -> str:
    """Every condition of a list holds."""
    return "".join(f"constructor; [holds; {side}|]; " for side in sides) + "constructor"


def _modulo(used: Used) -> str:
    divided, by = used.here.condition.left, used.here.condition.right
    given = f"{index(by)} {index(divided)} {index(used.told['times'])}"
    return f"etransitivity; [apply (rule_modulo {given}); lia | alike]."


def _vanish(used: Used) -> str:
    return f"apply rule_vanish; intros ?; truths; assert (0 = 1) by ({used.sides[0]}); lia."


def _attach(used: Used) -> str:
    return f"destruct {test(used.here.condition)}; ring."


def _detach(used: Used) -> str:
    return f"destruct {test(used.here.factors[used.told['factor']].condition)}; ring."


def _same(used: Used) -> str:
    there: Entry = used.there
    here: Entry = used.here
    sides = iter(used.sides)
    parts = zip((*here.upper, *here.index), (*there.upper, *there.index), strict=True)
    proofs = ("reflexivity" if p == q else next(sides) for p, q in parts)
    return "apply rule_same; " + "".join(f"apply (f_equal2 cons); [{proof}|]; " for proof in proofs) + "reflexivity."


def _distribute(used: Used) -> str:
    factors = list(used.here.factors)
    total = factors.pop(used.told["factor"])
    others = term(factors[0] if len(factors) == 1 else Product(tuple(factors)))
    return f"transitivity ({others} ⊗ {term(total)}); [ring|]; {_multiplied}"


_multiplied = "etransitivity; [apply sum_mul | apply in_sum; intros; cbv beta; ring]."


def _name(used: Used) -> str:
    return f"cbv beta iota delta [{used.there.array}]; alike."


SCRIPTS: Mapping[str, Callable[[Used], str]] = {
    "exchange": lambda _: "apply rule_exchange.",
    "collapse": _collapse,
    "spread": _spread,
    "reindex": _reindex,
    "lengthen": _lengthen,
    "unroll": lambda _: "etransitivity; [apply rule_unroll | unrolled; alike].",
    "pull": lambda _: "apply rule_pull.",
    "push": lambda _: "apply rule_push.",
    "swap": lambda _: "apply rule_swap.",
    "restate": _restate,
    "insert": _insert,
    "modulo": _modulo,
    "vanish": _vanish,
    "attach": _attach,
    "detach": _detach,
    "same": _same,
    "commute": lambda _: "ring.",
    "distribute": _distribute,
    "extract": lambda _: f"symmetry; {_multiplied}",
    "gather": lambda _: "ring.",
    "name": _name,
}
