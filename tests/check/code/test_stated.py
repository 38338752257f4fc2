"""Signatures, returns and layouts as people state them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from symconv import InputError, check_function
from symconv.check.code import check_file
from symconv.check.code.layouts import stated as layouts
from symconv.check.code.stated import returns, signature
from symconv.spec import ConvSpec

CODE = Path(__file__).parents[2] / "data" / "code"


@pytest.mark.parametrize(
    ("text", "trees"),
    [
        ("dout, cache=(x, w, b, conv_param)", ["dout", ["x", "w", "b", {"stride": "stride", "pad": "pad"}]]),
        (
            "dZ, (A_prev, W, b, hp={stride, padding: pad})",
            ["dout", ["x", "w", "b", {"stride": "stride", "padding": "pad"}]],
        ),
        ("g=dout, weight, padded, s=stride", ["dout", "w", "xp", "stride"]),
        ("grad_output, (x, (w, None))", ["dout", ["x", ["w", "none"]]]),
    ],
)
def test_signatures(text: str, trees: list) -> None:
    assert [each.tree for each in signature(text)] == trees


@pytest.mark.parametrize(
    "text", ["dout, (x, w", "dout x", "dout, 3", "dout, nonsense_name", "dout; x", "dout, {stride)"]
)
def test_what_is_no_signature(text: str) -> None:
    with pytest.raises(InputError, match="--signature"):
        signature(text)


def test_returns() -> None:
    assert returns("db, _, dX,grad_weight") == ("grad_bias", None, "grad_input", "grad_weight")
    with pytest.raises(InputError, match="--returns expects names such as dx,dw,db"):
        returns("dx, y")


def test_layouts() -> None:
    assert {one.weight for one in layouts("NHWC")} == {
        *("HWCF", "HWFC", "FHWC", "FCHW", "CFHW", "HWF", "HWC|F", "F|HWC"),
    }
    (one, *_) = layouts("NHWC,HWIO")
    assert (one.weight, one.output) == ("HWCF", "NHWF")
    assert layouts("NCHW,OIHW")[0].weight == "FCHW"
    assert layouts("CWH,FCHW")[0].output == "FWH"
    for text in ("NXYZ", "NCHW,FC", "NCHW,FFHW"):
        with pytest.raises(InputError, match="--layout"):
            layouts(text)


def test_arrays_go_there_and_back() -> None:
    full = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)
    for text in ("NHWC,HWIO", "NCHW", "NWHC,FCHW"):
        (one, *_) = layouts(text)
        assert np.array_equal(one.ours("x", one.theirs("x", full), full.shape), full)
        assert np.array_equal(one.ours("w", one.theirs("w", full), full.shape), full)
    (one, *_) = layouts("NHWC")
    assert one.theirs("x", full)[1, 2, 3, 0] == full[1, 0, 2, 3]
    assert one.theirs("w", full)[2, 3, 1, 0] == full[0, 1, 2, 3]


def test_a_stated_signature_is_taken(code: Callable) -> None:
    """Names that lie are overruled."""
    right = code("right").conv_backward_naive

    def lying(x, dout, w, pad):  # type: ignore[no-untyped-def]
        return right(w, (dout, x, np.zeros(len(x)), {"stride": pad, "pad": 0}))[::-1]

    spec = ConvSpec.of(input_size=(3, 5), kernel_size=2, stride=2)
    report = check_function(lying, spec, signature="w, x, dout, stride", returns="db,dw,dx", layout="NCHW")
    assert [one.verdict for one in report.statements] == ["right"] * 3
    assert check_function(lying, spec, signature="x, w, dout, stride").exit_code == 2  # it does not fit


def test_options_narrow_the_layers(code: Callable) -> None:
    spec = ConvSpec.of(input_size=(2, 3), kernel_size=2, stride=1, out_channels=2)
    report = check_function(code("right").conv_backward_naive, spec)
    assert [row.layer["input_size"] for row in report.layers] == [[2, 3]]
    assert report.layer == spec.to_json()
    assert report.exit_code == 0


def test_too_large_a_layer_is_refused(code: Callable) -> None:
    spec = ConvSpec.of(input_size=(450, 450), kernel_size=5, stride=100)
    with pytest.raises(InputError, match="too large to be sampled: its largest array has"):
        check_function(code("right").conv_backward_naive, spec)


def test_what_sampled_layers_show_can_be_replayed() -> None:
    """A layer that was sampled because it is large is sampled again where it is asked for alone."""
    spec = ConvSpec.of(input_size=(12, 9), kernel_size=(5, 4), padding=2, in_channels=3, out_channels=4, batch_size=3)
    report = check_file(CODE / "meant.py", "conv_backward_fixed_crop", spec)
    assert [one.verdict for one in report.statements] == ["wrong", "right"]
    assert [row.told for row in report.layers] == [
        "input 12×9, kernel 5×4, stride 1, padding 2, channels 3→4, images 3 (sampled)"
    ]
    assert report.statements[0].told.counterexample["layer"] == report.layers[0].layer


def test_what_is_no_function() -> None:
    with pytest.raises(InputError, match="expects a function or a class, got int"):
        check_function(3)
