"""A name stands for one array that its index determines: otherwise false equations would follow."""

from dataclasses import replace

import pytest

from symconv.proof.theorem.conditions import divides, equal, within
from symconv.proof.theorem.definitions import Definition
from symconv.proof.theorem.derivation import Derivation
from symconv.proof.theorem.indices import Letter, letter, quotient, whole
from symconv.proof.theorem.layer import OpenLayer
from symconv.proof.theorem.naming import named
from symconv.proof.theorem.replay import Replay, agreed
from symconv.proof.theorem.statement import Ground
from symconv.proof.theorem.terms import Bracket, Entry, Plus, Product, RejectedError, Sum, Term

M, COUNT = letter("m"), letter("M")
G, X = Entry("g", (M,)), Entry("x", (M,))
DOUBLED = Definition(array="Q", index=(Letter("t"),), term=Plus((Entry("g", (letter("t"),)),) * 2))


def begun(term: Term) -> Derivation:
    return Derivation.begin(term, ground=Ground(layer=OpenLayer()), judge=Replay(OpenLayer()))


def test_a_forgotten_index_would_prove_that_sums_factor() -> None:
    """Q = g_m, and Σ_m g_m x_m = Q Σ_m x_m."""
    proof = begun(Sum(Letter("m"), COUNT, Product((G, X))))
    with pytest.raises(RejectedError, match="Q depends on more than its index"):
        proof.by("name", (0, 0), definition=Definition(array="Q", index=(), term=G), index=())


def test_a_name_that_is_taken_would_prove_that_arrays_are_equal() -> None:
    """f_m = g_m for the filter f, whatever it holds."""
    for taken in ("g", "f", "x", "y", "o", "∂x", "∂f"):
        made = Definition(array=taken, index=(Letter("m"),), term=Entry("g", (M,)))
        with pytest.raises(RejectedError, match=f"the name {taken} is taken"):
            begun(G).by("name", definition=made, index=(M,))


def test_two_definitions_of_one_name_would_prove_that_they_are_equal() -> None:
    """Q_m = g_m and Q_m = x_m, and g_m + x_m = Q_m + Q_m."""
    first = Definition(array="Q", index=(Letter("t"),), term=Entry("g", (letter("t"),)))
    proof = begun(Plus((G, X))).by("name", (0,), definition=first, index=(M,))
    second = replace(first, term=Entry("x", (letter("t"),)))
    with pytest.raises(RejectedError, match="the name Q is taken"):
        proof.by("name", (1,), definition=second, index=(M,))


def test_a_name_in_the_first_term_is_taken() -> None:
    proof = begun(Plus((Entry("Q", (M,)), G)))
    made = Definition(array="Q", index=(Letter("m"),), term=Entry("g", (M,)))
    with pytest.raises(RejectedError, match="the name Q is taken"):
        proof.by("name", (1,), definition=made, index=(M,))


REFUSED = {
    "its own name": ("an array that is not known", (Letter("t"),), (), Entry("Q", (letter("t"),)), (M,), ()),
    "an unknown array": ("an array that is not known", (Letter("t"),), (), Entry("A", (letter("t"),)), (M,), ()),
    "one letter twice": ("different letters", (Letter("t"), Letter("t")), (), Entry("g", (letter("t"),)), (M, M), ()),
    "twice, once above": ("different letters", (Letter("t"),), (Letter("t"),), Entry("g", (letter("t"),)), (M,), (M,)),
    "a size": ("are no sizes", (Letter("s"),), (), Entry("g", (letter("s"),)), (M,), ()),
    "a free letter in a bracket": (
        "more than its index",
        (Letter("t"),),
        (),
        Bracket(equal(letter("t"), M), Entry("g", (letter("t"),))),
        (M,),
        (),
    ),
    "a free letter in a sum's size": (
        "more than its index",
        (),
        (),
        Sum(Letter("t"), M, Entry("g", (letter("t"),))),
        (),
        (),
    ),
    "a quotient by its index": (
        "divides by its index",
        (Letter("t"),),
        (),
        Entry("g", (quotient(whole(7), letter("t")),)),
        (M,),
        (),
    ),
    "a divisor in its index": (
        "divides by its index",
        (Letter("t"),),
        (),
        Bracket(divides(letter("t"), whole(7)), Entry("g", (letter("t"),))),
        (M,),
        (),
    ),
    "a sum over its own index": (
        "used twice",
        (Letter("t"),),
        (),
        Plus((Entry("g", (letter("t"),)), Sum(Letter("t"), COUNT, Entry("g", (letter("t"),))))),
        (M,),
        (),
    ),
    "a sum over a size": (
        "used twice",
        (Letter("t"),),
        (),
        Plus((Entry("g", (letter("t"),)), Sum(Letter("s"), COUNT, Entry("g", (letter("s"),))))),
        (M,),
        (),
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_its_index_does_not_determine_is_refused(case: tuple) -> None:
    message, index, upper, term, *_ = case
    made = Definition(array="Q", index=index, upper=upper, term=term)
    with pytest.raises(RejectedError, match=message):
        named(made, (), ("g", "x"), OpenLayer().letters)


def test_a_definition_is_kept_used_again_and_built_upon() -> None:
    inside = Definition(
        array="E", index=(Letter("m"),), term=Bracket(within(M, COUNT), Entry("g", (M,)))
    )  # determined by m and by a size of the layer
    upon = Definition(array="T", index=(Letter("u"),), term=Plus((Entry("E", (letter("u"),)),) * 2))
    term = Bracket(within(M, COUNT), G)
    proof = begun(Plus((term, term)))
    for at in ((0,), (1,)):
        proof = proof.by("name", at, definition=inside, index=(M,))
    proof = proof.by("name", definition=upon, index=(M,))
    assert proof.term == Entry("T", (M,))
    assert proof.definitions == (inside, upon)
    assert proof.checked(Replay(OpenLayer())).definitions == proof.definitions
    assert agreed(proof, OpenLayer(), 5) == 5


def test_what_was_named_cannot_be_changed_afterwards() -> None:
    proof = begun(Plus((G, G))).by("name", definition=DOUBLED, index=(M,))
    object.__setattr__(proof, "definitions", ())
    with pytest.raises(RejectedError, match="other arrays are named"):
        proof.checked(Replay(OpenLayer()))
