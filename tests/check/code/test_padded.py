"""An input that must come padded: plain where the code's own name for it says so, else an assumption that is named."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

BODY = """
import numpy as np

def both(dout, wide, w, stride):
    dwide, dw = np.zeros_like(wide), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        at = np.s_[:, :, i * stride : i * stride + w.shape[2], j * stride : j * stride + w.shape[3]]
        dwide[at] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], wide[at], (0, 0))
    return dwide, dw

def inside(wide, pad):
    return wide[:, :, pad : wide.shape[2] - pad, pad : wide.shape[3] - pad]

"""
WAYS = {
    # how it is written → what is assumed
    """def conv_backward(dout, x, w, stride, pad):
    dwide, dw = both(dout, x, w, stride)
    return inside(dwide, pad), dw
""": "x is handed over padded",
    """def conv_backward(dout, cache):
    images, w, stride, pad = cache
    dwide, dw = both(dout, images, w, stride)
    return inside(dwide, pad), dw
""": "images is handed over padded",
    """def conv_backward(dout, cache):
    dwide, dw = both(dout, cache["x"], cache["w"], cache["stride"])
    return inside(dwide, cache["pad"]), dw
""": "x is handed over padded",
    """def conv_backward(dout, x_pad, w, stride, pad):
    dwide, dw = both(dout, x_pad, w, stride)
    return inside(dwide, pad), dw
""": "",
    """def conv_backward(dout, padded_images, w, stride, pad):
    dwide, dw = both(dout, padded_images, w, stride)
    return inside(dwide, pad), dw
""": "",
    """def conv_backward(dout, x, w, stride, pad):
    dwide, dw = both(dout, np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)]), w, stride)
    return inside(dwide, pad), dw
""": "",
}


@pytest.mark.parametrize("way", WAYS)
def test_an_input_that_must_come_padded_is_named(way: str, tmp_path: Path) -> None:
    file = tmp_path / "layer.py"
    file.write_text(BODY + way, encoding="utf-8")
    report = check_file(file, "conv_backward", options=Options(given={"kernel_size": 3, "stride": 1}))
    wanted = "right under an assumption" if WAYS[way] else "right"
    assert [one.verdict for one in report.statements] == [wanted, wanted]
    assert {note for one in report.statements for note in one.assumptions} == ({WAYS[way]} if WAYS[way] else set())
    assert any(any(map(sum, row.layer["padding"])) for row in report.layers if not row.not_tried)
