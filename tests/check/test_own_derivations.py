"""What symconv derives, its own judge finds right: the way from the printers through the reader to the verdict."""

import pytest

import symconv

LAYERS = {
    "stride-1": symconv.ConvSpec.of(input_size=(5, 4), kernel_size=(3, 2)),
    "stride-2": symconv.ConvSpec.of(stride=2),
    "gaps": symconv.ConvSpec.of(input_size=(7,), kernel_size=(2,), stride=(3,)),
    "everything": symconv.ConvSpec.of(
        input_size=(7, 6), kernel_size=(3, 2), stride=(2, 3), padding=((1, 2), (0, 0)), dilation=(2, 1)
    ),
}
OF_ANOTHER_LAYER = ("⋆", "≠")
"""Statements about the stride-1 relative, and those that are shown to fail."""


@pytest.mark.parametrize("format_", ["text", "markdown", "latex"])
@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS.keys())
def test_a_derivation_is_right(layer: symconv.ConvSpec, format_: str) -> None:
    document = symconv.derive(layer).to_document(format_, entries="all")
    found = symconv.check_text(document, spec=layer).to_json()["statements"]
    judged = [s for s in found if not any(sign in s["reading"] for sign in OF_ANOTHER_LAYER)]
    assert [s for s in judged if s["verdict"] == "wrong"] == []
    right = [s for s in judged if s["verdict"].startswith("right")]
    entries = symconv.derive(layer).gradients
    assert len(right) >= len(entries.output) + len(entries.grad_input) + len(entries.grad_weight)
