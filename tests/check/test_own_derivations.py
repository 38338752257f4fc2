"""What symconv derives, its own judge finds right: the way from the printers through the reader to the verdict."""

from typing import Any

import pytest

import symconv

LAYERS = {
    "stride-1": symconv.ConvSpec.of(input_size=(5, 4), kernel_size=(3, 2)),
    "stride-2": symconv.ConvSpec.of(stride=2),
    "gaps": symconv.ConvSpec.of(input_size=(7,), kernel_size=(2,), stride=(3,)),
    "everything": symconv.ConvSpec.of(
        input_size=(7, 6), kernel_size=(3, 2), stride=(2, 3), padding=((1, 2), (0, 0)), dilation=(2, 1)
    ),
    "groups": symconv.ConvSpec.of(
        input_size=(4, 4), kernel_size=(2, 2), stride=(2, 2), in_channels=4, out_channels=2, groups=2
    ),
    "images": symconv.ConvSpec.of(input_size=(5,), kernel_size=(2,), stride=(2,), batch_size=2),
    "volume": symconv.ConvSpec.of(input_size=(4, 3, 5), kernel_size=(2, 2, 2), stride=(2, 1, 3)),
    "signal": symconv.ConvSpec.of(input_size=(23,), kernel_size=(4,), stride=(2,), padding=((1, 1),)),
    "same": symconv.ConvSpec.of(input_size=(4, 4), kernel_size=(3, 3), padding="same"),
}
FORMATS = {
    "text": "a.txt",
    "markdown": "a.md",
    "latex": "a.tex",
    "notebook": "a.ipynb",
    "html": "a.html",
    "typst": "a.typ",
}
SHORTENED = "⋯"
IN_NUMBERS = "it tells numbers, and the text does not give all that they come from"
"""A sum that is not written out says nothing that could be judged, nor one in numbers that stand in pictures alone;
nothing else may stay open."""


def unjudged(layer: symconv.ConvSpec, format_: str, **looks: Any) -> tuple[list[str], int]:
    document = symconv.derive(layer).to_document(format_, **looks)
    statements = symconv.check_text(document, spec=layer, name=FORMATS[format_]).to_json()["statements"]
    right = sum(one["verdict"].startswith("right") for one in statements)
    others = [one for one in statements if not one["verdict"].startswith("right")]
    open_ = [one for one in others if SHORTENED not in one["reading"] and one["message"] != IN_NUMBERS]
    return [f"{one['verdict']}: {one['source']}" for one in open_], right


@pytest.mark.parametrize("format_", ["text", "latex"])
@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_a_derivation_is_right(layer: symconv.ConvSpec, format_: str) -> None:
    found, right = unjudged(layer, format_, entries="all", length="full")
    entries = symconv.derive(layer).gradients
    assert found == []
    assert right >= len(entries.output) + len(entries.grad_input) + len(entries.grad_weight)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_a_lesson_with_its_pictures_and_numbers_is_right(layer: symconv.ConvSpec, format_: str) -> None:
    found, right = unjudged(layer, format_)
    assert found == []
    assert right > 6


@pytest.mark.parametrize("format_", ["markdown", "latex", "html"])
@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "pt", "zh"])
def test_whatever_language_it_is_told_in(language: str, format_: str) -> None:
    """Nobody tells the judge the layer; it stands in a remark."""
    document = symconv.derive(LAYERS["stride-2"]).to_document(format_, language=language)
    report = symconv.check_text(str(document), name=FORMATS[format_])
    open_ = [one.place.source for one in report.statements if not one.verdict.startswith("right")]
    assert len(report.statements) > 7
    assert [source for source in open_ if "∂" in source and "f" in source] == []


@pytest.mark.parametrize("symbol", ["fraction", "G", "D", "γ", "η"])
def test_whatever_the_upstream_gradient_is_called(symbol: str) -> None:
    found, right = unjudged(LAYERS["everything"], "text", names={"grad_output": symbol})
    assert found == []
    assert right > 7


@pytest.mark.parametrize("format_", ["markdown", "notebook"])
@pytest.mark.parametrize("name", ["everything", "images"])
def test_whatever_it_is_written_in(name: str, format_: str) -> None:
    found, right = unjudged(LAYERS[name], format_, length="full")
    assert found == []
    assert right > 30


@pytest.mark.parametrize(
    ("written", "bent"),
    [
        ("M = ⌊(N + p₋ + p₊ − e)/s⌋ + 1", "M = ⌊(N + 2p₋ − e)/s⌋ + 1"),
        ("R_q = f_{k−1−q}", "R_q = f_{k−q}"),
        ("P_{i+d·q}", "P_{i−d·q}"),
        ("∂L/∂X = pad(δ) ⋆ flip(", "∂L/∂X = pad(δ) ⋆ ("),
    ],
)
def test_a_bent_document_is_wrong(written: str, bent: str) -> None:
    layer = LAYERS["everything"]
    document = symconv.derive(layer).to_document("text", length="full")
    assert written in document
    report = symconv.check_text(document.replace(written, bent), spec=layer, name="a.txt")
    assert sum(one.verdict == "wrong" for one in report.statements) == 1
