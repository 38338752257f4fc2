"""Call forms: found from names, defaults, annotations and what the source does, told by options, or written down."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from symconv.check.code import Options, check_file, check_function
from symconv.foreign.elsewhere import Limits

CODE = Path(__file__).parents[2] / "data" / "code"
NARROW = {"padding": 0, "kernel_size": 2}
FORMS = {
    # function: a part of the call that was made, what is assumed
    "conv_backward_pairs": ("stride=(stride, stride), padding=(pad, pad)", ""),
    "conv_backward_two_strides": ("stride=(stride, stride)", ""),
    "conv_backward_word": ("padding='pad'", ""),
    "conv_backward_saved": ("an object with .images x, .filters w, .stride stride, .padding pad", ""),
    "conv_backward_rest": ("*(x, w, stride, pad)", ""),
    "conv_backward_named": ("**{'x': x, 'weight': w, 'stride': stride, 'padding': pad}", ""),
    "conv_backward_by_name": ("weight=w, x=x, padding=pad, stride=stride", ""),
    "conv_backward_made": ("stride=stride, pad=pad", ""),
    "conv_backward_decayed": ("weight_decay=0", "weight_decay=0"),
    "conv_backward_stepped": ("kernels=w, d_feature_maps=dout, learning_rate=1.0", ""),
    "conv_backward_doubted": ("bias=None, stride=stride, pad=pad", "bias=None"),
    "conv_backward_half": ("x=x", "it computes in float16: larger numbers overflow and were not asked"),
    "conv_backward_whole_numbers": ("x=x", ""),
    "Conv2DOfParameters": (
        "nb_channels=in_channels, nb_filters=out_channels, filter_size=kernel_size",
        "training=True",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_found(name: str) -> None:
    report = check_file(CODE / "forms.py", name, options=Options(given=NARROW))
    called, assumed = FORMS[name]
    assert {one.verdict.partition(" under")[0] for one in report.statements} == {"right"}, report.to_json()
    assert called in report.binding["call"]
    notes = {note for one in report.statements for note in one.assumptions if "returns" not in note}
    assert notes == ({assumed} if assumed else set())


def test_each_axis_has_its_own_stride() -> None:
    """A pair that is read whole is asked for unequal strides; one of which the first alone is read is not."""
    rows = {}
    for name in ("conv_backward_two_strides", "conv_backward_pairs"):
        report = check_file(CODE / "forms.py", name, options=Options(given={"padding": 0}))
        rows[name] = {row.not_tried for row in report.layers}
    assert "the code reads stride[0] for both axes" not in rows["conv_backward_two_strides"]
    assert rows["conv_backward_pairs"] >= {"the code reads stride[0] for both axes"}


@pytest.mark.parametrize("name", ["conv_backward_unfinished", "Unfinished"])
def test_a_stub_is_not_wrong(name: str) -> None:
    report = check_file(CODE / "forms.py", name)
    assert report.exit_code == 2
    assert report.statements[0].message == "not judged: it is not implemented yet"


STRANGE = """
import numpy as np
from packed.scatter import both

class Odd:
    def __init__(self, one, two, three):
        self.hidden = [np.zeros((two, one, three, three))]
        self.slot = {}

    def ahead(self, picture):
        self.picture = picture

    def behind(self, signal):
        self.slot["answer"], self.slot["question"] = both(signal, self.picture, self.hidden[0], 1, 0)
"""


def test_told_by_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it can be guessed; four options tell, and they are needed."""
    monkeypatch.chdir(CODE)
    file = tmp_path / "odd.py"
    file.write_text(STRANGE, encoding="utf-8")
    told = Options(
        given={"stride": 1, "padding": 0},
        construct="one=in_channels, two=out_channels, three=kernel_size",
        sets="hidden[0]=w",
        grads="dx=slot['answer'], dw=slot['question']",
        signature="dout",
        forward="ahead",
    )
    assert check_file(file, "Odd.behind", options=told).exit_code == 0
    assert check_file(file, "Odd.behind").exit_code == 2


