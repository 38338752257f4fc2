"""What code raises on purpose says for which layers it is not; what goes wrong by accident is wrong."""

from pathlib import Path

import pytest

from symconv import check_function
from symconv.check.code import Options, check_file

ASKING = Options(given={"dilation": 1, "groups": 1, "stride": 1, "kernel_size": 2})
HELPER = """import numpy as np

def check(ok, what):
    {refusal}

def both(dout, x, w, pad):
    check(pad < 1, f"padding must be 0, got {{pad}}")
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        seen = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
        dx[seen] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], x[seen], (0, 0))
    return dx, dw
"""
CONV = "from helper import both\n\ndef conv_backward(dout, x, w, pad):\n    return both(dout, x, w, pad)\n"
ADAPTER = """from submission import conv_backward

def gradients(dout, x, w, b, layer):
    return dict(zip(("dx", "dw"), conv_backward(dout, x, w, layer.padding[0])))
"""
REFUSALS = {
    "assert ok, what": "AssertionError",
    "if not ok:\n        raise ValueError(\n            what\n        )": "ValueError",
}


def written(folder: Path, refusal: str) -> Path:
    """A function whose helper in another file refuses padding; an adapter beside it."""
    for name, text in (("helper", HELPER.format(refusal=refusal)), ("conv", CONV), ("adapter", ADAPTER)):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder / "conv.py"


@pytest.mark.parametrize("adapted", [False, True])
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_validation_is_no_mistake(refusal: str, adapted: bool, tmp_path: Path) -> None:
    file = written(tmp_path, refusal)
    asked = Options(given=ASKING.given, adapter=str(tmp_path / "adapter.py")) if adapted else ASKING
    report = check_file(file, "conv_backward", options=asked)
    assert report.exit_code == 0
    assert {one.verdict for one in report.statements} == {"right under an assumption"}
    said = " ".join(report.statements[0].assumptions)
    assert f"not judged where the code refuses it: {REFUSALS[refusal]}: padding must be 0, got 1" in said
    assert "exactly those with padding" in said


def test_an_accident_is_a_mistake(tmp_path: Path) -> None:
    """NumPy raises that sizes do not fit, and so does what is raised because of it."""
    accident = "ok or np.zeros(2) + np.zeros(3)"
    caught = f"try:\n        {accident}\n    except ValueError as error:\n        raise RuntimeError(what) from error"
    for refusal in (accident, caught):
        report = check_file(written(tmp_path, refusal), "conv_backward", options=ASKING)
        assert [one.verdict for one in report.statements] == ["right", "right", "wrong"]
        assert "exactly those with padding" in report.statements[-1].message


def test_in_this_process() -> None:
    def conv_backward(dout, x, w, stride):  # type: ignore[no-untyped-def]
        assert stride == 1, "stride 1 alone"
        from symconv import ConvSpec
        from symconv.routes import GRAD_INPUT

        spec = ConvSpec.of(
            input_size=x.shape[2:],
            kernel_size=w.shape[2:],
            batch_size=len(x),
            in_channels=x.shape[1],
            out_channels=len(w),
        )
        return GRAD_INPUT["textbook"](spec, dout, w)

    (said,) = check_function(conv_backward, returns="dx").statements
    assert said.verdict == "right under an assumption"
    assert "the code refuses it: AssertionError: stride 1 alone" in said.assumptions[0]
