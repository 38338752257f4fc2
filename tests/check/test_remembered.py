"""What is remembered is what would be computed again: texts do not answer for each other."""

import pytest

from symconv import check_text
from symconv.check.evaluating import remembered

FORWARD = "$$y_{i,j}=\\sum_{a,b} x_{si+a,sj+b}w_{a,b}$$ stride $s$ no padding\n\n"
TAKES = "$$\\frac{\\partial L}{\\partial x_{u,v}} = \\sum_{i,j} \\frac{\\partial L}{\\partial y_{i,j}} %s$$\n"
TEXTS = (
    FORWARD + TAKES % "w_{u-si,v-sj}",
    FORWARD + TAKES % "w_{u-i,v-j}",
    (FORWARD + TAKES % "w_{u-i,v-j}").replace("stride $s$", "stride 1,"),
    (FORWARD + TAKES % "w_{u-i,v-j}").replace("x_{si+a,sj+b}", "x_{i+a,j+b}"),
    (FORWARD + TAKES % "w_{v-sj,u-si}"),
    "symconv: stride=2 kernel=3 input=5x5\ndL/dX = dL/dO * W\n",
    "symconv: stride=2 kernel=3 input=5x5\nO = W * X, where X is the filter. dL/dX = dL/dO * W\n",
    "symconv: stride=2 kernel=3 input=5x5 index_base=1\ndL/dx_11 = dL/do_11*f_11\n",
    "symconv: stride=2 kernel=3 input=5x5\ndL/dx_11 = dL/do_11*f_11\n",
)
"""Texts with equal lines that mean something else, as their prose, letters or layers differ."""


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_texts_do_not_answer_for_each_other(order: slice) -> None:
    alone = []
    for text in TEXTS:
        remembered._memo.cache_clear()
        alone.append(check_text(text, name="a.md").to_json())
    remembered._memo.cache_clear()
    for _ in range(2):
        assert [check_text(text, name="a.md").to_json() for text in TEXTS[order]] == alone[order]
    assert remembered._memo.cache_info().hits > 20
    assert len({str(one["statements"]) for one in alone}) >= 8
