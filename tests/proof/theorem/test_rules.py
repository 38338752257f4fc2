"""Each condition under which a rule is an equation, by a case in which the equation would be false without it."""

import pytest

from symconv.proof.theorem.conditions import divides, equal, within
from symconv.proof.theorem.indices import Letter, letter, whole
from symconv.proof.theorem.rules import RULES
from symconv.proof.theorem.terms import Bracket, Entry, Plus, Product, RejectedError, Sum, Term

M, T, COUNT = letter("m"), letter("t"), letter("M")
G, X, F = Entry("g", (M,)), Entry("x", (M,)), Entry("f", (T,))
BODY = Product((G, F))


def total(body: Term, name: str = "m", size: object = COUNT) -> Sum:
    return Sum(Letter(name), size, body)  # type: ignore[arg-type]


FALSE = {
    "a triangle's sums exchanged": ("exchange", total(total(BODY, "t", M)), {}),
    "an outer size in the inner letter": ("exchange", total(total(BODY, "t"), "m", T), {}),
    "a sum exchanged with itself": ("exchange", total(total(G)), {}),
    "one sum exchanged": ("exchange", total(G), {}),
    "a bracket with v pulled out": ("pull", total(Bracket(equal(M, whole(0)), G)), {}),
    "a bracket with v pushed in": ("push", Bracket(equal(M, whole(0)), total(G)), {}),
    "a q with v in it": ("collapse", total(Bracket(equal(M, M + 1), G)), {}),
    "twice v": ("collapse", total(Bracket(equal(2 * M, T), G)), {}),
    "v below q": ("collapse", total(Bracket(within(M, T), G)), {}),
    "v divided by q": ("collapse", total(Bracket(divides(T, M), G)), {}),
    "a letter that is there": ("spread", BODY, {"letter": Letter("t"), "size": COUNT, "place": M, "body": BODY}),
    "a place with the letter": ("spread", G, {"letter": Letter("t"), "size": COUNT, "place": T, "body": F}),
    "a place with a letter that the term has not": (
        "spread",
        G,
        {"letter": Letter("t"), "size": COUNT, "place": T, "body": G},
    ),
    "a size with the letter": ("spread", G, {"letter": Letter("t"), "size": T, "place": M, "body": Entry("g", (T,))}),
    "another term at q": (
        "spread",
        G,
        {"letter": Letter("t"), "size": COUNT, "place": M + 1, "body": Entry("g", (T,))},
    ),
    "reindexed by its own letter": ("reindex", total(G), {"letter": Letter("m"), "to": M, "back": M}),
    "reindexed by a letter that is there": ("reindex", total(BODY), {"letter": Letter("t"), "to": T, "back": M}),
    "a map of the old letter": ("reindex", total(G), {"letter": Letter("t"), "to": M, "back": M}),
    "a way back from the new letter": ("reindex", total(G), {"letter": Letter("t"), "to": T, "back": T}),
    "lengthened by its own letter": ("lengthen", total(Bracket(within(M, COUNT), G)), {"size": M}),
    "lengthened without a test": ("lengthen", total(G), {"size": COUNT + 1}),
    "lengthened where another factor is tested": (
        "lengthen",
        total(Product((G, Bracket(within(M, COUNT), X)))),
        {"size": COUNT + 1},
    ),
    "unrolled for any size": ("unroll", total(G), {}),
    "unrolled too far": ("unroll", total(G, "m", whole(65)), {}),
    "a multiple of another number": ("modulo", Bracket(equal(T, M), G), {"times": M}),
    "more brackets than there are": ("restate", Bracket(equal(T, M), G), {"old": 2, "new": ()}),
    "attached to no factor": ("attach", Bracket(equal(T, M), BODY), {"factor": 2}),
    "attached before the first": ("attach", Bracket(equal(T, M), BODY), {"factor": -1}),
    "detached from no factor": ("detach", Product((Bracket(equal(T, M), G), F)), {"factor": 2}),
    "detached before the first": ("detach", Product((F, Bracket(equal(T, M), G))), {"factor": -1}),
    "detached from a bare factor": ("detach", Product((Bracket(equal(T, M), G), F)), {"factor": 1}),
    "an index too few": ("same", Entry("g", (M, T)), {"index": (M,)}),
    "an index too many": ("same", G, {"index": (M, M)}),
    "a factor twice": ("commute", BODY, {"order": (0, 0)}),
    "a factor lost": ("commute", BODY, {"order": (0,)}),
    "a factor with v multiplied in": ("distribute", Product((G, total(X))), {"factor": 1}),
    "one of two factors with v multiplied in": ("distribute", Product((F, G, total(X))), {"factor": 2}),
    "a later factor with v multiplied in": ("distribute", Product((total(X), G)), {"factor": 0}),
    "one of two later factors with v multiplied in": ("distribute", Product((total(X), G, F)), {"factor": 0}),
    "no factor multiplied in": ("distribute", Product((F, total(X))), {"factor": 2}),
    "a last factor counted from behind": ("distribute", Product((F, total(X))), {"factor": -1}),
    "a factor with v taken out": ("extract", total(BODY), {"factor": 0}),
    "no factor taken out": ("extract", total(BODY), {"factor": 2}),
    "a factor counted from behind": ("extract", total(BODY), {"factor": -1}),
    "the only factor taken out": ("extract", total(Product((F,))), {"factor": 0}),
}


