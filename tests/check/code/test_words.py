"""Arguments that are words: all that the code knows are tried, or are said not to have been."""

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from symconv.check.code import Options, check_file
from symconv.check.report import Report
from symconv.foreign.heard import Word

CODE = Path(__file__).parents[2] / "data" / "code"
FILE = CODE / "worded.py"
ROOT = Path(__file__).parents[3]


def verdicts(report: Report) -> dict[str, str]:
    return {str(one.told.target["tensor"]): one.verdict for one in report.statements}


def loop_gradient(dout: np.ndarray, w: np.ndarray, size: tuple[int, int], before: int, stride: int) -> np.ndarray:
    """∂L/∂X of one image and channel, entry by entry."""
    dx = np.zeros(size)
    for m in np.ndindex(*dout.shape):
        for a in np.ndindex(*w.shape):
            i = tuple(stride * m[n] + a[n] - before for n in range(2))
            if all(0 <= i[n] < size[n] for n in range(2)):
                dx[i] += dout[m] * w[a]
    return dx


def test_words_of_a_base_class_in_another_file() -> None:
    """'same' stands nowhere in the file; even kernels and strides are where it is done wrong."""
    report = check_file(FILE, "Told")
    assert set(verdicts(report).values()) == {"right"}
    said = [row for row in report.layers if "padding='same'" in row.told]
    layers = [row.layer for row in said]
    assert {"right"} == {verdict for row in said for verdict in row.verdicts.values()}
    assert any(layer["kernel_size"] == [2, 2] and layer["padding"] == [[0, 1], [0, 1]] for layer in layers)
    assert any(layer["stride"] == [2, 2] and any(map(any, layer["padding"])) for layer in layers)
    assert not any("init=" in row.told for row in report.layers)  # how weights begin makes no difference


