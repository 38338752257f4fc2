"""Files are imported as Python imports them: packages, notebooks, what is missing, what trains."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file

CODE = Path(__file__).parents[2] / "data" / "code"
NARROW = Options(given={"stride": 1, "padding": 0, "kernel_size": 2})
BODY = """
def conv_backward(dout, x, w):
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j in np.ndindex(*dout.shape[2:]):
        seen = np.s_[:, :, i : i + w.shape[2], j : j + w.shape[3]]
        dx[seen] += np.tensordot(dout[:, :, i, j], w, 1)
        dw += np.tensordot(dout[:, :, i, j], x[seen], (0, 0))
    return dx, dw
"""


@pytest.mark.parametrize(("file", "note"), [("packed/inner/relative.py", ""), ("unstarted/layer.py", "RuntimeError")])
def test_inside_a_package(file: str, note: str) -> None:
    report = check_file(CODE / file, "conv_backward", options=NARROW)
    assert report.exit_code == 0
    assert note in " ".join(report.binding["assumptions"])


def test_re_exported() -> None:
    assert check_file(CODE / "packed" / "inner" / "relative.py", "both", options=NARROW).exit_code == 0


def test_run_from_the_root_of_a_repository(tmp_path: Path) -> None:
    """``from lib.windows import both`` in ``lib/layers/conv.py``, and no ``__init__.py`` anywhere."""
    (tmp_path / "lib" / "layers").mkdir(parents=True)
    (tmp_path / "lib" / "windows.py").write_text(f"import numpy as np\n{BODY}", encoding="utf-8")
    file = tmp_path / "lib" / "layers" / "conv.py"
    file.write_text("from lib.windows import conv_backward\n", encoding="utf-8")
    assert check_file(file, "conv_backward", options=NARROW).exit_code == 0


def test_a_package_in_a_folder_of_another_name(tmp_path: Path) -> None:
    """``from corpus.parts.windows import …`` in ``downloaded/parts/layers.py``; an installed package is not there."""
    parts = tmp_path / "downloaded" / "parts"
    parts.mkdir(parents=True)
    (parts / "windows.py").write_text(f"import numpy as np\n{BODY}", encoding="utf-8")
    (parts / "layers.py").write_text("from corpus.parts.windows import conv_backward\n", encoding="utf-8")
    assert check_file(parts / "layers.py", "conv_backward", options=NARROW).exit_code == 0
    (parts / "layers.py").write_text("from corpus.windows import conv_backward\n", encoding="utf-8")
    assert check_file(parts / "layers.py", "conv_backward", options=NARROW).exit_code == 2  # it may be another's


def test_what_is_not_installed(tmp_path: Path) -> None:
    """It is named; only what uses it in the call cannot be judged."""
    start = (
        "import numpy as np\nimport no_such_plots.pyplot as plt\nfrom no_such_helper import shout\n"
        "plt.style.use('x')\ncolours = list(plt.colours)\n"
    )
    file = tmp_path / "theirs.py"
    file.write_text(start + BODY, encoding="utf-8")
    report = check_file(file, options=NARROW)
    assert report.exit_code == 0
    assert "no_such_plots is not installed; what needs it was left out" in report.binding["assumptions"]
    file.write_text(start + BODY.replace("return dx", "return shout(dx)"), encoding="utf-8")
    (said,) = check_file(file, options=NARROW).statements
    assert said.verdict == "unreadable"
    assert "No module named 'no_such_helper': install it where symconv is installed" in said.message
    file.write_text("from no_such_helper import conv_backward\n", encoding="utf-8")
    (said,) = check_file(file, "conv_backward", options=NARROW).statements
    assert "not installed" in said.message


def test_a_script_that_cannot_run_here(tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    load = "import numpy as np\ndata = open('no/such/data.csv').read()\n"
    file.write_text(f"{load}{BODY}\nfor step in range(10):\n    conv_backward(data, data, data)\n", encoding="utf-8")
    report = check_file(file, options=NARROW)
    assert report.exit_code == 0
    assert "its definitions alone were taken: FileNotFoundError" in report.binding["assumptions"][0]


def notebook(*cells: str) -> str:
    made = [{"cell_type": "code", "metadata": {}, "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_notebook(tmp_path: Path, run: Callable) -> None:
    """Cells that define, in order; magics, shell lines, training and a cell that does not parse are left out."""
    cells = (
        "%matplotlib inline\n!pip install nothing\nimport numpy as np",
        "print('trained', 1 / 0)\nwhile True:\n    pass",
        "def half(:\n    pass",
        BODY,
        "history = conv_backward(1, 2, 3)",
    )
    file = tmp_path / "notes.ipynb"
    file.write_text(notebook(*cells), encoding="utf-8")
    for asked in ([f"{file}:conv_backward"], [str(file), "--function", "conv_backward"]):
        finished = run("check", *asked, "--stride", "1", "--padding", "0", "--kernel", "2")
        assert finished.returncode == 0, finished.stdout + finished.stderr
    file.write_text("no notebook", encoding="utf-8")
    assert run("check", f"{file}:conv_backward").stderr.endswith("it is no notebook\n")


def test_what_forks_while_it_is_imported(tmp_path: Path) -> None:
    """The child goes on beside; one answer comes."""
    file = tmp_path / "forks.py"
    file.write_text(f"import os\nimport numpy as np\nos.fork()\n{BODY}", encoding="utf-8")
    assert check_file(file, options=NARROW).exit_code == 0


def test_an_import_that_its_author_provides_for(tmp_path: Path) -> None:
    """What is not installed is not there for code that knows what to do without it."""
    guarded = """import numpy as np
