"""Indices are polynomials: what is the same compares equal, and every way of writing has the same value."""

from itertools import product

from symconv.proof.theorem.conditions import divides, equal, related, within
from symconv.proof.theorem.indices import Letter, alone, letter, quotient, whole

S, M, D, A, P = (letter(name) for name in ("s", "m", "d", "a", "p₋"))


def test_the_same_polynomial_is_equal_however_it_is_written() -> None:
    assert S * (M - 1) + S == S * M
    assert (S + M) * (S - M) == S * S - M * M
    assert hash(S * M + 1) == hash(1 + M * S)
    assert S * M != M
    assert whole(0) == S - S
    assert (S - S).number == 0
    assert whole(7).number == 7
    assert S.number is None


def test_an_index_has_the_value_that_python_computes() -> None:
    index = 3 * S * M - quotient(D * A - P, S) + 1
    for s, m, d, a, p in product((1, 2, 5), (0, 3), (1, 4), (0, 2), (-1, 6)):
        names = (Letter(name) for name in ("s", "m", "d", "a", "p₋"))
        numbers = dict(zip(names, (s, m, d, a, p), strict=True))
        assert index.value(numbers) == 3 * s * m - (d * a - p) // s + 1


def test_putting_in_reaches_quotients_and_carries_numbers_out() -> None:
    index = quotient(S * M + 1, S)
    assert index.put({Letter("s"): whole(2), Letter("m"): whole(5)}).number == 5
    assert index.put({Letter("m"): M + 1}) == quotient(S * M + S + 1, S)
    assert quotient(M, whole(1)) == M


def test_a_letter_alone_is_recognized() -> None:
    assert alone(M) == Letter("m")
    assert alone(M + 1) is None
    assert alone(2 * M) is None
    assert index_letters() == {Letter("s"), Letter("m"), Letter("d")}


def index_letters() -> frozenset[Letter]:
    return (S + quotient(M, D)).letters


def test_conditions_hold_where_they_say() -> None:
    numbers = {Letter("s"): 3, Letter("m"): 6}
    assert divides(S, M).holds(numbers)
    assert not divides(S, M + 1).holds(numbers)
    assert within(M, M + 1).holds(numbers)
    assert not within(M, M).holds(numbers)
    assert not within(-M, M).holds(numbers)
    assert equal(M, 2 * S).holds(numbers)


def test_what_shares_no_letters_is_left_out() -> None:
    given = (within(M, S), equal(S, D), within(A, P))
    assert related(within(D, M), given) == given[:2]
    assert related(equal(whole(0), whole(1)), given) == given