def test_an_adapter_is_written_and_used(run: Callable, tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(STRANGE.replace("behind", "backward"), encoding="utf-8")
    (tmp_path / "packed").symlink_to(CODE / "packed")
    written = run("check", "odd.py:Odd", "--write-adapter", "adapter.py", cwd=tmp_path)
    assert written.returncode == 2
    adapter = tmp_path / "adapter.py"
    text = adapter.read_text(encoding="utf-8")
    assert "from submission import Odd" in text
    assert "def gradients(dout, x, w, b, layer):" in text
    assert len(text.splitlines()) <= 24
    body = """from submission import Odd

def gradients(dout, x, w, b, layer):
    theirs = Odd(layer.in_channels, layer.out_channels, layer.kernel_size[0])
    theirs.hidden[0] = w
    theirs.ahead(x)
    theirs.backward(dout)
    return {"dx": theirs.slot["answer"], "dw": theirs.slot["question"]}
"""
    adapter.write_text(body, encoding="utf-8")
    narrowed = ("--stride", "1", "--padding", "0", "--kernel", "2", "--groups", "1", "--dilation", "1")
    finished = run("check", "odd.py:Odd", "--adapter", "adapter.py", *narrowed, cwd=tmp_path)
    assert finished.returncode == 0, finished.stdout
    adapter.write_text(body.replace('"answer"', '"question"', 1), encoding="utf-8")
    emit = ("--emit-test", "test_odd.py")
    assert run("check", "odd.py:Odd", "--adapter", "adapter.py", *narrowed, *emit, cwd=tmp_path).returncode == 1
    test = tmp_path / "test_odd.py"
    assert subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], check=False).returncode == 1
    adapter.write_text(body, encoding="utf-8")
    assert subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], check=False).returncode == 0


def test_an_adapter_is_asked_for_what_it_reads(tmp_path: Path) -> None:
    """One that looks at no dilation is not wrong with dilation."""
    lines = [
        "from packed.scatter import both",
        "def gradients(dout, x, w, b, layer):",
        "    dx, dw = both(dout, x, w, layer.stride[0], 0)",
        "    return {'dx': dx, 'dw': dw}",
    ]
    adapter = tmp_path / "adapter.py"
    adapter.write_text("\n".join(lines), encoding="utf-8")
    options = Options(adapter=str(adapter), given={"kernel_size": 2, "padding": 0})
    report = check_file(CODE / "forms.py", "anything", options=options)
    assert [one.verdict for one in report.statements] == ["right", "right"]
    assert {"its arguments do not tell the dilation", "its arguments do not tell the groups"} <= {
        row.not_tried for row in report.layers
    }


def test_no_test_no_wrong(tmp_path: Path) -> None:
    """A call that is our own guess and raises says nothing of the code, and what was guessed is told."""
    file = tmp_path / "theirs.py"
    file.write_text(
        "def conv_backward(dout, x, w, mystery):\n    return mystery.unknown(dout, x, w)\n", encoding="utf-8"
    )
    report = check_file(file)
    (said,) = report.statements
    assert (said.verdict, report.exit_code) == ("unreadable", 2)
    assert "AttributeError" in said.message
    assert "conv_backward(dout=dout, x=x, w=w, mystery=" in said.message
    assert "--write-adapter" in said.message


def test_arrays_on_a_device() -> None:
    """What moves arrays to a GPU is tried on what every machine with PyTorch has: a device without numbers."""
    torch = pytest.importorskip("torch", reason="needs torch (the peers extra)")
    seen = set()

    def conv_backward(dout, x, w):  # type: ignore[no-untyped-def]
        seen.update(each.device.type for each in (dout, x, w))
        raise RuntimeError("seen")

    conv_backward.__globals__["torch"] = torch
    report = check_function(conv_backward, device="meta")
    assert (report.exit_code, seen) == (2, {"meta"})
    if torch.cuda.is_available():
        seen.clear()
        check_function(conv_backward, device="cuda")
        assert seen == {"cuda"}


def test_the_limit_is_a_calls(tmp_path: Path) -> None:
    """What is imported may take its time; a call may not."""
    file = tmp_path / "slow.py"
    file.write_text("import time\n\ndef conv_backward(dout, x, w):\n    time.sleep(60)\n", encoding="utf-8")
    report = check_file(file, options=Options(limits=Limits(seconds=0.2)))
    assert report.statements[0].message.startswith("not judged: it did not end within 0.2 seconds")


def test_methods_to_choose_from(tmp_path: Path) -> None:
    """Where no method is called like a backward pass, it is said which there are, and how one is named."""
    file = tmp_path / "odd.py"
    file.write_text("class Odd:\n    def go(self, q): ...\n    def ungo(self, u): ...\n", encoding="utf-8")
    (said,) = check_file(file, "Odd").statements
    assert "none of its methods (go, ungo) is called like a backward pass; name it as Odd.ungo" in said.message