@pytest.mark.parametrize("case", FALSE.values(), ids=FALSE)
def test_a_false_equation_is_no_rule(case: tuple) -> None:
    rule, term, told = case
    with pytest.raises(RejectedError):
        RULES[rule](term, **told)


def sides(rule: str, term: Term, **told: object) -> list[tuple[str, object, object, int]]:
    found = RULES[rule](term, **told).sides
    return [(side.claim.kind, side.claim.left, side.claim.right, len(side.given)) for side in found]


def test_side_conditions_say_all_that_an_equation_rests_on() -> None:
    wide, there = COUNT + 1, Bracket(within(M, T), G)
    assert sides("spread", G, letter=Letter("t"), size=COUNT, place=M, body=Entry("g", (T,))) == [
        ("within", M, COUNT, 0)
    ]
    assert sides("reindex", total(G), letter=Letter("q"), to=COUNT - letter("q"), back=COUNT - M) == [
        ("within", COUNT - letter("q"), COUNT, 1),
        ("within", COUNT - M, COUNT, 1),
        ("equal", letter("q"), letter("q"), 1),
        ("equal", M, M, 1),
    ]
    assert sides("lengthen", total(there), size=wide) == [("within", M, wide, 2), ("within", M, COUNT, 2)]
    assert sides("lengthen", total(Product((there, F))), size=wide)[0] == ("within", M, wide, 2)
    assert sides("insert", G, new=(within(M, T), equal(M, T))) == [("within", M, T, 0), ("equal", M, T, 0)]
    assert sides("restate", Bracket(within(M, T), G), new=(equal(M, T),)) == [("equal", M, T, 1), ("within", M, T, 1)]
    assert sides("vanish", there) == [("equal", whole(0), whole(1), 1)]
    assert sides("same", Entry("g", (M, T)), index=(M, T + 1)) == [("equal", T, T + 1, 0)]
    assert sides("same", Entry("g", (M, T)), index=(T, T)) == [("equal", M, T, 0)]


def test_the_other_side_of_each_equation() -> None:
    """Worked by hand."""
    q, inside = letter("q"), within(M, COUNT)
    cases: list[tuple[str, Term, dict[str, object], Term]] = [
        ("exchange", total(total(BODY, "t", whole(3))), {}, total(total(BODY), "t", whole(3))),
        ("collapse", total(Bracket(equal(M, q), BODY)), {}, Bracket(within(q, COUNT), Product((Entry("g", (q,)), F)))),
        ("unroll", total(G, "m", whole(2)), {}, Plus((Entry("g", (whole(0),)), Entry("g", (whole(1),))))),
        ("unroll", total(G, "m", whole(0)), {}, Plus(())),
        ("unroll", total(F, "m", whole(64)), {}, Plus((F,) * 64)),
        ("modulo", Bracket(divides(T, M), G), {"times": q}, Bracket(divides(T, M - T * q), G)),
        ("attach", Bracket(inside, BODY), {"factor": 1}, Product((G, Bracket(inside, F)))),
        ("detach", Product((G, Bracket(inside, F))), {"factor": 1}, Bracket(inside, BODY)),
        ("attach", Bracket(inside, BODY), {"factor": 0}, Product((Bracket(inside, G), F))),
        ("detach", Product((Bracket(inside, G), F)), {"factor": 0}, Bracket(inside, BODY)),
        ("distribute", Product((F, total(BODY))), {"factor": 1}, total(Product((F, G, F)))),
        ("distribute", Product((total(X), F)), {"factor": 0}, total(Product((X, F)))),
        ("extract", total(BODY), {"factor": 1}, Product((F, total(G)))),
        ("extract", total(Product((G, F, X))), {"factor": 1}, Product((F, total(Product((G, X)))))),
        ("commute", Product((G, F, X)), {"order": (2, 0, 1)}, Product((X, G, F))),
        ("gather", Plus((Plus((G, X)), F, Plus(()))), {}, Plus((G, X, F))),
        ("gather", Plus((Plus(()), G)), {}, G),
        ("gather", Plus((Plus(()), Plus(()))), {}, Plus(())),
        ("same", Entry("g", (M,), (T,)), {"index": (q,)}, Entry("g", (q,), (T,))),
        ("restate", Bracket(inside, Bracket(equal(M, q), G)), {"old": 2, "new": ()}, G),
        ("vanish", Bracket(inside, G), {}, Plus(())),
    ]
    for rule, term, told, expected in cases:
        assert RULES[rule](term, **told).term == expected, rule