try:
    import cupy as xp
    from no_such_helper import speed
except {caught}:
    xp = speed = None
assert xp is None and speed is None
"""
    file = tmp_path / "theirs.py"
    for caught in ("ImportError", "(ModuleNotFoundError, OSError)", "Exception as problem"):
        file.write_text(guarded.format(caught=caught) + BODY, encoding="utf-8")
        report = check_file(file, options=NARROW)
        assert report.exit_code == 0
        assert report.binding["assumptions"] == ["db is not returned"]
    file.write_text(guarded.format(caught="ValueError") + BODY, encoding="utf-8")
    assert "cupy is not installed" in " ".join(check_file(file, options=NARROW).binding["assumptions"])


@pytest.mark.parametrize("folder", ["engine", "engine-main"])
def test_a_folder_that_imports_itself_by_its_name(tmp_path: Path, folder: str) -> None:
    """No ``__init__.py``, and a table that takes each name once: the file must not be loaded twice.

    What is downloaded has the name of a branch behind its own.
    """
    (tmp_path / folder / "ops").mkdir(parents=True)
    table = """import numpy as np
TABLE = {}
class Tensor:
    def __init__(self, data):
        self.data, self.grad = data, None
    def numpy(self):
        return self.data
    def backward(self, grad):
        self.grad = grad
def once(function):
    assert function.__name__ not in TABLE
    TABLE[function.__name__] = function
    return function
from engine.ops import conv
"""
    (tmp_path / folder / "table.py").write_text(table, encoding="utf-8")
    file = tmp_path / folder / "ops" / "conv.py"
    body = BODY.replace("def", "@once\ndef").replace(
        "(dout, x, w):", "(dout, x, w):\n    dout, x, w = dout.data, x.data, w.data"
    )
    body = body.replace("return dx, dw", "return [Tensor(dx), Tensor(dw)]")
    file.write_text("import numpy as np\nfrom engine.table import Tensor, once\n" + body, encoding="utf-8")
    report = check_file(file, "conv_backward", options=NARROW)
    assert [one.verdict for one in report.statements] == ["right", "right"]
    file.write_text(file.read_text(encoding="utf-8").replace("dx[seen] +=", "dx[seen] ="), encoding="utf-8")
    assert [one.verdict for one in check_file(file, "conv_backward", options=NARROW).statements] == ["wrong", "right"]


def test_scipy_stands_in_for_what_is_in_cupyx(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    file = tmp_path / "theirs.py"
    text = """import cupy as np
from cupyx.scipy import signal

class Conv:
    def __init__(self, shape):  # of the filter
        self.kernels = np.random.randn(*shape)

    def forward(self, x):
        self.x = x
        pairs = [[signal.correlate2d(a, k, "valid") for a, k in zip(x, kernel)] for kernel in self.kernels]
        return np.sum(np.array(pairs), axis=1)

    def backward(self, dout):
        self.dkernels = np.array([[signal.correlate2d(a, d, "valid") for a in self.x] for d in dout])
        pairs = [[signal.convolve2d(d, k, "full") for k in kernel] for d, kernel in zip(dout, self.kernels)]
        return np.sum(np.array(pairs), axis=0)
"""
    file.write_text(text, encoding="utf-8")
    report = check_file(file, "Conv", options=NARROW)
    assert [one.verdict for one in report.statements] == ["right"] * 3
    assert "cupyx is not installed; NumPy stands in for it" in report.binding["assumptions"]
