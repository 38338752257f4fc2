"""The δ-recursion against SymPy's derivative of all layers; that derivative against differences; mistakes refused."""

from fractions import Fraction
from itertools import product

import pytest
import sympy
from layers import refused
from stacks import MISTAKES, SHORT, by_loops, loss, mistaken, one_dimensional, stacks

from symconv.algebra.composition import composed
from symconv.algebra.polynomial import normal_form
from symconv.proof.stacked import TO_FILTER, TO_INPUT, prove_stack, recursion, verdicts
from symconv.spec import positions
from symconv.stack import Stack


@pytest.mark.parametrize("layers", SHORT, ids=str)
def test_every_route_is_proven(layers: tuple[dict, ...]) -> None:
    found = composed(Stack.of(*layers))
    proofs = prove_stack(found)
    assert all(proof.holds for proof in proofs)
    per_claim = {claim: {proof.route for proof in proofs if proof.claim == claim} for claim in found.gradients}
    own = {"weight": set(TO_FILTER), "bias": set(TO_FILTER)}
    assert per_claim == {claim: own.get(claim[0], set(TO_INPUT)) for claim in found.gradients}


def test_every_small_pair_of_layers() -> None:
    seen = 0
    for stack in one_dimensional():
        found = composed(stack)
        assert all(proof.holds for proof in verdicts(found, "textbook", recursion(found, "textbook")))
        seen += 1
    assert seen > 250


def value(found: object, form: object, numbers: dict[int, Fraction]) -> Fraction:
    total = Fraction(0)
    for ranks, coefficient in form.items():
        part = Fraction(coefficient)
        for rank in ranks:
            part *= numbers[rank]
        total += part
    return total


@pytest.mark.parametrize("number", range(len(SHORT)))
def test_what_sympy_says_is_what_the_loss_does(number: int) -> None:
    """With f(u) = u² the loss is a polynomial: its exact change, by loops, against the derivative found."""
    import numpy as np
    from stacks import drawn, moved

    stack = stacks()[number]
    found, alphabet = composed(stack), composed(stack).alphabet
    read, filters, biases, upstream = drawn(stack, number)
    exact = [array.astype(object) + Fraction(0) for array in (read, *filters, upstream)]
    numbers: dict[int, Fraction] = {}

    def put(name: tuple[str, int], array: np.ndarray) -> None:
        numbers.update(zip(alphabet.ranks(name), map(Fraction, array.ravel()), strict=True))

    put(("input", 1), exact[0])
    put(("grad_output", len(stack.layers)), exact[-1])
    made = exact[0]
    for at, layer in enumerate(stack.layers, 1):
        put(("weight", at), exact[at])
        made = by_loops(layer, made, exact[at], biases[at - 1])
        if at < len(stack.layers):
            put(("activation", at), made * made)
            put(("slope", at), made * 2)
            made = made * made
    step = Fraction(1, 10**12)
    for name, array in (("input", read), *(("weight", weight) for weight in filters)):
        layer = 1 if name == "input" else next(i for i, weight in enumerate(filters, 1) if weight is array)
        for index, form in zip(positions(array.shape), found.gradients[name, layer], strict=True):
            values = []
            for sign in (1, -1):
                other = moved(array, index, sign * step)
                changed = [other if weight is array else weight for weight in filters]
                values.append(
                    loss(stack, (other if array is read else read, changed, biases, upstream), lambda o: o * o)
                )
            slope = (values[0] - values[1]) / (2 * step)
            assert abs(slope - value(found, form, numbers)) < Fraction(1, 10**6), (name, layer, index)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused(name: str) -> None:
    """Every mistake is found on some stack on which it changes anything, and its own gradients alone stay right."""
    caught = 0
    for stack in stacks():
        found = composed(stack)
        if name == "wrong filter" and len({layer.weight_shape for layer in stack.layers}) > 1:
            continue
        gone = recursion(found, "textbook", run=mistaken(name))
        wrong = {proof.claim for proof in verdicts(found, "textbook", gone) if not proof.holds}
        right = {("weight", len(stack.layers)), ("bias", len(stack.layers))}
        assert not wrong & right
        caught += bool(wrong)
        if wrong:
            assert ("weight", 1) in wrong or ("input", 1) in wrong
    assert caught >= 1


def test_the_program_without_a_mistake_passes_there() -> None:
    for stack in stacks():
        found = composed(stack)
        assert all(p.holds for p in verdicts(found, "textbook", recursion(found, "textbook", run=mistaken(""))))


def test_against_sympy_with_nothing_renamed() -> None:
    """A small stack, its whole loss as one expression in named symbols, differentiated by SymPy at once."""
    stack = Stack.of(
        {"input_size": 5, "kernel_size": 2, "stride": 2, "padding": "1:0"}, {"kernel_size": 2, "stride": 1}
    )
    found = composed(stack)
    f, u = sympy.Function("f"), sympy.Dummy()
    x, g, h = (sympy.symbols(f"{letter}_:{n}") for letter, n in (("x", 5), ("g", 2), ("h", 2)))
    d = sympy.symbols(f"d_:{stack.last.output_size[0]}")
    first = [
        sum(x[2 * m + a - 1] * g[a] for a in range(2) if 2 * m + a >= 1) for m in range(stack.first.output_size[0])
    ]
    whole = sum(d[m] * h[a] * f(first[m + a]) for m, a in product(range(len(d)), range(2)))
    slopes = [f(u).diff(u).subs(u, o) for o in first]
    names = {("grad_output", 2): d, ("weight", 2): h, ("weight", 1): g, ("input", 1): x, ("slope", 1): slopes}
    names[("activation", 1)] = [f(o) for o in first]
    at = {
        rank: s for name, symbols in names.items() for rank, s in zip(found.alphabet.ranks(name), symbols, strict=True)
    }
    for claim, symbols in ((("input", 1), x), (("weight", 1), g), (("weight", 2), h)):
        for symbol, form in zip(symbols, found.gradients[claim], strict=True):
            ours = sum(sympy.Mul(c, *(at[rank] for rank in ranks)) for ranks, c in form.items())
            assert sympy.expand(sympy.diff(whole, symbol).doit() - ours) == 0


def test_windows_of_zeros_are_the_same_function() -> None:
    found = composed(Stack.of({"input_size": 2, "kernel_size": 1, "padding": 2}, {"kernel_size": 2}))
    start = found.alphabet.starts["activation", 1]
    assert found.same[start + 1] == found.same[start + 4] == start
    assert normal_form(1) == found.merged({(): 1})


def test_too_many_paths_are_refused() -> None:
    stack = Stack.of({"input_size": "40x40", "kernel_size": 5}, {"kernel_size": 3})
    error = refused(composed, stack)
    assert str(error) == (
        f"the layers have up to {stack.most_paths} paths from X to the loss, more than the limit 20000 (--max-terms)"
    )
    refused(composed, Stack.of({"input_size": 4, "kernel_size": 2, "batch_size": None}, {"kernel_size": 2}))
