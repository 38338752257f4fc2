"""Small engines, each in its own manner, differentiate their forward passes as they are."""

from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

NARROW = Options(given={"dilation": 1, "groups": 1, "stride": 1, "padding": 0, "kernel_size": 2})
ONE = Options(
    given={**NARROW.given, "input_size": "3x4", "in_channels": 1, "out_channels": 1, "batch_size": 1},
)
"""Where something is wrong, every layer that shows it is read entry by entry: a small one shows it as well."""
ENGINE = '''import numpy as np

class Tensor:
    """Keeps its numbers and its gradient; whoever made it sends the gradient back."""

    def __init__(self, data):
        self.data, self.grad, self.back = np.asarray(data, dtype=np.float32), None, lambda: None

    @property
    def shape(self):
        return self.data.shape

    {backward}

class Conv:
    """Makes a bias of its own when it sees the first image, one for each place."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.weight = Tensor(np.random.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.stride, self.padding, self.offset = stride, padding, None

    def forward(self, x):
        s, p, w = self.stride, self.padding, self.weight
        padded = np.pad(x.data, ((0, 0), (0, 0), (p, p), (p, p)))
        seen = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], (2, 3))[:, :, ::s, ::s]
        made = np.einsum("nchwab,fcab->nfhw", seen, w.data)
        if self.offset is None:
            self.offset = np.random.randn(*made.shape[1:]).astype(np.float32)
        out = Tensor(made + self.offset)

        def back():
            g = np.asarray(out.grad.data if isinstance(out.grad, Tensor) else out.grad)
            dx, dw = np.zeros_like(padded), np.zeros_like(w.data)
            for i, j in np.ndindex(*g.shape[2:]):
                at = np.s_[:, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]
                dx[at] {adds} np.tensordot(g[:, :, i, j], w.data, 1)
                dw += np.tensordot(g[:, :, i, j], padded[at], (0, 0))
            x.grad = {kept}(dx[:, :, p : p + x.shape[2], p : p + x.shape[3]])
            w.grad = {kept}(dw)

        out.back = back
        return out
'''
MANNERS = {
    "put there beforehand": (
        "def backward(self):\n        self.grad = 1.0 if self.grad is None else self.grad\n        self.back()",
        "np.asarray",
    ),
    "handed over": ("def backward(self, grad):\n        self.grad = grad\n        self.back()", "Tensor"),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_how_a_gradient_is_sent_back(manner: str, tmp_path: Path) -> None:
    """Gradients that are arrays or tensors, in float32; a bias that nobody handed over is no mistake."""
    backward, kept = MANNERS[manner]
    file = tmp_path / "engine.py"
    file.write_text(ENGINE.format(backward=backward, kept=kept, adds="+="), encoding="utf-8")
    report = check_file(file, "Conv", options=NARROW)
    verdicts = {one.told.target["tensor"]: one.verdict for one in report.statements}
    assert verdicts == {
        "grad_input": "right under an assumption",
        "grad_weight": "right under an assumption",
        "output": "right",
    }
    assert report.statements[0].assumptions == ("it returns float32 for float64",)


def test_what_an_engine_sends_back_wrongly(tmp_path: Path) -> None:
    backward, kept = MANNERS["handed over"]
    file = tmp_path / "engine.py"
    file.write_text(ENGINE.format(backward=backward, kept=kept, adds="="), encoding="utf-8")
    small = Options(given={"input_size": (3, 4), "kernel_size": 2})
    dx, dw, output = check_file(file, "Conv", options=small).statements
    assert [one.verdict.split()[0] for one in (dx, dw, output)] == ["wrong", "right", "right"]
    assert "overwritten-overlap" in [mistake.id for mistake in dx.mistakes]


MADE = """import numpy as np

class Tensor:
    '''Made of flat numbers and a shape; ``tensor`` makes it of rows.'''

    def __init__(self, storage, shape):
        self._storage, self.shape = list(storage), tuple(shape)

    def to_numpy(self):
        return np.array(self._storage).reshape(self.shape)

    def backward(self):
        raise NotImplementedError

def tensor(rows):
    array = np.array(rows, dtype=float)
    return Tensor(array.ravel().tolist(), array.shape)
"""
FUNCTION = """import numpy as np
from tensors import Tensor, tensor

class Conv2dFunction:
    @staticmethod
    def forward(ctx, input: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(input, weight)
        x, w = np.pad(input.to_numpy(), ((0, 0), (0, 0), (0, 1), (0, 1))), weight.to_numpy()
        seen = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], (2, 3))
        return tensor(np.einsum("nchwab,fcab->nfhw", seen, w).tolist())

    @staticmethod
    def backward(ctx, grad_output: Tensor):
        input, weight = ctx.saved_values
        x, w, g = np.pad(input.to_numpy(), ((0, 0), (0, 0), (0, 1), (0, 1))), weight.to_numpy(), grad_output.to_numpy()
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for i, j in np.ndindex(*g.shape[2:]):
            at = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
            dx[at] += np.tensordot(g[:, :, i, j], w, 1)
            dw += np.tensordot(g[:, :, i, j], x[at], (0, 0))
        return tensor(dx[:, :, :-1, :-1].tolist()), tensor((SIGN * dw).tolist())
"""


@pytest.mark.parametrize(("sign", "expected"), [("1", "right"), ("-1", "wrong")])
def test_tensors_that_a_function_makes(sign: str, expected: str, tmp_path: Path) -> None:
    """The class itself takes no array; a forward pass of its own pads one zero after the input."""
    (tmp_path / "tensors.py").write_text(MADE, encoding="utf-8")
    (tmp_path / "conv.py").write_text(FUNCTION.replace("SIGN", sign), encoding="utf-8")
    options = NARROW if expected == "right" else ONE
    report = check_file(tmp_path / "conv.py", "Conv2dFunction", options=options)
    verdicts = {one.told.target["tensor"]: one.verdict.partition(" ")[0] for one in report.statements}
    assert verdicts == {"grad_input": "right", "grad_weight": expected, "output": "right"}, report.to_json()


OPERATION = """import numpy as np
from . import compiled_core
from .tensors import Tensor

class Operation:
    def __call__(self, *operands):
        out = Tensor(self.compute(*(each.data for each in operands)))
        out.made = self, operands
        return out

class Conv(Operation):
    def __init__(self, stride=1):
        self.stride = stride

    def compute(self, A, B):
        seen = np.lib.stride_tricks.sliding_window_view(A, B.shape[:2], (1, 2))[:, :: self.stride, :: self.stride]
        return np.einsum("nhwcab,abcf->nhwf", seen, B)

    def gradient(self, out_grad, node):
        x, w = (each.data for each in node)
        dx, dw = np.zeros_like(x), np.zeros_like(w)
        for i, j in np.ndindex(*out_grad.shape[1:3]):
            h, v = i * self.stride, j * self.stride
            at = np.s_[:, h : h + w.shape[0], v : v + w.shape[1]]
            dx[at] ADDS np.einsum("nf,abcf->nabc", out_grad[:, i, j], w)
            dw += np.einsum("nf,nabc->abcf", out_grad[:, i, j], x[at])
        return dx, dw
"""
GRAPH = """import numpy as np

class Tensor:
    def __init__(self, data):
        self.data, self.grad, self.made = np.array(data, dtype=float), None, None

    @property
    def shape(self):
        return self.data.shape

    def numpy(self):
        return self.data

    def backward(self, out_grad):
        operation, operands = self.made
        for each, grad in zip(operands, operation.gradient(out_grad.data, operands)):
            each.grad = Tensor(grad)
"""


@pytest.mark.parametrize(("adds", "expected"), [("+=", "right"), ("=", "wrong")])
def test_an_operation_of_an_engine_that_is_not_compiled(adds: str, expected: str, tmp_path: Path) -> None:
    """``compute`` tells what ``__call__(*operands)`` is given; what was to be compiled beside it is named."""
    (tmp_path / "engine").mkdir()
    for name, text in (("__init__", ""), ("tensors", GRAPH), ("conv", OPERATION.replace("ADDS", adds))):
        (tmp_path / "engine" / f"{name}.py").write_text(text, encoding="utf-8")
    report = check_file(tmp_path / "engine" / "conv.py", "Conv", options=Options(given={"padding": 0}))
    verdicts = {one.told.target["tensor"]: one.verdict.partition(" ")[0] for one in report.statements}
    assert verdicts == {"grad_input": expected, "grad_weight": "right", "output": "right"}, report.to_json()
    assert "engine.compiled_core is not installed; what needs it was left out" in report.binding["assumptions"]
    assert {row.layer["kernel_size"][0] for row in report.layers if not row.not_tried} >= {2, 3}
