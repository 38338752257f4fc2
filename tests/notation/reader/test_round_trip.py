"""The eye reads back what every hand writes: LaTeX, Unicode, ASCII."""

import pytest
from hypothesis import HealthCheck, given, settings
from notation.reader.trees import statements

from symconv.notation.ink import ASCII, UNICODE, Ink
from symconv.notation.latex import latex
from symconv.notation.reader import read
from symconv.notation.text import text
from symconv.notation.tree import Node

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@given(statements())
@QUICK
def test_latex_comes_back(tree: Node) -> None:
    assert read(latex(tree)) == tree


@pytest.mark.parametrize("ink", [UNICODE, ASCII], ids=["Unicode", "ASCII"])
@given(statements())
@QUICK
def test_text_comes_back(ink: Ink, tree: Node) -> None:
    assert read(text(tree, ink), tex=False) == tree
