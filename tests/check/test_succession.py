"""A text on layers one after the other is not judged as if it were on one; our own are recognised in every language."""

import re

import pytest

import symconv
from symconv import check_text
from symconv.check.facts.succession import succession
from symconv.language.wording import known_languages

STACK = symconv.Stack.of({"input_size": "8x8", "stride": 2}, {"kernel_size": 2})
LINE = r"$$\frac{\partial L}{\partial x_0} = \delta_0 f_0$$"


def without_header(told: str) -> str:
    """A document of ours without the line that tells a checker its layers, as others write."""
    bare = re.sub(r"[^\n>]*\bsymconv:[^\n]*", "", told)
    assert bare != told
    return bare


@pytest.mark.parametrize("language", known_languages())
def test_our_own_are_not_called_wrong(language: str) -> None:
    told = without_header(str(symconv.derive_stack(STACK).to_document("markdown", language=language)))
    verdicts = {one.verdict for one in check_text(told, name="a.md").statements}
    assert verdicts
    assert verdicts <= {"unreadable"}


@pytest.mark.parametrize("written", ["html", "marp", "beamer"])
def test_our_own_decks_are_not_called_wrong(written: str) -> None:
    name = {"html": "a.html", "marp": "a.md", "beamer": "a.tex"}[written]
    report = check_text(without_header(str(symconv.slides(STACK, format=written))), name=name)
    assert "wrong" not in {one.verdict for one in report.statements}


def test_what_is_only_like_it_changes_nothing() -> None:
    text = f"A convolution: input size 5, kernel size 3, stride 1. Its outputs come one after the other.\n\n{LINE}\n"
    assert succession(text) is None
    assert [one.verdict for one in check_text(text, name="a.md").statements] == ["right"]