def test_wrong_with_one_word_alone(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    finished = subprocess.run(
        [sys.executable, "-m", "symconv", "check", f"{FILE}:CutsBothSides", "--emit-test", str(test)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert finished.returncode == 1
    assert "with padding='same')" in finished.stdout
    assert "padding='same'" in test.read_text(encoding="utf-8")
    replayed = finished.stdout.partition("replay:   with ")[2].splitlines()[0].split()
    again = subprocess.run(
        [sys.executable, "-m", "symconv", "check", f"{FILE}:CutsBothSides", *replayed],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert again.returncode == 1
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(test)],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "Not equal to tolerance" in told.stdout


def test_the_verdicts_are_those_of_plain_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernel 2×2 on 3×4, one zero after each axis."""
    monkeypatch.syspath_prepend(str(CODE))
    worded = importlib.import_module("worded")
    draw = np.random.default_rng(3)
    x, w, dout = (draw.integers(-3, 4, size=size).astype(float) for size in ((3, 4), (2, 2), (3, 4)))
    true = loop_gradient(dout, w, (3, 4), 0, 1)
    same = {}
    for name in ("Told", "CutsBothSides"):
        layer = getattr(worded, name)(1, 2, padding="same")
        layer.W = w[None, None]
        layer.forward(x[None, None])
        same[name] = np.array_equal(layer.backward(dout[None, None])[0, 0], true)
    assert same == {"Told": True, "CutsBothSides": False}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Squashes", "not judged with squash='tanh', where its forward pass is no known layer's, on all 12 layers"),
        ("KeepsNothing", "not judged with mode='test', where a gradient is not there, or a multiple of the right one"),
    ],
)
def test_what_cannot_be_judged_with_a_word_is_told(name: str, said: str) -> None:
    report = check_file(FILE, name)
    assert verdicts(report)["grad_input"] == "right under an assumption"
    assert any(note.startswith(said) for one in report.statements for note in one.assumptions)
    assert report.exit_code == 0


def test_words_without_a_forward_pass() -> None:
    report = check_file(FILE, "conv_backward")
    assert verdicts(report) == {"grad_input": "right", "grad_weight": "right"}
    padded = [row.layer["padding"] for row in report.layers if "border='same'" in row.told]
    assert [[0, 1], [0, 1]] in padded


def test_a_word_notes_what_it_is_compared_with() -> None:
    word = Word("full")
    assert word != "same"
    assert word.lower() in ("valid", "full")
    assert {"full": 1}[word] == 1
    assert not word.startswith("re")
    assert list(word.heard) == ["same", "valid", "full", "re"]


def test_a_step_that_sets_the_gradients_back() -> None:
    """With a rate of 1 and nothing else, the step is the gradient."""
    report = check_file(FILE, "StepsAndForgets")
    assert report.binding["results"] == "dx returned, dw w - layer.W, db b - layer.b"
    assert set(verdicts(report).values()) == {"right", "right under an assumption"}
    assert "weight_decay=0" in report.statements[1].assumptions


def test_a_step_by_a_rate_of_its_own() -> None:
    """What is 0 afterwards is no gradient, and nothing is held against it."""
    report = check_file(FILE, "StepsByItself")
    assert verdicts(report) == {"grad_input": "right", "output": "right"}
    assert "dw is not returned" in report.binding["assumptions"]


def test_numbers_and_optimizers_by_name() -> None:
    report = check_file(FILE, "CountsItself")
    assert report.binding["results"] == "dx returned, dw optimizer[0][0]['dweight']"
    assert "wrong" not in verdicts(report).values()
    assert report.exit_code == 0


def test_a_getter_is_no_backward_pass() -> None:
    """What ``get_gradient_weights`` returns is not what ``backward`` returns; its usual activation is a word, too."""
    report = check_file(FILE, "Asked")
    assert report.binding["results"] == "dx returned, dw layer.weight_gradient"
    assert "wrong" not in verdicts(report).values()
    notes = {note.partition(",")[0] for one in report.statements for note in one.assumptions}
    assert {"activation='linear'", "not judged with activation='relu'"} <= notes


def test_a_folder_that_no_package_can_be_called_by(tmp_path: Path) -> None:
    """``my-net-main/layers/conv.py`` imports ``..base``, and nobody says what ``my-net-main`` is called."""
    root = tmp_path / "my-net-main"
    (root / "layers").mkdir(parents=True)
    for folder in (root, root / "layers"):
        (folder / "__init__.py").touch()
    (root / "base.py").write_text("class Base:\n    wide = 0\n", encoding="utf-8")
    (root / "layers" / "conv.py").write_text(
        "import numpy as np\n"
        "from ..base import Base\n"
        "class Conv(Base):\n"
        "    def __init__(self, W): self.W = W\n"
        "    def forward(self, x):\n"
        "        self.x = np.pad(x, self.wide)\n"
        "        return np.array([[np.sum(self.x[i:i+2, j:j+2] * self.W) for j in range(x.shape[1] - 1)]"
        " for i in range(x.shape[0] - 1)])\n"
        "    def backward(self, dout):\n"
        "        self.dW, dx = np.zeros_like(self.W), np.zeros_like(self.x)\n"
        "        for i, j in np.ndindex(*dout.shape):\n"
        "            self.dW += dout[i, j] * self.x[i:i+2, j:j+2]\n"
        "            dx[i:i+2, j:j+2] += dout[i, j] * self.W\n"
        "        return dx\n",
        encoding="utf-8",
    )
    report = check_file(root / "layers" / "conv.py", "Conv", options=Options(given={"kernel_size": 2}))
    assert verdicts(report) == {"grad_input": "right", "grad_weight": "right", "output": "right"}


def test_a_mean_over_the_images_with_each_word() -> None:
    """Layers with another word may be the same ones as those without."""
    report = check_file(FILE, "Means")
    assert "wrong" not in verdicts(report).values()
    assert "dw is averaged over the batch: 1/N of the sum" in report.statements[1].assumptions
    assert "averaged" in {row.verdicts.get("dw") for row in report.layers if "padding='same'" in row.told}


def test_square_images_alone() -> None:
    """The filter is turned around in ∂L/∂X; images that are not square say nothing."""
    report = check_file(FILE, "Square")
    assert verdicts(report)["grad_input"] == "wrong"
    assert verdicts(report)["grad_weight"].startswith("right")
    assert verdicts(report)["output"] == "right"
