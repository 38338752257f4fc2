"""Signs: what is written with a minus, and what follows it."""

import pytest

from symconv.notation.tree import Node, Number, Product, Sum, Symbol, absolute, negative

x, y = Symbol("x"), Symbol("y")


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Number(3), (False, Number(3))),
        (Number(-3), (True, Number(3))),
        (Number(0), (False, Number(0))),
        (x, (False, x)),
        (Product((x, y)), (False, Product((x, y)))),
        (Product((Number(2), x)), (False, Product((Number(2), x)))),
        (Product((Number(-1), x)), (True, x)),
        (Product((Number(-1), x, y)), (True, Product((x, y)))),
        (Product((Number(-2), x)), (True, Product((Number(2), x)))),
        (Product((Number(-1),)), (True, Number(1))),
        (Product((x, Number(-1))), (False, Product((x, Number(-1))))),
        (Sum((Number(-1), x)), (False, Sum((Number(-1), x)))),
    ],
    ids=str,
)
def test_absolute(node: Node, expected: tuple[bool, Node]) -> None:
    assert absolute(node) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Number(3), Number(-3)),
        (Number(-3), Number(3)),
        (x, Product((Number(-1), x))),
        (Product((x, y)), Product((Number(-1), x, y))),
    ],
    ids=str,
)
def test_negative(node: Node, expected: Node) -> None:
    assert negative(node) == expected


def test_nodes_compare_by_value() -> None:
    assert Symbol("x", (Number(1),)) == Symbol("x", (Number(1),))
    assert len({Sum((x, y)), Sum((x, y)), Sum((y, x))}) == 2
