"""One window, differentiated."""

import pytest

from symconv.algebra.product_rule import Window, by_product_rule
from symconv.algebra.window import differentiated


def test_two_products_and_a_bias() -> None:
    """The output u_0 w_0 + u_1 w_1 + b: slots 0, 1 are inputs, 2, 3 taps, 4 the bias."""
    assert differentiated(2, True) == Window(
        output=((1, (0, 2)), (1, (1, 3)), (1, (4,))),
        derivatives=(((1, (2,)),), ((1, (3,)),), ((1, (0,)),), ((1, (1,)),), ((1, ()),)),
    )


def test_a_window_in_the_padding_has_no_products() -> None:
    assert differentiated(0, False) == Window(output=(), derivatives=())
    assert differentiated(0, True) == Window(output=((1, (0,)),), derivatives=(((1, ()),),))


@pytest.mark.parametrize("products", [1, 11, 101])
def test_slots_keep_their_order_past_nine(products: int) -> None:
    """SymPy sorts u_10 before u_2; slots are numbers."""
    window = differentiated(products, False)
    assert window.output == tuple((1, (slot, products + slot)) for slot in range(products))
    assert window.derivatives == tuple(
        ((1, (partner,)),) for partner in (*range(products, 2 * products), *range(products))
    )


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("products", [*range(14), 49, 121])
def test_the_product_rule_says_what_sympy_says(products: int, bias: bool) -> None:
    ours, sympys = by_product_rule(products, bias), differentiated(products, bias)
    assert ours == sympys
    assert ours.entries == sympys.entries
