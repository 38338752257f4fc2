"""Our own documents on layers of every kind: they tell their layer, so that nothing in them is called wrong."""

from collections.abc import Callable

import pytest

import symconv
from symconv.check.report import Report
from symconv.errors import InputError
from symconv.pooled import PooledSpec, pooled_of
from symconv.stack import Stack
from symconv.transposed import Layer, layer_of

LAYERS: dict[str, Layer | PooledSpec] = {
    "strided": layer_of({"stride": 2}),
    "groups": layer_of(
        {"input_size": "5x3", "kernel_size": 1, "stride": "2x3", "padding": "2x2:1", "dilation": "2x1"}
        | {"groups": 2, "in_channels": 4, "out_channels": 2}
    ),
    "transposed": layer_of({"transposed": True, "stride": 2, "padding": 1}),
    "beyond PyTorch's bound": layer_of(
        {"transposed": True, "input_size": 3, "stride": 2, "output_padding": 3, "allow_large_output_padding": True}
    ),
    "wide": layer_of({"transposed": True, "input_size": "2x3", "kernel_size": "1x2", "stride": 3, "padding": "0:1x1"}),
    "images": layer_of({"padding_mode": "circular", "padding": "0x1", "input_size": (4, 3), "batch_size": 2}),
    "folded": layer_of({"padding_mode": "reflect", "padding": 1, "input_size": (4, 4)}),
    "max": pooled_of({"pool": "max"}),
    "max of a signal": pooled_of({"pool": "max", "input_size": 5, "kernel_size": 3, "stride": 1}),
    "kept": pooled_of({"pool": "average", "input_size": 5, "ceil_mode": True}),
    "adaptive": pooled_of({"pool": "average", "input_size": 5, "output_size": 3}),
    "average": pooled_of({"pool": "average", "kernel_size": 3, "stride": 2, "padding": 1}),
}
DECKS = {"html": "html", "marp": "md", "quarto": "qmd", "beamer": "tex", "typst": "typ"}
DOCUMENTS = {"html": "html", "markdown": "md", "latex": "tex", "typst": "typ", "text": "txt"}


def checked(text: str, ending: str) -> Report:
    return symconv.check_text(text, name=f"a.{ending}")


def derived(spec: Layer | PooledSpec) -> Callable[..., object]:
    found = symconv.derive_pooling(spec) if isinstance(spec, PooledSpec) else symconv.derive(spec)
    return found.to_document


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("format_", DECKS)
def test_decks(name: str, format_: str) -> None:
    """The warm-up of a deck is on another layer, which its slides tell."""
    report = checked(str(symconv.slides(LAYERS[name], format=format_)), DECKS[format_])
    assert [one.place.source for one in report.statements if one.verdict == "wrong"] == []
    if name == "strided":
        assert sum(one.verdict == "right" for one in report.statements) > 20


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("format_", DOCUMENTS)
def test_documents(name: str, format_: str) -> None:
    report = checked(str(derived(LAYERS[name])(format_)), DOCUMENTS[format_])
    assert [one.place.source for one in report.statements if one.verdict == "wrong"] == []


@pytest.mark.parametrize("format_", ["html", "marp", "beamer"])
def test_layers_one_after_the_other_are_refused(format_: str) -> None:
    """No one layer is what they are about."""
    stack = Stack.of({"stride": 2, "input_size": (9, 9)}, {"kernel_size": 3})
    for text, ending in (
        (symconv.slides(stack, format=format_), DECKS[format_]),
        (symconv.derive_stack(stack).to_document("html"), "html"),
    ):
        with pytest.raises(InputError, match="this text is on 2 layers one after the other"):
            checked(str(text), ending)


def test_style_sheets_before_a_header_tell_no_padding() -> None:
    text = (
        "---\nstyle: |\n  section { padding: 56px 72px; }\n---\n\n<!-- symconv: pool=average input=4x4 kernel=2x2 -->\n"
    )
    (judged,) = checked(text + r"$\partial L/\partial x_{11} = \delta_{00}/4$", "md").statements
    assert judged.verdict.startswith("right")


def test_numbers_between_which_some_are_left_out_add_up_to_no_claim() -> None:
    """``−2·4 + 3·(−3) + ⋯ = 0`` does not say that nothing arrives."""
    wide = {"input_size": (2, 3), "kernel_size": (3, 2), "stride": (1, 2), "dilation": (1, 2), "out_channels": 2}
    spec = layer_of({**wide, "padding": "2x2:0", "bias": True})
    text = str(symconv.derive(spec).to_document("markdown"))
    assert r"\cdots" in text
    assert [one.place.source for one in checked(text, "md").statements if one.verdict == "wrong"] == []
