"""``symconv check conv.py:conv_backward``: what it prints, what it writes, how it ends."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "data" / "code"
ROOT = Path(__file__).parents[3]
SMALL = ("--stride", "1", "--padding", "0", "--layout", "NCHW")
ONE = ("--input-size", "3x4", "--kernel", "2", "--batch-size", "1")


def pytest_on(test: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(test)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=test.parent, env={"PYTHONPATH": str(ROOT)}, check=False
    )


def test_wrong_code(run: Callable) -> None:
    finished = run("check", f"{CODE}/wrong.py:empty_crop", "--layout", "NCHW")
    assert finished.returncode == 1
    assert "read as call empty_crop(dout=dout, cache=(x, w, b, {'stride': stride, 'pad': pad}))" in finished.stdout
    assert "wrong: dx: it has size 0x0 where 3x4 is needed" in finished.stdout
    assert "probably: pad:-pad is empty at padding 0 [empty-crop]" in finished.stdout
    assert re.search(r"input 3×4, kernel 2×2, stride 1, padding 0 +✗    ✓    ✓\n", finished.stdout)
    assert "not tried:" in finished.stdout
    assert finished.stdout.endswith("3 statements: 2 right, 1 wrong\n")


def test_right_code(run: Callable) -> None:
    finished = run("check", f"{CODE}/right.py:conv_backward_naive", *SMALL, "--format", "json")
    assert finished.returncode == 0
    report = json.loads(finished.stdout)
    assert [one["verdict"] for one in report["statements"]] == ["right"] * 3
    assert report["layers"][0]["verdicts"] == {"dx": "right", "dw": "right", "db": "right"}
    assert report["binding"]["layout"] == "NCHW, filter FCHW"
    assert (report["printed"], report["layer"]) == ("", None)


def test_code_among_texts_and_other_formats(run: Callable) -> None:
    homework = ROOT / "tests" / "data" / "homework.tex"
    finished = run(
        "check", f"{CODE}/wrong.py:stride_lost", str(homework), "--format", "sarif", "--stride", "2", "-p", "0"
    )
    assert finished.returncode == 1
    found = json.loads(finished.stdout)["runs"][0]["results"]
    assert [one["ruleId"] for one in found] == ["no-dilation", "order-reversed"]
    for format_ in ("markdown", "html"):
        printed = run("check", f"{CODE}/wrong.py:minus", *SMALL, *ONE, "--format", format_).stdout
        assert "every term has the same wrong factor" in printed
        assert "input 3×4, kernel 2×2, stride 1, padding 0" in printed


@pytest.mark.parametrize("name", ["assigned", "empty_crop_raises", "masked", "changes_dout"])
def test_an_emitted_test_fails_until_the_code_is_right(name: str, run: Callable, tmp_path: Path) -> None:
    file = tmp_path / "conv.py"
    file.write_text((CODE / "wrong.py").read_text(encoding="utf-8"), encoding="utf-8")
    sizes = ONE[2:] if name == "empty_crop_raises" else ONE  # a crash on every layer is not judged
    finished = run("check", f"{file}:{name}", "--emit-test", str(tmp_path / "test_conv.py"), "-s", "1", *sizes)
    assert finished.returncode == 1
    failed = pytest_on(tmp_path / "test_conv.py")
    assert failed.returncode == 1
    assert "1 failed" in failed.stdout
    assert "ERROR" not in failed.stdout
    right = (CODE / "right.py").read_text(encoding="utf-8").replace("conv_backward_naive", name)
    file.write_text(right, encoding="utf-8")
    assert "1 passed" in pytest_on(tmp_path / "test_conv.py").stdout


def test_an_emitted_test_of_a_crash(run: Callable, tmp_path: Path) -> None:
    test = tmp_path / "test_crash.py"
    text = (CODE / "hostile.py").read_text(encoding="utf-8").replace("np.zeros_like(x), np.zeros_like(w), ", "")
    (tmp_path / "conv.py").write_text(text, encoding="utf-8")
    run("check", f"{tmp_path}/conv.py:segfault_with_padding", "--emit-test", str(test), "--returns", "db")
    assert "symconv.check_file" in test.read_text(encoding="utf-8")
    assert "1 failed" in pytest_on(test).stdout


def test_nothing_fails_nothing_is_written(run: Callable, tmp_path: Path) -> None:
    test = tmp_path / "test_conv.py"
    finished = run("check", f"{CODE}/right.py:conv_backward_naive", *SMALL, "--emit-test", str(test))
    assert (finished.returncode, test.exists()) == (0, False)
    assert "nothing fails" in finished.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.py:f"], "cannot read nowhere.py: No such file or directory"),
        ([f"{CODE}/wrong.py:absent"], "has no absent; it has"),
        ([f"{CODE}/right.py"], "which function is the backward pass? Name it as FILE:NAME"),
        ([f"{CODE}/right.py:conv_backward_naive", "--layout", "XY"], "--layout expects one of NCHW"),
        ([f"{CODE}/right.py:conv_backward_naive", "--signature", "(("], "--signature expects"),
    ],
)
def test_unusable(arguments: list[str], said: str, run: Callable) -> None:
    finished = run("check", *arguments)
    assert finished.returncode == 2
    assert said in finished.stderr
    assert finished.stdout == ""
    assert len(finished.stderr.splitlines()) == 1


def test_a_note_on_strangers(run: Callable) -> None:
    finished = run("check", "--sandbox")
    assert finished.returncode == 0
    assert "It does not guard against\nmalice" in finished.stdout
    assert "bwrap" in finished.stdout
