"""What is remembered is what would be computed again, and costs the same."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from symconv import check_text
from symconv.check.evaluating import remembered, scene
from symconv.check.evaluating.unknown import Budget

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


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is said of each text alone, nothing remembered."""
    monkeypatch.setattr("symconv.check.judging.trial.on", scene.on)
    found = [check_text(text, name="a.md").to_json() for text in TEXTS]
    monkeypatch.undo()
    return found


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_texts_do_not_answer_for_each_other(told: list[dict[str, Any]], order: slice) -> None:
    remembered._made.cache_clear()
    for _ in range(2):
        assert [check_text(text, name="a.md").to_json() for text in TEXTS[order]] == told[order]
    assert remembered._made.cache_info().hits > 20
    assert len({str(one["statements"]) for one in told}) >= 8


def test_a_remembered_comparison_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []

    def watched(on: Callable[..., Any], found: Any, context: Any, *given: Any, **named: Any) -> Any:
        try:
            return on(found, context, *given, **named)
        finally:
            left.append(context.budget.left)

    remembered._made.cache_clear()
    spent = []
    for on in (scene.on, remembered.on, remembered.on):
        monkeypatch.setattr("symconv.check.judging.trial.on", partial(watched, on))
        left.clear()
        check_text(TEXTS[5], name="a.md")
        check_text(TEXTS[0], name="a.md")
        spent.append(list(left))
    assert spent[0] == spent[1] == spent[2]
    assert len(set(left)) > 5


def test_what_ends_before_its_time_is_not_remembered() -> None:
    """With few steps left a claim is given up on, whatever was remembered of it."""
    claim, context, *rest = _asked_of(TEXTS[0])
    whole = remembered.on(claim, context, *rest)
    fresh, after = (on(claim, replace(context, budget=Budget(left=200)), *rest) for on in (scene.on, remembered.on))
    assert not whole.problems
    assert list(map(str, fresh.problems.values())) == ["not judged: too much to compute"]
    assert list(map(str, after.problems.values())) == list(map(str, fresh.problems.values()))
    assert after.compared == fresh.compared < whole.compared
    assert remembered.on(claim, context, *rest) is whole


def _asked_of(text: str) -> tuple[Any, ...]:
    """What the first comparison of a text is asked."""
    seen: list[tuple[Any, ...]] = []

    def noted(*given: Any, **named: Any) -> Any:
        seen.append(given)
        return scene.on(*given, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("symconv.check.judging.trial.on", noted)
        check_text(text, name="a.md")
    return seen[0]
