"""What a cell of a notebook shows of a value: its own looks, nothing of anybody else's, and what the library says."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from layers import meetings

import symconv
from symconv.notebook import cells
from symconv.proof.entrywise import Difference

SPEC = symconv.ConvSpec.of(stride=2)
HOSTILE = "$$\\frac{\\partial L}{\\partial x_{00}} = \\text{<script>alert(1)</script>} f_{00}$$"


class Elements(HTMLParser):
    """Which elements there are, and whether each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.found.append(tag)
        if tag not in ("br", "meta", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if self.open and self.open[-1] != "style" else ""


def checked(text: str) -> Any:
    return symconv.check_text(text, SPEC)


VALUES = {
    "layer": lambda: SPEC,
    "open batch": lambda: symconv.ConvSpec.of(input_size=56, in_channels=64, out_channels=128, batch_size=None),
    "transposed": lambda: symconv.TransposedSpec.of(stride=2, output_padding=1),
    "signal": lambda: symconv.ConvSpec.of(input_size=7, stride=3, kernel_size=2),
    "derivation": lambda: symconv.derive(SPEC),
    "verdicts": lambda: symconv.prove(SPEC),
    "proof": lambda: symconv.prove(SPEC).proofs[0],
    "report": lambda: checked("∂L/∂x_00 = ∂L/∂o_00 f_01"),
    "statement": lambda: checked("∂L/∂x_00 = ∂L/∂o_00 f_01").statements[0],
    "hostile": lambda: checked(HOSTILE),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_cell_is_one_element_that_keeps_to_itself(name: str) -> None:
    shown = VALUES[name]()._repr_html_()
    elements = Elements(shown)
    assert elements.open == []
    assert elements.found[0] == "div"
    assert {"script", "body", "html", "iframe", "img", "link"}.isdisjoint(elements.found)
    style = shown[shown.index("<style>") + 7 : shown.index("</style>")]
    outside = style[: style.index("@scope")]
    assert all(".symconv-cell" in rule for rule in re.findall(r"([^{}]+)\{", outside))
    assert not re.search(r'\bid="|url\(|@import|https?://(?!www\.w3\.org)', shown.replace(HOSTILE, ""))


@pytest.mark.parametrize("name", VALUES)
def test_markdown_is_short_and_without_html(name: str) -> None:
    shown = VALUES[name]()._repr_markdown_()
    assert shown.strip()
    assert "<div" not in shown
    assert "<script" not in shown


def test_a_layer_tells_its_sizes() -> None:
    text = Elements(VALUES["open batch"]()._repr_html_()).text
    assert all(size in text for size in ("?×64×56", "128×64×3", "?×128×54"))
    assert "1×1×5×5" in SPEC._repr_markdown_()


def test_a_large_layer_is_told_at_once() -> None:
    large = symconv.ConvSpec.of(input_size=(224, 224), in_channels=64, out_channels=64, kernel_size=3)
    assert "x_00" not in large._repr_html_()


def test_every_entry_of_a_derivation_is_counted() -> None:
    text = Elements(cells.html(symconv.derive(SPEC), length="brief")).text
    entries = len({i for _, _, i in meetings(SPEC)}) + len({w for _, w, _ in meetings(SPEC)})
    assert f"All {entries} entries are proven" in text


def test_a_failed_proof_says_where() -> None:
    holds = next(proof for proof in symconv.prove(SPEC).proofs if proof.claim == "grad_input")
    wrong = replace(holds, differences=(Difference(index=(0, 0, 3, 1), truth=None, got=None),))
    assert "differs" in wrong._repr_markdown_()
    assert "x_{31}" in wrong._repr_markdown_()
    assert "✗" in wrong._repr_html_()


def test_a_statement_tells_its_verdict() -> None:
    wrong = VALUES["statement"]()
    assert wrong._repr_markdown_().startswith("**wrong** `∂L/∂x_00 = ")
    text = Elements(wrong._repr_html_()).text
    assert "wrong" in text
    assert "the left side is that of another entry" in text


def test_a_class_is_shown(tmp_path: Path) -> None:
    (tmp_path / "ada.md").write_text("symconv: stride=2 kernel=3 input=5x5\n\n∂L/∂x_00 = ∂L/∂o_00 f_01\n", "utf-8")
    report = symconv.check_class([str(tmp_path)])
    assert "ada" in Elements(report._repr_html_()).text
    assert report._repr_markdown_() == report.to_document("markdown")


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="nothing is told of a int"):
        cells.html(3)


@pytest.mark.parametrize("language", ["de", "ja"])
def test_cells_speak_languages(language: str) -> None:
    report = checked("∂L/∂x_00 = ∂L/∂o_00 f_01")
    assert cells.html(report, language) != cells.html(report)
    assert f'lang="{language}"' in cells.html(SPEC, language)
